"""How often a programme brings a routine by the person's aim, held against the plan itself."""

from __future__ import annotations

from random import Random

import pytest

from exercises.domain.vocabulary import PatternKind
from tests.tracker.courses import (
    ADVANCED,
    ALTERNATING,
    BALANCE,
    BEGINNER,
    HIP,
    LEGS,
    MOBILITY,
    course,
    day,
    emptiest_week,
    shipped_patterns,
)
from tests.tracker.plan_rules import days_of
from tests.tracker.planned_person import Person
from tracker.domain.aims import aim_that_reaches, days_in_seven
from tracker.domain.schedule import Pattern, Track

THREE = Pattern(PatternKind.ALTERNATING, (Track(LEGS), Track(BALANCE), Track(HIP)))
OPEN = Pattern(PatternKind.WEEKLY, (Track(LEGS), Track(BALANCE, times_max=4)))


@pytest.mark.parametrize("pattern", [*shipped_patterns().values(), THREE, OPEN])
@pytest.mark.parametrize("aim", [1, 2, 3, 4, 5, 7])
def test_who_follows_gets_each_routine_as_often_as_it_says(pattern: Pattern, aim: int) -> None:
    person = Person(course(pattern, sessions_a_week=aim), Random(0))
    for _today in person.live(0, 100):
        pass
    for routine in pattern.routines:
        least = emptiest_week(days_of(person.done, [routine]), day(0), day(99))
        assert least == days_in_seven(pattern, [routine], aim=aim)


@pytest.mark.parametrize(
    ("pattern", "routines", "least", "aim", "wanted"),
    [
        (ALTERNATING, [LEGS], 2, 3, 4),
        (ALTERNATING, [LEGS], 2, 4, None),
        (ALTERNATING, [LEGS], 3, 3, 6),
        (ALTERNATING, [LEGS], 4, 3, None),  # more than any aim brings
        (ALTERNATING, [LEGS, BALANCE], 3, 3, None),
        (THREE, [LEGS, HIP], 2, 3, None),
        (THREE, [LEGS], 2, 3, 6),
        (BEGINNER, [BALANCE], 3, 3, None),  # the programme says how often, not the aim
        (ADVANCED, [LEGS], 4, 1, None),
        (OPEN, [LEGS], 5, 2, 5),
        (OPEN, [BALANCE], 5, 2, None),
        (MOBILITY, [LEGS], 1, 3, None),
    ],
)
def test_the_aim_that_would_do(
    pattern: Pattern, routines: list[str], least: int, aim: int, wanted: int | None
) -> None:
    assert aim_that_reaches(pattern, routines, least=least, aim=aim) == wanted
