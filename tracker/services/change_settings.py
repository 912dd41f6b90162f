"""Change what an athlete set about themselves."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction

from tracker.models import Athlete
from tracker.services.create_athlete import create_athlete


@transaction.atomic
def change_settings(*, user: User, time_zone: str, sessions_a_week: int, norm_group: str) -> Athlete:
    """Save the values; a user without an athlete, such as one made on the command line, gets one.

    The days of sessions that were logged already stay as they are. Raises ValidationError.
    """
    athlete = create_athlete(user=user)
    athlete.time_zone = time_zone
    athlete.sessions_a_week = sessions_a_week
    athlete.norm_group = norm_group
    athlete.full_clean()
    athlete.save(update_fields=["time_zone", "sessions_a_week", "norm_group"])
    return athlete
