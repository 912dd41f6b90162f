"""One change of a person's plan at a time."""

from __future__ import annotations

from django.contrib.auth.models import User

from tracker.models import Athlete
from tracker.services.create_athlete import create_athlete


def hold_plan(user: User) -> Athlete:
    """Return the user's athlete, and keep other changes of the plan waiting until this transaction ends.

    Two tabs or a double click come one after the other, so that the second sees what the first did and no
    constraint is hit. SQLite has one writer at a time anyway.
    """
    athlete = create_athlete(user=user)
    Athlete.objects.select_for_update().get(pk=athlete.pk)
    return athlete
