"""Signing in and up: users come with their athlete, and mails name the site by its own address."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.models import EmailConfirmation
from django.conf import settings
from django.contrib.auth.models import User
from django.forms import BaseForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tracker.models import Athlete
from tracker.services.create_athlete import create_athlete
from tracker.services.find_person import person_of_key
from tracker.services.sign_ins import keep_sign_in

WAYS = {
    "reauthenticate": _("Use your password"),
    "mfa_reauthenticate": _("Use a code"),
    "mfa_reauthenticate:webauthn": _("Use a passkey"),
}
"""To say again who one is."""

logger = logging.getLogger(__name__)

NOT_WAITED_FOR = {
    "account/email/email_confirmation_signup",
    "account/email/email_changed",
    "account/email/password_changed",
}
"""Mails that follow something done, not asked for."""


class AthleteBackend(AuthenticationBackend):
    """allauth's own backend; a request's user is read together with the athlete and the last screening.

    A demo person whose time is over is nobody any more, whether or not it has been cleared yet.
    """

    def get_user(self, user_id: int) -> User | None:
        user = person_of_key(user_id)
        if user is None or Athlete.of(user).is_over(timezone.now()):
            return None
        return user if self.user_can_authenticate(user) else None


class AccountAdapter(DefaultAccountAdapter):
    """allauth's hooks. Whoever sends a request chooses its Host header, so nothing here follows it."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": _("Too many tries. Wait a few minutes, then try again."),
    }

    def save_user(self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True) -> User:
        user = super().save_user(request, user, form, commit=commit)
        create_athlete(user=user, time_zone=form.cleaned_data["time_zone"])
        return user

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        self.keep_sign_in(request, user)

    def keep_sign_in(self, request: HttpRequest, user: User) -> None:
        """Write down that the person is signed in in this session: from where, and with which browser."""
        keep_sign_in(
            user=user,
            session_key=str(request.session.session_key),
            address=self.get_client_ip(request),
            user_agent=request.headers.get("User-Agent", ""),
            now=timezone.now(),
        )

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [method | {"description": WAYS[method["id"]]} for method in methods]

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: EmailConfirmation) -> str:
        return settings.SITE_URL + reverse("account_confirm_email", args=[emailconfirmation.key])

    def get_reset_password_from_key_url(self, key: str) -> str:
        user, _dash, token = key.partition("-")
        return settings.SITE_URL + reverse("account_reset_password_from_key", args=[user, token])

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail. One that nobody waits for may fail: signing up does without it."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError:
            if template_prefix not in NOT_WAITED_FOR:
                raise
            logger.exception("A mail could not be sent")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count the failures of an address once: allauth would count them anew for each Host header."""
        return str(credentials.get("email") or credentials.get("username", "")).lower()


def display_name(user: User) -> str:
    """Return what the site calls a user: the e-mail address."""
    return user.email or user.username
