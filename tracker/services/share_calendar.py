"""The address of a person's calendar feed: made, shown, renewed and taken away.

Its token is worked out from the site's secret key, the person, and a random nonce. The database holds the
nonce and the token's digest, so whoever reads the database cannot read a feed, and the settings can show the
address at any time. An address outlives what it was made from: it is looked up by its digest alone.
"""

from __future__ import annotations

import base64
import secrets

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac

from tracker.domain.tokens import TOKEN_BYTES, digest_of, is_like_a_token
from tracker.models import Athlete
from tracker.services.find_person import find_person
from tracker.services.hold_plan import hold_plan

SALT = "tracker.services.share_calendar"


def owner_of_feed(token: str) -> User | None:
    """Return whose feed it is; None for a token of nobody, or of an account that was closed.

    It is looked up by its digest, so the time of the answer tells nothing about the tokens that there are.
    """
    # The database is asked for nothing that cannot be one.
    if not is_like_a_token(token):
        return None
    return find_person(Q(athlete__calendar_digest=digest_of(token), is_active=True))


def feed_token(athlete: Athlete) -> str | None:
    """Return the token of the feed; None while there is none, or where it cannot be worked out any more.

    That is so for one that was made before nonces were kept, and under a secret key that is gone for good.
    """
    if not athlete.calendar_nonce:
        return None
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        token = _token(athlete, athlete.calendar_nonce, key)
        if secrets.compare_digest(digest_of(token), athlete.calendar_digest or ""):
            return token
    return None


@transaction.atomic
def make_feed(*, user: User) -> str | None:
    """Return the token of the feed, made if there was none: pressed twice, it is the same.

    None where there is a feed whose token cannot be shown; it goes on as it is.
    """
    athlete = hold_plan(user)
    athlete.refresh_from_db(fields=["calendar_digest", "calendar_nonce"])
    return feed_token(athlete) if athlete.calendar_digest else _put_new(athlete)


@transaction.atomic
def renew_feed(*, user: User) -> str:
    """Return a new token; the old address is dead at once."""
    return _put_new(hold_plan(user))


@transaction.atomic
def stop_feed(*, user: User) -> None:
    """Have no feed any more; its address is dead at once."""
    athlete = hold_plan(user)
    athlete.calendar_digest, athlete.calendar_nonce = None, ""
    athlete.save(update_fields=["calendar_digest", "calendar_nonce"])


def _put_new(athlete: Athlete) -> str:
    nonce = secrets.token_urlsafe(TOKEN_BYTES)
    token = _token(athlete, nonce, settings.SECRET_KEY)
    athlete.calendar_nonce, athlete.calendar_digest = nonce, digest_of(token)
    athlete.save(update_fields=["calendar_digest", "calendar_nonce"])
    return token


def _token(athlete: Athlete, nonce: str, key: str | bytes) -> str:
    code = salted_hmac(SALT, f"{athlete.pk}:{nonce}", secret=key, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(code).decode().rstrip("=")
