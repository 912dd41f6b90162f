"""A passkey without a device: makes and signs what a browser's authenticator would."""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

ORIGIN = "https://testserver"
FLAGS = AuthenticatorData.FLAG
PRESENT, VERIFIED = FLAGS.UP, FLAGS.UP | FLAGS.UV


class SoftPasskey:
    """`options` is what the site asks a browser for; each answer is the JSON that the form sends."""

    def __init__(self) -> None:
        self.id = secrets.token_bytes(16)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.user = ""

    def make(self, options: dict[str, Any], flags: FLAGS = VERIFIED) -> str:
        asked = options["publicKey"]
        self.user = asked["user"]["id"]
        public = ES256.from_cryptography_key(self.key.public_key())
        data = AuthenticatorData.create(
            _digest(asked["rp"]["id"].encode()),
            flags | FLAGS.AT,
            0,
            AttestedCredentialData.create(Aaguid.NONE, self.id, public),
        )
        made = AttestationObject.create("none", data, {})
        client = _client_data("webauthn.create", asked["challenge"])
        return self._written({"clientDataJSON": client, "attestationObject": bytes(made)})

    def answer(self, options: dict[str, Any], flags: FLAGS = VERIFIED, origin: str = ORIGIN) -> str:
        asked = options["publicKey"]
        data = AuthenticatorData.create(_digest(asked["rpId"].encode()), flags, 0)
        client = _client_data("webauthn.get", asked["challenge"], origin)
        signature = self.key.sign(bytes(data) + _digest(client), ec.ECDSA(SHA256()))
        parts = {"clientDataJSON": client, "authenticatorData": bytes(data), "signature": signature}
        return self._written(parts, {"userHandle": self.user})

    def _written(self, parts: dict[str, bytes], more: dict[str, str] | None = None) -> str:
        key = websafe_encode(self.id)
        response = {name: websafe_encode(value) for name, value in parts.items()} | (more or {})
        return json.dumps({"type": "public-key", "id": key, "rawId": key, "response": response})


def _client_data(kind: str, challenge: str, origin: str = ORIGIN) -> bytes:
    return json.dumps({"type": kind, "challenge": challenge, "origin": origin}).encode()


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
