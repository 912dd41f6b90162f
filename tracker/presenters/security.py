"""How an account is kept safe: passkeys, app, recovery codes, and where one is signed in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.utils.translation import gettext as _

from tracker.presenters.browser import browser_words


@dataclass(frozen=True, slots=True)
class Passkey:
    pk: int
    name: str
    made_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class SignIn:
    pk: int
    browser: str
    address: str
    at: datetime
    is_here: bool


@dataclass(frozen=True, slots=True)
class Security:
    """`codes_left` is None where there are no recovery codes; `may_add` waits for a confirmed address."""

    passkeys: list[Passkey]
    has_app: bool
    app_since: datetime | None
    codes_left: int | None
    sign_ins: list[SignIn]
    may_add: bool
    is_asked_of_staff: bool

    @property
    def has_second_factor(self) -> bool:
        return self.has_app or bool(self.passkeys)

    @property
    def has_other_sign_ins(self) -> bool:
        return any(not one.is_here for one in self.sign_ins)


def build_security(
    *,
    factors: Iterable[Authenticator],
    sign_ins: Iterable[UserSession],
    here: str | None,
    may_add: bool,
    is_asked_of_staff: bool,
) -> Security:
    """Put together what the page shows; `here` is the key of the session that asks, which stands first."""
    by_type: dict[str, list[Authenticator]] = {}
    for factor in factors:
        by_type.setdefault(factor.type, []).append(factor)
    apps = by_type.get(Authenticator.Type.TOTP, [])
    codes = by_type.get(Authenticator.Type.RECOVERY_CODES, [])
    return Security(
        passkeys=[_passkey(one) for one in by_type.get(Authenticator.Type.WEBAUTHN, [])],
        has_app=bool(apps),
        app_since=apps[0].created_at if apps else None,
        codes_left=_codes_left(codes[0]) if codes else None,
        sign_ins=sorted((_sign_in(one, here) for one in sign_ins), key=lambda one: not one.is_here),
        may_add=may_add,
        is_asked_of_staff=is_asked_of_staff,
    )


def _passkey(factor: Authenticator) -> Passkey:
    return Passkey(factor.pk, str(factor.data["name"]), factor.created_at, factor.last_used_at)


def _codes_left(factor: Authenticator) -> int:
    """Count what is unused without opening the seal."""
    return app_settings.RECOVERY_CODE_COUNT - int(factor.data["used_mask"]).bit_count()


def _sign_in(row: UserSession, here: str | None) -> SignIn:
    browser = browser_words(row.user_agent) or _("A browser that does not say its name")
    return SignIn(row.pk, browser, str(row.ip), row.created_at, row.session_key == here)
