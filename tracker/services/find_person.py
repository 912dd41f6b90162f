"""A user, read in one query with what nearly every page asks about them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db.models import FilteredRelation, Q

from exercises.models.stamp import stamps_of_reader


def find_person(which: Q, **more: Any) -> User | None:
    """Return the user for whom `which` holds, with athlete, last screening and stamps, or None.

    `more` are expressions whose values the user then carries.
    """
    last = FilteredRelation("screenings", condition=Q(screenings__superseded_at=None))
    users = User.objects.annotate(current_screening=last)
    users = users.select_related("athlete", "current_screening")  # type: ignore[misc]
    user = users.filter(which).annotate(**stamps_of_reader(), **more).first()
    if user is not None:
        # Django leaves the attribute away where there is no row; then nothing would say that it was read.
        user.current_screening = getattr(user, "current_screening", None)
    return user
