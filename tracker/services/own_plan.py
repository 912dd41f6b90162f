"""What a person follows, in short: for the buttons on the pages of programmes and routines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.models import Enrolment


@dataclass(frozen=True, slots=True)
class OwnPlan:
    """The programme that is followed ("" for none) with its name and first day, and the daily routines."""

    programme: str
    name: str
    since: date | None
    daily: frozenset[str]


def own_plan_of(user: Any) -> OwnPlan:
    """Return what a user follows; one query."""
    rows = list(Enrolment.objects.for_athlete(user).active().in_short())
    daily = frozenset(one.routine.slug for one in rows if one.routine is not None)
    for one in rows:
        if one.programme is not None:
            return OwnPlan(one.programme.slug, one.programme.name, one.started_on, daily)
    return OwnPlan("", "", None, daily)
