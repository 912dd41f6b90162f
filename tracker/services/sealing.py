"""Secrets of second factors, sealed before they reach the database.

Who reads the database or a backup without the secret key learns nothing from them. After the secret key was
changed they open as long as the old one stands in SECRET_KEY_FALLBACKS.
"""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PURPOSE = b"hip mobility: secrets of second factors"


class UnreadableSecretError(Exception):
    """It was sealed under a secret key that the site does not have any more."""


def seal(text: str) -> str:
    return _sealer().encrypt(text.encode()).decode("ascii")


def unseal(sealed: str) -> str:
    """Return what was sealed. Raises UnreadableSecretError."""
    try:
        return _sealer().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise UnreadableSecretError from None


def _sealer() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(secret_key: str) -> bytes:
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE)
    return base64.urlsafe_b64encode(derivation.derive(secret_key.encode()))
