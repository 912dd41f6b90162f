"""Somebody who lives by a plan from day to day, and does not always follow it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random

from tests.tracker.courses import LEGS, day, fullest_week
from tracker.domain.caps import Cap, cap_use
from tracker.domain.schedule import LOOK_BACK, Course, Done, plan_for

SLIDEBOARD = Cap(frozenset({"slideboard-reverse-hyper"}), 2, 4)


@dataclass
class Person:
    """Somebody who follows a course, and how often they do not; all by a seed."""

    course: Course
    random: Random
    skips: float = 0
    puts_off: float = 0
    does_more: float = 0
    done: list[Done] = field(default_factory=list)
    slideboard: set[date] = field(default_factory=set)
    prescribed: list[Done] = field(default_factory=list)

    @property
    def recent(self) -> list[Done]:
        """What lies more than LOOK_BACK days back is not read: nobody does as much in that time as this."""
        return self.done[-5 * LOOK_BACK :]

    def live(self, first: int, last: int) -> Iterator[date]:
        """Train from day to day; yield each day after it was planned, before anything is done."""
        for today in map(day, range(first, last)):
            self.plan = plan_for(self.course, self.recent, today)
            if self.puts_off and self.random.random() < self.puts_off:
                declined = {(today, one.routine) for one in self.plan.today.due[:1]}
                self.course = replace(self.course, put_off=self.course.put_off | declined)
                self.plan = plan_for(self.course, self.recent, today)
            yield today
            for one in self.plan.today.due:
                if self.random.random() >= self.skips:
                    self.train(today, one.routine)
            if self.random.random() < self.does_more:
                self.train(today, self.random.choice(sorted(self.course.routines)), own=True)

    def train(self, today: date, routine: str, *, own: bool = False) -> None:
        """Do a routine; the slideboard only where its cap is open, or as one's own wish."""
        if routine == LEGS and (own or cap_use(self.slideboard, SLIDEBOARD, today).is_open):
            self.slideboard.add(today)
            assert own or fullest_week(self.slideboard, about=today) <= SLIDEBOARD.max
        self.done.append(Done(today, routine))
        if not own:
            self.prescribed.append(Done(today, routine))
