"""Weeks in a row outlive a pause; stretching is held against what a review calls enough."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import takewhile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracker.courses import day
from tracker.domain.adherence import StretchGoal, stretch_goal, wanted_in_week, weeks_kept
from tracker.domain.schedule import Span


def week(number: int, first: int = 0, last: int = 6) -> Span:
    """Return the pause of some days of a week."""
    return Span(day(7 * number + first), day(7 * number + last))


def sessions(counts: Sequence[int]) -> dict[date, int]:
    """Return so many sessions on the Wednesday of each week."""
    return {day(7 * number + 2): count for number, count in enumerate(counts)}


@pytest.mark.parametrize(
    ("paused", "wanted", "enough"),
    [
        (0, 3, 3),
        (1, 3, 2),
        (2, 3, 2),
        (3, 3, 1),
        (4, 3, None),
        (7, 3, None),
        (3, 1, 1),
        (1, 7, 6),
        (3, 7, 4),
        (3, 14, 8),
    ],
)
def test_what_a_paused_week_asks_for(paused: int, wanted: int, enough: int | None) -> None:
    pauses = [week(0, 0, paused - 1)] if paused else []
    assert wanted_in_week(day(0), wanted, pauses) == enough


def test_pauses_that_overlap_pause_a_day_once() -> None:
    assert wanted_in_week(day(0), 3, [week(0, 0, 1), week(0, 1, 2)]) == 1
    assert wanted_in_week(day(0), 3, [week(0, 0, 1), week(0, 5, 6)]) is None


@pytest.mark.parametrize(
    ("counts", "pauses", "weeks"),
    [
        ([], [], 0),
        ([0], [], 0),
        ([3], [], 1),
        ([3, 3, 0], [], 2),
        ([3, 3, 3], [], 3),
        ([3, 2, 3], [], 1),
        ([3, 0, 3], [week(1)], 2),
        ([3, 0, 3], [week(1, 0, 3)], 2),
        ([3, 0, 3], [week(1, 0, 2)], 1),
        ([3, 1, 3], [week(1, 0, 2)], 3),
        ([3, 2, 3], [week(1, 6, 6)], 3),
        ([3, 1, 3], [week(1, 6, 6)], 1),
        # A paused week that was enough all the same does not lengthen the row.
        ([3, 3, 3], [week(1)], 2),
        ([3, 3, 0], [Span(day(14), None)], 2),
        ([3, 3, 9], [Span(day(14), None)], 2),
        ([3, 0, 0, 0], [Span(day(7), None)], 1),
        # A holiday is no row of its own, nor is the time before the first session.
        ([0, 0, 0], [Span(day(0), None)], 0),
        ([0, 0, 3], [week(0), week(1)], 1),
    ],
)
def test_weeks_kept_with_three_a_week(counts: list[int], pauses: list[Span], weeks: int) -> None:
    today = day(7 * max(len(counts) - 1, 0) + 3)
    assert weeks_kept(sessions(counts), 3, pauses, today) == weeks


def test_a_week_to_come_counts_once_it_has_come() -> None:
    sunday = {day(2): 3, day(7): 3}
    assert weeks_kept(sunday, 3, [], day(6)) == 1
    assert weeks_kept(sunday, 3, [], day(7)) == 2
    assert weeks_kept({day(7): 3}, 3, [], day(6)) == 0


def weeks_in_a_row(counts: list[int], wanted: int) -> int:
    """Return the latest weeks in a row that were enough, the running one too once it is."""
    *full, running = (count >= wanted for count in counts)
    row = takewhile(bool, reversed(full))
    return sum(row) + running


many = st.lists(st.integers(0, 4), min_size=1, max_size=60)


@given(many, st.integers(1, 4))
def test_without_a_pause_it_is_the_row_of_weeks(counts: list[int], wanted: int) -> None:
    today = day(7 * (len(counts) - 1) + 5)
    assert weeks_kept(sessions(counts), wanted, [], today) == weeks_in_a_row(counts, wanted)


@given(many, st.integers(1, 4), st.integers(0, 60), st.integers(0, 6), st.integers(0, 40))
def test_a_pause_never_breaks_a_row_and_adds_no_week_of_its_own(
    counts: list[int], wanted: int, number: int, weekday: int, length: int
) -> None:
    today = day(7 * (len(counts) - 1) + 5)
    pause = Span(day(7 * number + weekday), day(7 * number + weekday + length))
    kept = weeks_kept(sessions(counts), wanted, [pause], today)
    held = sum(wanted_in_week(day(7 * one), wanted, [pause]) is None for one in range(len(counts)))
    assert kept >= weeks_in_a_row(counts, wanted) - held
    assert kept <= sum(count > 0 for count in counts)


@pytest.mark.parametrize(
    ("seconds", "goal"),
    [
        ({}, StretchGoal(0, 600, 0, 240, 0)),
        ({20: 240}, StretchGoal(240, 600, 240, 240, 1)),
        ({13: 900, 14: 239}, StretchGoal(239, 600, 0, 240, 0)),
        ({14: 240, 17: 240, 20: 120}, StretchGoal(600, 600, 120, 240, 2)),
        # A traveller's day lies ahead; a day further off is a mistake of a clock.
        ({20: 100, 22: 200, 23: 400}, StretchGoal(300, 600, 300, 240, 0)),
    ],
)
def test_stretching_of_seven_days(seconds: dict[int, int], goal: StretchGoal) -> None:
    assert stretch_goal({day(number): one for number, one in seconds.items()}, day(20)) == goal


@pytest.mark.parametrize(
    ("seconds", "is_met", "is_met_today"), [(239, False, False), (240, False, True), (600, True, True)]
)
def test_stretching_is_enough_from_the_plateau_on(seconds: int, is_met: bool, is_met_today: bool) -> None:
    goal = stretch_goal({day(0): seconds}, day(0))
    assert (goal.is_met, goal.is_met_today) == (is_met, is_met_today)
