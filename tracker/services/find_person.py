"""A user, read in one query with what nearly every page asks about them."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db.models import FilteredRelation, Q


def find_person(which: Q) -> User | None:
    """Return the user for whom `which` holds, with the athlete and the last screening, or None."""
    last = FilteredRelation("screenings", condition=Q(screenings__superseded_at=None))
    users = User.objects.annotate(current_screening=last)
    users = users.select_related("athlete", "current_screening")  # type: ignore[misc]
    user = users.filter(which).first()
    if user is not None:
        # Django leaves the attribute away where there is no row; then nothing would say that it was read.
        user.current_screening = getattr(user, "current_screening", None)
    return user
