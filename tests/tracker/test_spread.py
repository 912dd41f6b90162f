"""So many times in any seven days: never more, and no fewer for whoever takes each day as it comes."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracker.courses import day, emptiest_week, fullest_week
from tracker.domain.spread import is_far_enough, may_wait

times = st.integers(1, 7)


def followed(before: set[date], number: int, first: int = 0, last: int = 59) -> set[date]:
    """Return `before` and every day on which the next time is far enough."""
    days = set(before)
    for one in map(day, range(first, last + 1)):
        if is_far_enough(one, sorted((other for other in days if other < one), reverse=True), number):
            days.add(one)
    return days


@pytest.mark.parametrize(
    ("number", "gaps"),
    [(1, [7]), (2, [3, 4]), (3, [2, 2, 3]), (4, [1, 2, 2, 2]), (5, [1, 1, 2, 1, 2]), (7, [1] * 7)],
)
def test_gaps_of_who_follows(number: int, gaps: list[int]) -> None:
    days = sorted(followed(set(), number, last=35))
    found = [(late - early).days for early, late in pairwise(days)]
    assert found[: len(gaps)] == gaps
    assert found[len(gaps) : 2 * len(gaps)] == gaps


@given(times)
def test_who_follows_from_the_start_is_always_in_time(number: int) -> None:
    days = followed(set(), number)
    assert emptiest_week(days, day(0), day(59)) == fullest_week(days) == number


@given(times, st.sets(st.integers(-14, -1).map(day)))
def test_after_anything_done_before_it_is_in_time_from_the_third_day_on(
    number: int, before: set[date]
) -> None:
    assert emptiest_week(followed(before, number), day(2), day(59)) >= number


@given(times, st.sets(st.integers(-14, -1).map(day)))
def test_no_day_makes_seven_too_full(number: int, before: set[date]) -> None:
    days = followed(before, number)
    for one in days - before:
        assert fullest_week({other for other in days if other <= one}, about=one) <= number


@pytest.mark.parametrize(
    ("today", "before", "number", "waits"),
    [
        (0, [], 1, True),
        (5, [], 1, True),
        (6, [], 1, False),
        (0, [], 2, True),
        (2, [], 2, True),
        (3, [], 2, False),
        (0, [], 7, False),
        (4, [1], 2, True),
        (5, [1], 2, False),
        (8, [5, 1], 2, False),
        (4, [2, 0], 3, True),
        (7, [4, 2, 0], 3, False),
        # What was done before the start sets no time, only distance.
        (2, [-2, -4], 2, True),
        (3, [-2, -4], 2, False),
    ],
)
def test_waiting_a_day(today: int, before: list[int], number: int, waits: bool) -> None:
    assert may_wait(day(today), [day(one) for one in before], number, day(0)) is waits


@given(times, st.lists(st.booleans(), min_size=60, max_size=60))
def test_whoever_waits_only_when_it_may_be_is_in_time(number: int, waits: list[bool]) -> None:
    days: set[date] = set()
    for one, is_taken in zip(map(day, range(60)), waits, strict=True):
        before = sorted(days, reverse=True)
        if is_far_enough(one, before, number) and not (is_taken and may_wait(one, before, number, day(0))):
            days.add(one)
    assert emptiest_week(days, day(0), day(0) + timedelta(days=59)) == number
