"""The half year of a made-up person: when they trained, how it felt, how much they did.

Pure, and the same for the same seed. Doses are not invented here: they come from the programme, day by day,
as for anybody else. Only what a person adds to them is: days left out, a cold, a week of holiday, pain that
flares up once and settles, and sets that fall short or go over.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from exercises.domain.dosage import PrescribedSet
from exercises.domain.vocabulary import Side
from tracker.domain.course import Span
from tracker.domain.pain import SAFE_UP_TO

DAYS = 182
LEFT_OUT = 0.1
"""How often a day on which something was due passes without it."""

GOOD_END = 6
LAST_TWO = (5, 2)
"""How many days ago the last two sessions were. Both went well, so that today holds a step to decide on."""

MOST_PAIN = 5
"""Never above: pain above 5 would have stopped the training and asked the screening anew."""


@dataclass(frozen=True, slots=True)
class Feel:
    """How a session felt: pain and effort from 0 to 10; `morning` is None where nobody answered."""

    pain_before: int
    pain_after: int
    effort: int
    morning: int | None


@dataclass(frozen=True, slots=True)
class Amount:
    """What was done of one prescribed set."""

    reps: int | None
    seconds: int | None
    pain: int | None
    skipped: bool


class DemoStory:
    """One person's half year up to `today`. Ask for its days in order: each draws from one chance."""

    def __init__(self, seed: int, today: date) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - a story, no secret
        self.today = today
        self.first_day = today - timedelta(days=DAYS)
        cold = self.first_day + timedelta(days=self.chance.randint(36, 48))
        self.cold = Span(cold, cold + timedelta(days=5))
        flare = self.first_day + timedelta(days=self.chance.randint(70, 80))
        self.flare = Span(flare, flare + timedelta(days=3))
        holiday = self.first_day + timedelta(days=self.chance.randint(110, 122))
        self.holiday = Span(holiday, holiday + timedelta(days=6))

    @property
    def days(self) -> list[date]:
        """The days before today, the first one first."""
        return [self.first_day + timedelta(days=number) for number in range(DAYS)]

    def trains_on(self, day: date, *, is_due: bool) -> bool:
        """Say whether the person trained; last the day before yesterday, so that today something is due."""
        ago = (self.today - day).days
        if ago <= GOOD_END:
            return ago in LAST_TWO
        if not is_due or self.cold.holds(day):
            return False
        return self.flare.holds(day) or self.chance.random() >= LEFT_OUT

    def feel(self, day: date) -> Feel:
        """Return how training felt on a day: it hurts less as the months go by, but for one bad week."""
        ago = (self.today - day).days
        if self.flare.holds(day):
            return Feel(pain_before=2, pain_after=4, effort=7, morning=MOST_PAIN)
        before = max(0, round(3.4 * (ago / DAYS) ** 1.3 + self.chance.uniform(-0.6, 0.6)))
        after = max(0, before + self.chance.choice((-1, -1, 0, 0, 1)))
        if ago <= GOOD_END:
            return Feel(pain_before=0, pain_after=self.chance.randint(0, 1), effort=5, morning=None)
        return Feel(
            pain_before=min(MOST_PAIN, before),
            pain_after=min(MOST_PAIN, after),
            effort=self.chance.choice((4, 5, 5, 5, 6, 6, 7)),
            morning=max(0, before - self.chance.choice((0, 0, 1))) if self.chance.random() < 0.6 else None,
        )

    def amount(self, wanted: PrescribedSet, day: date, feel: Feel) -> Amount:
        """Return what was done of a set: short of it at first, a bit more later on, and less on the left."""
        chance = self.chance
        ago = (self.today - day).days
        if ago > GOOD_END and chance.random() < 0.01:
            return Amount(wanted.reps, wanted.seconds, None, skipped=True)
        more = 3.4 * (1 - ago / DAYS) - 1.2 + chance.uniform(-0.7, 0.7) - (wanted.side is Side.LEFT) * 0.5
        if ago <= GOOD_END:
            more = 2
        elif feel.pain_after > SAFE_UP_TO:
            more = min(more, 0)
        reps, seconds = wanted.reps, wanted.seconds
        if reps is not None:
            reps = max(1, reps + round(more))
        elif seconds is not None:
            seconds = max(5, seconds + 5 * round(more))
        noted = feel.pain_after if chance.random() < 0.3 else None
        return Amount(reps, seconds, noted, skipped=False)

    def minutes_after_five(self) -> int:
        """Return when on a day the session began, in minutes after 5 p.m."""
        return self.chance.randrange(150)

    def is_guided(self) -> bool:
        """Say whether the player led through the session, or it was logged by hand."""
        return self.chance.random() < 0.7
