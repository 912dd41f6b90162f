"""The address of a person's calendar feed: made, renewed and taken away."""

from __future__ import annotations

import secrets

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from tracker.models import Athlete
from tracker.services.find_person import find_person
from tracker.services.hold_plan import hold_plan

TOKEN_BYTES = 32
TOKEN_LENGTH = 43
"""The characters of a token: 32 bytes in base 64, without its padding."""


def owner_of_feed(token: str) -> User | None:
    """Return whose feed it is; None for a token of nobody, or of an account that was closed.

    The index answers the same whatever the token looks like, so nothing can be learnt from it bit by bit.
    """
    # The database is asked for nothing that cannot be one: PostgreSQL refuses some characters.
    if len(token) != TOKEN_LENGTH or not token.isascii() or not token.isprintable():
        return None
    return find_person(Q(athlete__calendar_token=token, is_active=True))


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
