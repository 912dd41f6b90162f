"""Make a person for trying the site."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.crypto import get_random_string

from tracker.domain.demo_story import DemoStory
from tracker.domain.local_time import day_of
from tracker.models import Athlete
from tracker.services.clear_demos import clear_demos
from tracker.services.create_athlete import create_athlete
from tracker.services.live_story import live_story

LASTS = timedelta(days=1)

MOST_ALIVE = 200
"""A product limit: half a year of training is about 1,000 rows."""

CLEARED_AT_ONCE = 3


class TooManyDemosError(Exception):
    """There are as many demo people as the site holds at once."""


@transaction.atomic
def make_demo(*, time_zone: str, now: datetime) -> User:
    """Return the user of a new demo person with half a year of training, who is there for a day.

    There is no address, so no mail is ever sent, and no password, so nobody signs in as this person again.
    Clears a few whose time is over. Raises TooManyDemosError.
    """
    clear_demos(now=now, at_most=CLEARED_AT_ONCE)
    if Athlete.objects.demos().count() >= MOST_ALIVE:
        raise TooManyDemosError
    user = User.objects.create_user(f"demo-{get_random_string(12).lower()}")
    athlete = create_athlete(user=user, time_zone=time_zone)
    athlete.demo_until = now + LASTS
    athlete.full_clean()
    athlete.save()
    live_story(athlete, DemoStory(user.pk, day_of(now, athlete.tz)))
    return user
