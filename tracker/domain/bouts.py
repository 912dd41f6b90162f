"""One exercise in one session: what was prescribed, what was done, and how hard and painful it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from exercises.domain.dosage import Dosage, Range
from exercises.domain.vocabulary import Side
from tracker.domain.pain import Sign, highest, pain_in_exercise, sign_of


class Amount(NamedTuple):
    """What was prescribed for one set."""

    reps: int | None
    seconds: int | None


class Target(NamedTuple):
    """A dose as one number each: sets (on each side), reps, seconds."""

    sets: int
    reps: int | None
    seconds: int | None

    def covers(self, other: Target) -> bool:
        """Say whether it asks for at least as much as the other in everything."""
        return all((mine or 0) >= (yours or 0) for mine, yours in zip(self, other, strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class BoutSet:
    """One set. `key` tells sets of one position apart; `prescribed` is None for one added by hand."""

    key: str
    position: int
    side: str
    reps: int | None = None
    seconds: int | None = None
    load_kg: Decimal | None = None
    pain: int | None = None
    skipped: bool = False
    prescribed: Amount | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bout:
    """The sets of one exercise in one session; `key` tells sessions of one moment apart."""

    key: str
    day: date
    started_at: datetime
    sets: tuple[BoutSet, ...]
    effort: int | None = None
    pain_before: int | None = None
    pain_after: int | None = None
    morning: int | None = None

    @property
    def counts(self) -> bool:
        """Whether it was done, or stopped by pain. What was only skipped says nothing about the dose."""
        return any(not one.skipped or one.pain is not None for one in self.sets)

    @property
    def pain(self) -> int | None:
        return pain_in_exercise((one.pain for one in self.sets), self.pain_after)

    @property
    def highest_pain(self) -> int:
        """The most pain noted in it, before and after; 0 where none was."""
        return highest((self.pain_before, self.pain_after, *(one.pain for one in self.sets))) or 0

    @property
    def sign(self) -> Sign:
        return sign_of(pain=self.pain, before=self.pain_before, morning=self.morning)

    @property
    def in_order(self) -> tuple[BoutSet, ...]:
        return tuple(sorted(self.sets, key=lambda one: (one.position, one.key)))

    def done_on(self, side: Side) -> tuple[BoutSet, ...]:
        """The sets done on a side, in order. A set of both sides counts for either, and any set for both."""
        wanted = set(Side) if side is Side.BOTH else {side, Side.BOTH}
        return tuple(one for one in self.in_order if not one.skipped and one.side in wanted)


def bouts_in_order(bouts: Iterable[Bout]) -> tuple[Bout, ...]:
    """Return those that count, the oldest first."""
    return tuple(sorted((one for one in bouts if one.counts), key=lambda one: (one.started_at, one.key)))


def sides_of(dosage: Dosage) -> tuple[Side, ...]:
    """Return the sides that a dose is done on, one by one or both at once."""
    return (Side.LEFT, Side.RIGHT) if dosage.each else (Side.BOTH,)


def low_of(own: Dosage) -> Target:
    """Return the lower end of a dose: what is prescribed at first."""
    return Target(own.sets.low, own.reps.low if own.reps else None, own.hold_s.low if own.hold_s else None)


def target_of(bout: Bout, own: Dosage) -> Target:
    """Return what was prescribed in a bout, at most the top of the dose; where nothing was, the dose."""
    prescribed = [(one.side, one.prescribed) for one in bout.sets if one.prescribed]
    if not prescribed:
        return low_of(own)
    sets = max(sum(side == one for side, _amount in prescribed) for one in {side for side, _a in prescribed})
    return Target(
        min(sets, own.sets.high),
        _lowest((amount.reps for _side, amount in prescribed), own.reps),
        _lowest((amount.seconds for _side, amount in prescribed), own.hold_s),
    )


def raised_to(low: Target, target: Target) -> Target:
    """Return the target, with what lies below the other one raised to it."""
    return _by_part(max, low, target)


def lowered_to(low: Target, target: Target) -> Target:
    """Return the target, with what lies above the other one lowered to it."""
    return _by_part(min, low, target)


def _by_part(pick: Callable[[int, int], int], low: Target, target: Target) -> Target:
    reps, seconds = (
        pick(mine, yours) if mine and yours else yours
        for mine, yours in ((low.reps, target.reps), (low.seconds, target.seconds))
    )
    return Target(pick(low.sets, target.sets), reps, seconds)


def cut(target: Target, own: Dosage) -> Target:
    """Return less: a set fewer; of a single set two thirds of its reps or, without reps, of its time.

    A product default. It starts from the lower end of the dose at most, and ends at half of that.
    """
    low = low_of(own)
    base = lowered_to(low, target)
    if base.sets > 1:
        return base._replace(sets=base.sets - 1)
    if base.reps is not None and low.reps is not None:
        return base._replace(reps=_two_thirds(base.reps, low.reps))
    if base.seconds is not None and low.seconds is not None:
        return base._replace(seconds=_two_thirds(base.seconds, low.seconds))
    return base


def _two_thirds(value: int, own: int) -> int:
    return min(value, max((own + 1) // 2, value * 2 // 3))


def dosage_of(target: Target, own: Dosage) -> Dosage:
    """Return the dose that asks for the target, leaving room to the top of its own ranges."""
    return Dosage(
        sets=_span(target.sets, own.sets),
        reps=_span(target.reps, own.reps) if target.reps and own.reps else None,
        rep_unit=own.rep_unit,
        hold_s=_span(target.seconds, own.hold_s) if target.seconds and own.hold_s else None,
        rest_s=own.rest_s,
        each=own.each,
        records=own.records,
        days_a_week=own.days_a_week,
        note=own.note,
    )


def _lowest(amounts: Iterable[int | None], own: Range | None) -> int | None:
    if own is None:
        return None
    return min(min((one for one in amounts if one), default=own.low), own.high)


def _span(value: int, own: Range) -> Range:
    """Return a range from the value on: what was cut below its own lower end leaves no room."""
    return Range(value, own.high if value >= own.low else value)
