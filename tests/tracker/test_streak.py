"""Weeks in a row, in words, also across pauses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest

from tests.factories import PlanChangeFactory, SessionFactory
from tracker.domain.schedule import Span
from tracker.domain.weeks import monday_of
from tracker.models import Athlete
from tracker.presenters.period import period_of
from tracker.presenters.streak import streak_words
from tracker.presenters.training import read_training
from tracker.presenters.words import NO_BREAK

TODAY = dt.date(2026, 11, 25)  # a Wednesday
MONDAY = monday_of(TODAY)
GOAL = "3 sessions or more"


def day(weeks_ago: int, number: int = 0) -> dt.date:
    """Return a day of a week before, 0 for its Monday."""
    return MONDAY - dt.timedelta(days=7 * weeks_ago) + dt.timedelta(days=number)


def words(weeks: Sequence[int], pauses: Sequence[Span] = (), sessions: int = 3) -> str:
    """Return the sentence for somebody with three sessions in each of these weeks, counted back."""
    counts = {day(week): sessions for week in weeks}
    within = {one: count for one, count in counts.items() if one >= day(52)}
    text = streak_words(within, first=min(counts, default=None), wanted=3, pauses=pauses, today=TODAY)
    return text.replace(NO_BREAK, " ")


def paused(weeks_ago: int, first: int = 0, last: int = 6) -> Span:
    return Span(day(weeks_ago, first), day(weeks_ago, last))


@pytest.mark.parametrize(
    ("weeks", "pauses", "expected"),
    [
        ([0, 1], [], f"2 weeks in a row with {GOAL}."),
        ([1, 2], [], f"2 weeks in a row with {GOAL}. This week is still open and does not break the run."),
        ([0, 1, 3], [paused(2)], f"3 weeks in a row with {GOAL}."),
        ([0, 1, 3], [paused(2, 0, 2)], f"2 weeks in a row with {GOAL}."),
        (
            [1, 2],
            [Span(day(0, 1), None)],
            f"2 weeks in a row with {GOAL}. This week is paused and does not break the run.",
        ),
        (
            [3],
            [paused(1)],
            f"A week counts with {GOAL}. The last week without a pause had fewer.",
        ),
        (
            [3],
            [],
            f"A week counts with {GOAL}. The week before this one had fewer; this one is still open.",
        ),
    ],
)
def test_a_pause_breaks_no_row(weeks: list[int], pauses: list[Span], expected: str) -> None:
    assert words(weeks, pauses) == expected


def test_a_week_that_is_paused_in_part_asks_for_less() -> None:
    assert words([0, 1], [paused(1, 0, 2)], sessions=1).startswith("1 week in a row")
    assert words([0, 1], [], sessions=1).startswith("A week counts with")


def test_a_row_that_is_longer_than_what_is_read_says_so() -> None:
    assert words(range(60)).startswith("53 weeks or more in a row")
    assert words(range(53)).startswith("53 weeks in a row")
    assert words([week for week in range(60) if week != 20], [paused(20)]).startswith("52 weeks or more")
    assert words([*range(15), *range(30, 60)]).startswith("15 weeks in a row")


def test_the_page_reads_the_pauses(athlete: Athlete) -> None:
    for weeks_ago in (0, 2):
        for number in range(3):
            SessionFactory(athlete=athlete, day=day(weeks_ago, number))

    def streak() -> str:
        return read_training(athlete.user, period_of("", TODAY), TODAY).streak

    assert streak().replace(NO_BREAK, " ").startswith("1 week in a row")
    PlanChangeFactory(first_day=day(1), last_day=day(1, 6))
    assert streak().replace(NO_BREAK, " ").startswith("1 week in a row")
    PlanChangeFactory(athlete=athlete, first_day=day(1), last_day=day(1, 6))
    assert streak().replace(NO_BREAK, " ").startswith("2 weeks in a row")
