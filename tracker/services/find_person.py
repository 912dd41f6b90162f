"""A user, read in one query with what nearly every page asks about them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db.models import FilteredRelation, Q, QuerySet

from exercises.models.prepared import PreparedRead
from exercises.models.stamp import stamps_of_reader


def find_person(which: Q, **more: Any) -> User | None:
    """Return the user for whom `which` holds, with athlete, last screening and stamps, or None.

    `more` are expressions whose values the user then carries.
    """
    return _whole(_people().filter(which).annotate(**more).first())


def person_of_key(key: int) -> User | None:
    """Return the same for a user's key, as each request asks for its own."""
    return _whole(_by_key.get(key))


def _people() -> QuerySet[User]:
    last = FilteredRelation("screenings", condition=Q(screenings__superseded_at=None))
    users = User.objects.annotate(current_screening=last)
    users = users.select_related("athlete", "current_screening")  # type: ignore[misc]
    return users.annotate(**stamps_of_reader())


_by_key = PreparedRead(_people)


def _whole(user: User | None) -> User | None:
    if user is not None:
        # Django leaves the attribute away where there is no row; then nothing would say that it was read.
        user.current_screening = getattr(user, "current_screening", None)  # type: ignore[attr-defined]
    return user
