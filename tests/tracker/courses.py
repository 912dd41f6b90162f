"""The shipped programmes as the schedule takes them, read without a database, and words for their days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from typing import Any, cast

from hypothesis import strategies as st

from exercises.domain.document import ExerciseDocument, ProgrammeDocument
from exercises.domain.vocabulary import PatternKind
from exercises.services.read_catalogue import read_catalogue
from tests.catalogue import FOLDER
from tracker.domain.schedule import Course, Done, Pattern, Plan, Reason, Track

MONDAY = date(2026, 11, 23)

read = cache(read_catalogue)

HIP, LEGS, BALANCE = "hip-mobility-routine", "leg-exercises", "balance-and-agility"
ROUTINES = (LEGS, BALANCE, HIP, "another")

any_pattern = st.builds(
    Pattern,
    kind=st.sampled_from(PatternKind),
    tracks=st.lists(
        st.builds(
            Track, st.sampled_from(ROUTINES), st.none() | st.integers(1, 14), st.none() | st.integers(1, 14)
        ),
        min_size=1,
        unique_by=lambda one: one.routine,
    ).map(tuple),
    every_days=st.none() | st.integers(1, 14),
)
"""Any programme, as staff might make one; with a least number above the most as well."""


def day(number: int) -> date:
    """Return the day so many days after a Monday."""
    return MONDAY + timedelta(days=number)


@cache
def shipped_patterns() -> dict[str, Pattern]:
    documents = cast("dict[str, ProgrammeDocument]", read(folder=FOLDER)[ProgrammeDocument])
    return {slug: _pattern(one) for slug, one in documents.items()}


def _pattern(document: ProgrammeDocument) -> Pattern:
    pattern = document.pattern
    tracks = tuple(Track(one.routine, one.times.min, one.times.max) for one in pattern.tracks)
    return Pattern(pattern.kind, tracks, pattern.every_days)


MOBILITY = shipped_patterns()["hip-mobility"]
BEGINNER = shipped_patterns()["beginner"]
ALTERNATING = shipped_patterns()["alternating"]
ADVANCED = shipped_patterns()["advanced"]


@cache
def shipped_exercises() -> dict[str, ExerciseDocument]:
    return cast("dict[str, ExerciseDocument]", read(folder=FOLDER)[ExerciseDocument])


def course(pattern: Pattern | None, **values: Any) -> Course:
    """Return a course that began on the Monday, with three sessions a week as the aim."""
    return Course(**({"pattern": pattern, "started_on": MONDAY, "sessions_a_week": 3} | values))


def done(routine: str, *numbers: int) -> list[Done]:
    return [Done(day(number), routine) for number in numbers]


def due(plan: Plan, number: int = 0) -> list[str]:
    """Return the routines that are due on a day of the plan, by its place."""
    return [one.routine for one in plan.days[number].due]


def reasons(plan: Plan) -> dict[str, Reason]:
    """Return why each routine is due today."""
    return {one.routine: one.reason for one in plan.today.due}


def rest(plan: Plan) -> Reason:
    """Return why nothing is due today."""
    assert not plan.today.due
    assert plan.today.rest is not None
    return plan.today.rest


def days_of(plan: Plan, routine: str) -> list[int]:
    """Return the places of the days on which a routine is due."""
    return [number for number in range(len(plan.days)) if routine in due(plan, number)]


def by_routine(history: Iterable[Done]) -> dict[str, set[date]]:
    found: dict[str, set[date]] = {}
    for one in history:
        found.setdefault(one.routine, set()).add(one.day)
    return found


def fullest_week(days: Iterable[date], *, about: date | None = None) -> int:
    """Return on how many days in seven in a row at most; with `about`, in the sevens that hold that day."""
    numbers = sorted({one.toordinal() for one in days})
    firsts = numbers if about is None else range(about.toordinal() - 6, about.toordinal() + 1)
    return max((sum(first <= one < first + 7 for one in numbers) for first in firsts), default=0)


def emptiest_week(days: Iterable[date], first: date, last: date) -> int:
    """Return on how many days in seven in a row at least, of all the sevens from `first` to `last`."""
    numbers = {one.toordinal() for one in days}
    starts = range(first.toordinal(), last.toordinal() - 5)
    return min(sum(start + more in numbers for more in range(7)) for start in starts)
