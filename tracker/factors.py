"""allauth's hooks for passkeys, authenticator apps and recovery codes."""

from __future__ import annotations

import logging
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.presenters.browser import browser_words
from tracker.services.sealing import UnreadableSecretError, seal, unseal

logger = logging.getLogger(__name__)

SITE_NAME = "Hip Mobility"


class MFAAdapter(DefaultMFAAdapter):
    """Seals secrets, and names the site by its own address: a request's Host header may say anything."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("This is not right. Try again."),
        "cannot_generate_recovery_codes": gettext_lazy("Add a passkey or an authenticator app first."),
    }

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Refuse what cannot be read, as if the code were wrong: nothing that is guessed may match."""
        try:
            return unseal(encrypted_text)
        except UnreadableSecretError:
            logger.error("A second factor cannot be read: SECRET_KEY changed without SECRET_KEY_FALLBACKS.")
            raise ValidationError(
                _("This cannot be read any more. Use another way, or ask the people who run the site."),
                code="unreadable",
            ) from None

    def build_totp_svg(self, url: str) -> str:
        """The page draws the code itself (`presenters/qr_code.py`)."""
        return ""

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002
        """Name a passkey after the browser that makes it."""
        return browser_words(context.request.headers.get("User-Agent", "")) or _("Passkey")

    def get_public_key_credential_rp_entity(self) -> dict[str, Any]:
        return {"id": settings.SITE_URL.partition("://")[2].partition(":")[0], "name": SITE_NAME}

    def _get_site_name(self) -> str:
        return SITE_NAME
