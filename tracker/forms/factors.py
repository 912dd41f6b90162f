"""allauth's forms for passkeys, apps and recovery codes, with the site's own words.

What a browser's authenticator says is anybody's JSON: it is cut to the few texts that count before it is
read or kept.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Mapping
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from cryptography.exceptions import InvalidSignature
from django import forms
from django.utils.translation import gettext_lazy as _

from tracker.forms.accounts import PlainLabels

MAX_NAME = 80
BASE64URL = re.compile(r"[A-Za-z0-9_-]{1,20000}")
MADE = ("clientDataJSON", "attestationObject")
SHOWN = ("clientDataJSON", "authenticatorData", "signature")
UNREADABLE = (
    ArithmeticError, AttributeError, InvalidSignature, LookupError, TypeError, ValueError, struct.error
)  # fmt: skip
"""What reading a made-up credential can end in, beside allauth's own refusals."""


def pared(credential: object, names: tuple[str, ...]) -> dict[str, Any]:
    """Return what counts of a credential. Raises allauth's refusal where a part is missing or wrong."""
    given = credential if isinstance(credential, Mapping) else {}
    response = given.get("response")
    response = response if isinstance(response, Mapping) else {}
    kept: dict[str, Any] = {name: _text(response.get(name)) for name in names}
    if response.get("userHandle"):
        kept["userHandle"] = _text(response["userHandle"])
    extensions = given.get("clientExtensionResults")
    extra = extensions.get("credProps") if isinstance(extensions, Mapping) else None
    is_resident = bool(extra.get("rk")) if isinstance(extra, Mapping) else False
    return {
        "type": "public-key",
        "id": _text(given.get("id")),
        "rawId": _text(given.get("rawId")),
        "response": kept,
        "clientExtensionResults": {"credProps": {"rk": is_resident}},
    }


def _text(value: object) -> str:
    if not isinstance(value, str) or not BASE64URL.fullmatch(value):
        raise get_adapter().validation_error("incorrect_code")
    return value


def refusing(read: Callable[[], Any]) -> Any:
    """Read a credential; what cannot be read is refused like a wrong one."""
    try:
        return read()
    except UNREADABLE:
        raise get_adapter().validation_error("incorrect_code") from None


class CredentialField(forms.JSONField):
    """Refuses JSON that is nested deeper, or holds a longer number, than Python can read."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except (RecursionError, ValueError):
            raise get_adapter().validation_error("incorrect_code") from None

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Send nothing of it back with a page: the browser makes another one."""
        return None


class CodeLabels(PlainLabels):
    """A field for the six digits of an app, or the eight of a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]  # type: ignore[attr-defined]
        field.max_length = 20
        field.widget.attrs |= {"inputmode": "numeric", "maxlength": "20"}


class AuthenticateForm(CodeLabels, base_forms.AuthenticateForm):
    labels = {"code": _("Code of your app, or a recovery code")}


class ReauthenticateForm(CodeLabels, base_forms.ReauthenticateForm):
    labels = {"code": _("Code of your app, or a recovery code")}


class ActivateTOTPForm(CodeLabels, totp_forms.ActivateTOTPForm):
    labels = {"code": _("The six digits that the app shows")}


class AddPasskeyForm(PlainLabels, webauthn_forms.AddWebAuthnForm):
    """A passkey signs in by itself, so whoever makes it must have been verified by the device."""

    labels = {"name": _("Name of the passkey")}
    name = forms.CharField(required=False, max_length=MAX_NAME)
    credential = CredentialField(widget=forms.HiddenInput)
    passwordless = None

    def clean_credential(self) -> dict[str, Any]:
        return pared(self.cleaned_data["credential"], MADE)

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["passwordless"] = True
        cleaned: dict[str, Any] = refusing(super().clean)
        return cleaned


class EditPasskeyForm(PlainLabels, webauthn_forms.EditWebAuthnForm):
    labels = {"name": _("Name of the passkey")}
    name = forms.CharField(max_length=MAX_NAME)


class ReadsCredential(forms.Form):
    """Mixed in before one of allauth's forms that are answered with a passkey."""

    credential = CredentialField(widget=forms.HiddenInput)

    def clean_credential(self) -> Authenticator:
        cleaned: dict[str, Any] = self.cleaned_data
        cleaned["credential"] = pared(cleaned["credential"], SHOWN)
        return refusing(super().clean_credential)  # type: ignore[misc]


class AuthenticatePasskeyForm(ReadsCredential, webauthn_forms.AuthenticateWebAuthnForm):
    pass


class LoginPasskeyForm(ReadsCredential, webauthn_forms.LoginWebAuthnForm):
    pass


class ReauthenticatePasskeyForm(ReadsCredential, webauthn_forms.ReauthenticateWebAuthnForm):
    pass
