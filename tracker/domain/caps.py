"""Caps: on how many days in any seven in a row an exercise may be prescribed, over all that was done.

Pure: plain days and an explicit `today`. What counts is days, not sets or sessions, and every one on which
the exercise was done: in any programme, beside one, or on one's own. A cap limits what is prescribed;
recording what was done is always possible. The shipped cap is the slideboard's, 2 to 4 days in any 7
(founding article).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from exercises.domain.dosage import Frequency
from tracker.domain.weeks import AHEAD, DAYS


@dataclass(frozen=True, slots=True)
class Cap:
    """At most `max` days in any seven for all `slugs` together; `min` is what is asked for, if anything."""

    slugs: frozenset[str]
    min: int | None
    max: int


@dataclass(frozen=True, slots=True)
class CapUse:
    """How much of a cap is used.

    `used` counts the days of the seven that end today, and those that lie ahead of a traveller's today.
    `next_day` is the first later day on which it may be prescribed again if it is not done until then; None
    where it may be today.
    """

    used: int
    max: int
    is_open: bool
    next_day: date | None


def shared_caps(doses: Mapping[str, Frequency], neighbours: Iterable[tuple[str, str]]) -> Mapping[str, Cap]:
    """Return the cap of each exercise whose dose names a max, by slug.

    Such exercises that follow each other on the ladder are one and the same work and share a cap: the lowest
    max, and the highest min as far as that max allows it.
    """
    groups = {slug: {slug} for slug, dose in doses.items() if dose.max is not None}
    for one, other in neighbours:
        if one in groups and other in groups and groups[one] is not groups[other]:
            groups[one] |= groups[other]
            for slug in groups[other]:
                groups[slug] = groups[one]
    return {slug: _shared([doses[one] for one in group], group) for slug, group in groups.items()}


def _shared(doses: Iterable[Frequency], slugs: Iterable[str]) -> Cap:
    doses = tuple(doses)
    most = min(dose.max for dose in doses if dose.max is not None)
    least = [dose.min for dose in doses if dose.min is not None]
    return Cap(frozenset(slugs), min(max(least), most) if least else None, most)


def cap_use(days: Iterable[date], cap: Cap, today: date) -> CapUse:
    """Say how much of `cap` is used today, `days` being those on which one of its exercises was done.

    It is prescribed once a day at most: done today, it is closed until the next day that is free.
    """
    # Any two days that share seven in a row lie less than seven apart; others cannot matter.
    near = {day for day in days if abs((day - today).days) < DAYS}
    if _is_open(near, cap, today):
        return CapUse(used=len(near), max=cap.max, is_open=True, next_day=None)
    later = (today + timedelta(days=number) for number in range(1, 2 * DAYS))
    next_day = next((day for day in later if _is_open(near, cap, day)), None)
    return CapUse(used=len(near), max=cap.max, is_open=False, next_day=next_day)


def _is_open(days: Iterable[date], cap: Cap, day: date) -> bool:
    """Say whether the cap leaves room on `day`, counting days after it as if they came before."""
    distances = [(day - one).days for one in days]
    is_done = any(-AHEAD <= distance <= 0 for distance in distances)
    return not is_done and sum(distance < DAYS for distance in distances) < cap.max


def under_minimum(days: Iterable[date], cap: Cap | Frequency, today: date) -> int:
    """Return how many days are missing of the min in the seven that end today; 0 where there is no min."""
    done = {day for day in days if -AHEAD <= (today - day).days < DAYS}
    return max(0, (cap.min or 0) - len(done))
