"""Remove demo people whose time is over, with all that is theirs."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User

from tracker.models import Athlete
from tracker.services.erase_person import erase_person


def clear_demos(*, now: datetime, at_most: int | None = None) -> int:
    """Remove them, the first ones first, and return how many; `at_most` bounds the work."""
    over = list(Athlete.objects.demos_over(now).values_list("pk", flat=True)[:at_most])
    for key in over:
        erase_person(key=key)
    return len(over)


def end_demo(*, user: User, now: datetime) -> None:
    """Have a demo person's time be over now; with anybody else nothing happens."""
    Athlete.objects.demos().filter(pk=user.pk, demo_until__gt=now).update(demo_until=now)
