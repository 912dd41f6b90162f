"""The address of a person's calendar feed: made, renewed and taken away."""

from __future__ import annotations

import secrets

from django.contrib.auth.models import User
from django.db import transaction

from tracker.models import Athlete
from tracker.services.hold_plan import hold_plan

TOKEN_BYTES = 32
TOKEN_LENGTH = 43
"""The characters of a token: 32 bytes in base 64, without its padding."""


@transaction.atomic
def make_feed(*, user: User) -> str:
    """Return the token of the feed, made if there was none: pressed twice, it is the same."""
    athlete = hold_plan(user)
    athlete.refresh_from_db(fields=["calendar_token"])
    return athlete.calendar_token or _put(athlete, secrets.token_urlsafe(TOKEN_BYTES))


@transaction.atomic
def renew_feed(*, user: User) -> str:
    """Return a new token; the old address is dead at once."""
    return _put(hold_plan(user), secrets.token_urlsafe(TOKEN_BYTES))


@transaction.atomic
def stop_feed(*, user: User) -> None:
    """Have no feed any more; its address is dead at once."""
    _put(hold_plan(user), None)


def _put(athlete: Athlete, token: str | None) -> str:
    athlete.calendar_token = token
    athlete.save(update_fields=["calendar_token"])
    return token or ""
