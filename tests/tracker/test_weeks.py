"""Weeks run from Monday to Sunday, and the running one never breaks a row."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.weeks import (
    monday_of,
    sum_by_week,
    weeks_between,
    weeks_ending_with,
    weeks_met,
    weeks_since,
)

MONDAY = date(2026, 11, 23)
days = st.dates(min_value=date(1000, 1, 1), max_value=date(3000, 1, 1))
counts = st.lists(st.integers(min_value=0, max_value=5), max_size=60)


@pytest.mark.parametrize(
    ("day", "monday"),
    [
        (MONDAY, MONDAY),
        (date(2026, 11, 29), MONDAY),
        (date(2026, 11, 30), date(2026, 11, 30)),
        (date(2027, 1, 1), date(2026, 12, 28)),
        (date.min, date.min),
    ],
)
def test_week_begins_on_monday(day: date, monday: date) -> None:
    assert monday_of(day) == monday


@given(days)
def test_a_day_lies_in_its_week(day: date) -> None:
    monday = monday_of(day)
    assert monday.isocalendar()[:2] == day.isocalendar()[:2]
    assert monday.weekday() == 0


@pytest.mark.parametrize(
    ("first", "last", "weeks"),
    [
        (MONDAY, MONDAY, 1),
        (MONDAY, date(2026, 11, 29), 1),
        (date(2026, 11, 29), date(2026, 11, 30), 2),
        (date(2026, 11, 30), MONDAY, 0),
        (date(2026, 12, 28), date(2027, 1, 3), 1),
        (date(9999, 12, 20), date.max, 2),
    ],
)
def test_weeks_between_two_days(first: date, last: date, weeks: int) -> None:
    assert len(weeks_between(first, last)) == weeks


@given(days, st.integers(min_value=1, max_value=60))
def test_weeks_ending_with_a_day_are_the_weeks_between(day: date, count: int) -> None:
    weeks = weeks_ending_with(day, count)
    assert weeks == weeks_between(weeks[0], day)
    assert len(weeks) == count
    assert weeks[-1] <= day < weeks[-1] + timedelta(days=7)


@given(st.dictionaries(days, st.integers(min_value=0, max_value=9), min_size=1, max_size=40))
def test_nothing_is_lost_between_the_first_and_the_last_week(amounts: dict[date, int]) -> None:
    first, last = min(amounts), max(amounts)
    weeks = weeks_between(max(first, last - timedelta(days=2000)), last)
    inside = {day: amount for day, amount in amounts.items() if day >= weeks[0]}
    assert sum(sum_by_week(amounts, weeks)) == sum(inside.values())


def test_amounts_fall_into_their_weeks() -> None:
    amounts = {date(2026, 11, 22): 1, MONDAY: 2, date(2026, 11, 29): 4, date(2026, 11, 30): 8}
    weeks = weeks_between(date(2026, 11, 9), MONDAY)
    assert sum_by_week(amounts, weeks) == (0, 1, 6)


@pytest.mark.parametrize(
    ("first", "count"),
    [(None, 0), (MONDAY, 1), (MONDAY - timedelta(days=1), 2), (date(2026, 11, 16), 2), (date(2020, 1, 1), 4)],
)
def test_weeks_since_a_day_hold_the_week_of_that_day(first: date | None, count: int) -> None:
    weeks = weeks_ending_with(MONDAY, 4)
    assert weeks_since(first, weeks) == weeks[4 - count :]


@pytest.mark.parametrize(
    ("amounts", "met"),
    [
        ((), (0, 0)),
        ((0,), (0, 0)),
        ((3,), (1, 1)),
        ((3, 2), (1, 1)),
        ((2, 3), (1, 2)),
        ((4, 0, 3, 1), (2, 3)),
    ],
)
def test_running_week_counts_once_it_is_enough(amounts: tuple[int, ...], met: tuple[int, int]) -> None:
    assert weeks_met(amounts, 3) == met
