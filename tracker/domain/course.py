"""A person's course: the programme that they follow, from when, and what they changed about it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from exercises.domain.vocabulary import PatternKind
from tracker.domain.weeks import DAYS

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Track:
    """A routine's place in a programme, and how many times a week (for weekly patterns)."""

    routine: str
    times_min: int | None = None
    times_max: int | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    """How a programme places its routines on days; an interval without its days is a week."""

    kind: PatternKind
    tracks: tuple[Track, ...]
    every_days: int | None = None

    @property
    def routines(self) -> tuple[str, ...]:
        return tuple(track.routine for track in self.tracks)

    @property
    def interval(self) -> int:
        return max(1, self.every_days or DAYS)


class Done(NamedTuple):
    """A kept session that followed a routine."""

    day: date
    routine: str


class Span(NamedTuple):
    """The days of a pause, both ends included; without a last day it is open."""

    first: date
    last: date | None

    def holds(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Course:
    """What a plan is worked out from, beside what was done.

    `sessions_a_week` is the person's own aim, for patterns that name no days. `put_off` are routines that
    were declined for a day. `daily` are the routines of daily blocks, beside the programme or without one;
    they hold whether or not the programme has begun.
    """

    pattern: Pattern | None
    started_on: date
    sessions_a_week: int
    pauses: tuple[Span, ...] = ()
    put_off: frozenset[tuple[date, str]] = frozenset()
    daily: tuple[str, ...] = ()

    @property
    def routines(self) -> frozenset[str]:
        """Every routine of the plan."""
        return frozenset(self.daily).union(self.pattern.routines if self.pattern else ())

    def without(self, routines: Collection[str]) -> Course:
        """Return the course without these routines; a programme of which nothing would be left stays whole.

        Where routines alternate, the others come as often as before and no more: the days are fewer.
        """
        daily = tuple(one for one in self.daily if one not in routines)
        tracks = self.pattern.tracks if self.pattern else ()
        left = tuple(one for one in tracks if one.routine not in routines)
        if self.pattern is None or not left:
            return replace(self, daily=daily)
        aim = self.sessions_a_week
        if self.pattern.kind is PatternKind.ALTERNATING:
            aim = -(-min(aim, DAYS) * len(left) // len(tracks))
        return replace(self, pattern=replace(self.pattern, tracks=left), sessions_a_week=aim, daily=daily)

    def has_started(self, day: date) -> bool:
        """Whether the programme, if there is one, has begun by `day`."""
        return self.pattern is None or self.started_on <= day

    def pause_on(self, day: date) -> Span | None:
        """Return the pause that holds on `day`; of several the one that ends last."""
        pauses = [one for one in self.pauses if one.holds(day)]
        return max(pauses, key=lambda one: one.last or date.max, default=None)

    def run_began(self, day: date) -> date:
        """Return the first day of the time without a pause that `day` lies in."""
        ends = [one.last for one in self.pauses if one.last is not None and one.last < day]
        return max([self.started_on, *(last + ONE_DAY for last in ends)])

    def days_at_work(self, first: date) -> Iterator[date]:
        """Yield the days from `first` on, without those before the start and in pauses.

        Where there is nothing but a programme that has not begun, from its start on.
        """
        day = first if self.daily else max(first, self.started_on)
        while True:
            while pause := self.pause_on(day):
                if pause.last is None or pause.last == date.max:
                    return
                day = pause.last + ONE_DAY
            yield day
            day += ONE_DAY
