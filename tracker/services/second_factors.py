"""What a person has beside the password."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User

SECOND = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""Recovery codes only stand in for one of these."""


def factors_of(*, user: User) -> list[Authenticator]:
    """Return passkeys, authenticator app and recovery codes, the first ones first."""
    return list(Authenticator.objects.filter(user=user).order_by("created_at", "pk"))


def has_second_factor(*, user: User) -> bool:
    return bool(Authenticator.objects.filter(user=user, type__in=SECOND).exists())


def recovery_codes_of(*, user: User) -> Authenticator | None:
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()


def may_add_factor(*, user: User) -> bool:
    """Say whether the address is confirmed, so that nobody locks its owner out of an account under it.

    Accounts of staff were made by those who run the site.
    """
    if user.is_staff:
        return True
    return not EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=False).exists()
