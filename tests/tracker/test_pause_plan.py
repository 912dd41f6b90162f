"""Pausing the plan, and going on."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from tests.factories import AthleteFactory, PlanChangeFactory
from tracker.models import Athlete, PlanChange
from tracker.services.pause_plan import pause_plan, resume_plan, take_back_pause

TODAY = dt.date(2026, 11, 23)


def day(offset: int) -> dt.date:
    return TODAY + dt.timedelta(days=offset)


def spans(athlete: Athlete) -> list[tuple[int, int | None]]:
    """Return the pauses as days from today, the last None where there is no end."""
    return [
        ((one.first_day - TODAY).days, (one.last_day - TODAY).days if one.last_day else None)
        for one in PlanChange.objects.for_athlete(athlete.user).pauses()
    ]


def pause(athlete: Athlete, first: int, last: int | None) -> tuple[PlanChange, bool]:
    return pause_plan(user=athlete.user, first_day=day(first), last_day=None if last is None else day(last))


def test_a_pause_has_an_end_or_none(athlete: Athlete) -> None:
    pause(athlete, 0, None)
    pause(athlete, -20, -10)

    assert spans(athlete) == [(-20, -10), (0, None)]


@pytest.mark.parametrize("last", [None, 5])
def test_the_same_pause_twice_is_one(athlete: Athlete, last: int | None) -> None:
    first, is_new = pause(athlete, 0, last)
    again, is_new_again = pause(athlete, 0, last)

    assert (is_new, is_new_again) == (True, False)
    assert first == again
    assert spans(athlete) == [(0, last)]


@pytest.mark.parametrize(("before", "after"), [(5, 9), (9, 5), (None, 5), (5, None)])
def test_a_pause_is_made_longer_or_shorter(athlete: Athlete, before: int | None, after: int | None) -> None:
    pause(athlete, 1, before)
    pause(athlete, 1, after)

    assert spans(athlete) == [(1, after)]


@pytest.mark.parametrize(("first", "second"), [(0, 3), (3, 0), (-3, 0)])
def test_there_is_one_pause_without_an_end(athlete: Athlete, first: int, second: int) -> None:
    pause(athlete, first, None)
    pause(athlete, second, None)

    assert spans(athlete) == [(min(first, second), None)]


def test_days_out_of_order_are_refused(athlete: Athlete) -> None:
    with pytest.raises(ValidationError):
        pause(athlete, 3, 2)
    assert spans(athlete) == []


def test_going_on_ends_what_holds_today_with_yesterday(athlete: Athlete) -> None:
    pause(athlete, -9, None)
    pause(athlete, -2, 4)
    pause(athlete, -30, -1)
    pause(athlete, 1, 3)

    found = resume_plan(user=athlete.user, today=TODAY)

    assert [one.first_day for one in found] == [day(-9), day(-2)]
    assert [one.last_day for one in found] == [None, day(4)]
    assert spans(athlete) == [(-30, -1), (-9, -1), (-2, -1), (1, 3)]


@pytest.mark.parametrize("last", [None, 0, 7])
def test_a_pause_that_began_today_was_never_there(athlete: Athlete, last: int | None) -> None:
    pause(athlete, 0, last)

    resume_plan(user=athlete.user, today=TODAY)

    assert spans(athlete) == []


def test_going_on_twice_is_the_same_as_once(athlete: Athlete) -> None:
    pause(athlete, -9, None)
    resume_plan(user=athlete.user, today=TODAY)

    assert resume_plan(user=athlete.user, today=TODAY) == ()
    assert spans(athlete) == [(-9, -1)]


@pytest.mark.parametrize(("first", "last"), [(-9, None), (0, None), (-2, 4), (0, 4)])
def test_going_on_can_be_undone(athlete: Athlete, first: int, last: int | None) -> None:
    pause(athlete, first, last)
    for was in resume_plan(user=athlete.user, today=TODAY):
        pause_plan(user=athlete.user, first_day=was.first_day, last_day=was.last_day)

    assert spans(athlete) == [(first, last)]


@pytest.mark.parametrize(("first", "last"), [(-9, -2), (-9, None), (3, 5)])
def test_a_pause_is_taken_back_whole(athlete: Athlete, first: int, last: int | None) -> None:
    mine, _is_new = pause(athlete, first, last)
    take_back_pause(user=athlete.user, pause=mine)
    take_back_pause(user=athlete.user, pause=mine)

    assert spans(athlete) == []


def test_nobody_elses_pause_is_touched(athlete: Athlete) -> None:
    other = AthleteFactory()
    theirs = PlanChangeFactory(athlete=other, first_day=TODAY, last_day=None)

    pause(athlete, 0, None)
    resume_plan(user=athlete.user, today=TODAY)
    take_back_pause(user=athlete.user, pause=theirs)

    assert spans(athlete) == []
    assert spans(other) == [(0, None)]
