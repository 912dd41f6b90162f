"""What a made-up person measured: internal rotation every two weeks, with the noise of measuring oneself.

Pure, and the same for the same seed. It draws from a chance of its own, so that the story of the training
(demo_story.py) stays as it is.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from tracker.domain.demo_story import DAYS, DemoStory
from tracker.domain.measuring import TRIALS

EVERY = 14
NO_CHANGE_BEFORE = 28
"""Days in which nothing happens yet; afterwards the range grows to its end, and there it stays."""

FULL_CHANGE_FROM = 150
OF_DAY, OF_TRIAL = 1.5, 1.0
"""Standard deviations in degrees; those of the day are within what is published (SEM 1.9 to 3.1)."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One day's readings of both sides, in degrees."""

    day: date
    left: tuple[Decimal, ...]
    right: tuple[Decimal, ...]
    pain: int


def measured_days(story: DemoStory, seed: int) -> Iterator[Measured]:
    """Yield what was measured in a story, the first day first; none in the week of holiday."""
    chance = random.Random(f"measured {seed}")  # noqa: S311 - a story, no secret
    for number in range(1, DAYS, EVERY):
        day = story.first_day + timedelta(days=number)
        done = min(1.0, max(0.0, (number - NO_CHANGE_BEFORE) / (FULL_CHANGE_FROM - NO_CHANGE_BEFORE)))
        one = Measured(
            day,
            left=_trials(chance, 24 + 10 * done),
            right=_trials(chance, 30 + 5 * done),
            pain=round(2 * (1 - done)),
        )
        if not story.holiday.holds(day):
            yield one


def _trials(chance: random.Random, degrees: float) -> tuple[Decimal, ...]:
    """Return three readings to half a degree."""
    of_day = degrees + chance.gauss(0, OF_DAY)
    return tuple(Decimal(round(2 * (of_day + chance.gauss(0, OF_TRIAL)))) / 2 for _trial in range(TRIALS))
