"""Give a user the athlete's half."""

from __future__ import annotations

from django.contrib.auth.models import User

from tracker.models import Athlete
from tracker.models.athlete import DEFAULT_TIME_ZONE


def create_athlete(*, user: User, time_zone: str = DEFAULT_TIME_ZONE) -> Athlete:
    """Return the user's athlete, made with this time zone if there was none."""
    if hasattr(user, "athlete"):
        return user.athlete
    athlete, _created = Athlete.objects.get_or_create(user=user, defaults={"time_zone": time_zone})
    user.athlete = athlete
    return athlete
