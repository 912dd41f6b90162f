"""How much of an exercise: the dose, the sets that it comes to, and the time that they take."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from exercises.domain.vocabulary import Each, Recorded, RepUnit, Side

SECONDS_A_REP = 4
"""A product default for the length of one slow repetition without a hold."""

SECONDS_TO_CHANGE = 10
"""A product default for getting from one set into the next where no rest is named."""

SECONDS_TO_SET_UP = 30
"""A product default for fetching what an exercise needs and getting into its position."""

MAX_SETS = 10
MAX_REPS = 1_000
MAX_SECONDS = 4 * 60 * 60
MAX_DAYS = 7


class Range(NamedTuple):
    """A lowest and a highest whole number; both are the same where only one is named."""

    low: int
    high: int


ONE = Range(1, 1)


@dataclass(frozen=True, slots=True)
class Frequency:
    """Days (for an exercise) or times (for a routine) in any seven days; None where no bound is named."""

    min: int | None = None
    max: int | None = None

    def problem(self) -> str | None:
        """Say what is wrong, or None."""
        for name, bound in (("min", self.min), ("max", self.max)):
            if bound is not None and not 1 <= bound <= 2 * MAX_DAYS:
                return f"{name}: must lie between 1 and {2 * MAX_DAYS}"
        if self.min is not None and self.max is not None and self.min > self.max:
            return "min: is above max"
        return None


@dataclass(frozen=True, slots=True)
class Dosage:
    """The dose of one exercise.

    `hold_s` is the time under way in seconds: of one repetition where there are reps, else of the whole set.
    `each` says whether a set is done for each side or each way; without it both legs share a set.
    """

    sets: Range = ONE
    reps: Range | None = None
    rep_unit: RepUnit = RepUnit.REPS
    hold_s: Range | None = None
    rest_s: int | None = None
    each: Each | None = None
    records: tuple[Recorded, ...] = ()
    days_a_week: Frequency = field(default_factory=Frequency)
    note: str = ""

    def problem(self) -> str | None:
        """Say what is wrong with the dose, or None."""
        if self.reps is None and self.hold_s is None:
            return "needs reps, hold_s or both"
        bounds = (
            ("sets", self.sets, MAX_SETS),
            ("reps", self.reps, MAX_REPS),
            ("hold_s", self.hold_s, MAX_SECONDS),
        )
        for name, value, most in bounds:
            if value is not None and not 1 <= value.low <= value.high <= most:
                return f"{name}: must lie between 1 and {most}, the lowest number first"
        if self.rest_s is not None and not 0 <= self.rest_s <= MAX_SECONDS:
            return f"rest_s: must lie between 0 and {MAX_SECONDS}"
        problem = self.days_a_week.problem()
        return problem and f"days_a_week.{problem}"


@dataclass(frozen=True, slots=True)
class PrescribedSet:
    """One set as it is handed out: reps, or seconds held or kept going, or both (reps of so many seconds)."""

    side: Side
    reps: int | None
    seconds: int | None


def prescribed_sets(dosage: Dosage) -> tuple[PrescribedSet, ...]:
    """Return the sets of a dose, at the lower end of each range (a product default).

    Left and right alternate, left first, so that the second side never falls to the end.
    """
    sides = (Side.LEFT, Side.RIGHT) if dosage.each else (Side.BOTH,)
    reps = dosage.reps.low if dosage.reps else None
    seconds = dosage.hold_s.low if dosage.hold_s else None
    return tuple(
        PrescribedSet(side=side, reps=reps, seconds=seconds) for _ in range(dosage.sets.low) for side in sides
    )


def work_seconds(reps: int | None, seconds: int | None) -> int:
    """Return how long one set takes: reps × seconds a rep, or the seconds alone."""
    if reps is None:
        return seconds or 0
    return reps * (seconds or SECONDS_A_REP)


def total_seconds(dosage: Dosage) -> int:
    """Return about how long a whole dose takes: setting up, all sets, rests and changes of side.

    At the upper end of each range (a product default), so that nobody needs more time than was said.
    """
    reps = dosage.reps.high if dosage.reps else None
    seconds = dosage.hold_s.high if dosage.hold_s else None
    sets = dosage.sets.high * (2 if dosage.each else 1)
    pause = dosage.rest_s if dosage.rest_s is not None else SECONDS_TO_CHANGE
    return SECONDS_TO_SET_UP + sets * (work_seconds(reps, seconds) + pause)
