"""Following a programme, leaving it, and daily blocks beside it."""

from __future__ import annotations

import datetime as dt

import pytest

from exercises.models import Programme, Routine
from tests.factories import AthleteFactory, EnrolmentFactory, ProgrammeFactory, RoutineFactory
from tracker.models import Athlete, Enrolment
from tracker.services.enrol import enrol, leave_programme, start_daily, stop_daily

TODAY = dt.date(2026, 11, 23)
BEFORE = dt.date(2026, 11, 2)
TOMORROW = dt.date(2026, 11, 24)


@pytest.fixture
def programme(db: None) -> Programme:
    return ProgrammeFactory(name="Beginner")


@pytest.fixture
def routine(db: None) -> Routine:
    return RoutineFactory(name="Leg exercises")


def rows(athlete: Athlete) -> list[tuple[str, dt.date, dt.date | None]]:
    """Return what is kept: the programme or routine, from, and until."""
    found = Enrolment.objects.for_athlete(athlete.user).order_by("started_on", "programme__name")
    return [(str(one.programme or one.routine), one.started_on, one.ended_on) for one in found]


def test_a_programme_is_followed_from_that_day(athlete: Athlete, programme: Programme) -> None:
    assert enrol(user=athlete.user, programme=programme, today=TODAY) is None

    assert rows(athlete) == [("Beginner", TODAY, None)]


def test_following_it_again_changes_nothing(athlete: Athlete, programme: Programme) -> None:
    enrol(user=athlete.user, programme=programme, today=BEFORE)
    assert enrol(user=athlete.user, programme=programme, today=TODAY) is None

    assert rows(athlete) == [("Beginner", BEFORE, None)]


def test_another_one_takes_its_place(athlete: Athlete, programme: Programme) -> None:
    EnrolmentFactory(athlete=athlete, programme=programme, started_on=BEFORE)
    other = ProgrammeFactory(name="Advanced")

    assert enrol(user=athlete.user, programme=other, today=TODAY) == programme
    assert rows(athlete) == [("Beginner", BEFORE, TODAY), ("Advanced", TODAY, None)]


def test_going_back_the_same_day_is_as_if_nothing_had_been(athlete: Athlete, programme: Programme) -> None:
    kept = EnrolmentFactory(athlete=athlete, programme=programme, started_on=BEFORE)
    enrol(user=athlete.user, programme=ProgrammeFactory(), today=TODAY)

    enrol(user=athlete.user, programme=programme, today=TODAY)

    assert rows(athlete) == [("Beginner", BEFORE, None)]
    assert Enrolment.objects.get() == kept


def test_following_it_once_more_on_a_later_day_is_a_new_start(athlete: Athlete, programme: Programme) -> None:
    EnrolmentFactory(athlete=athlete, programme=programme, started_on=BEFORE, ended_on=TODAY)

    enrol(user=athlete.user, programme=programme, today=TOMORROW)

    assert rows(athlete) == [("Beginner", BEFORE, TODAY), ("Beginner", TOMORROW, None)]


def test_a_traveller_whose_day_falls_back_can_change_too(athlete: Athlete, programme: Programme) -> None:
    EnrolmentFactory(athlete=athlete, programme=programme, started_on=TOMORROW)

    enrol(user=athlete.user, programme=ProgrammeFactory(name="Advanced"), today=TODAY)

    assert rows(athlete) == [("Advanced", TODAY, None)]


def test_leaving_ends_it_today(athlete: Athlete, programme: Programme) -> None:
    EnrolmentFactory(athlete=athlete, programme=programme, started_on=BEFORE)

    assert leave_programme(user=athlete.user, today=TODAY) == programme
    assert leave_programme(user=athlete.user, today=TODAY) is None
    assert rows(athlete) == [("Beginner", BEFORE, TODAY)]


def test_leaving_can_be_undone(athlete: Athlete, programme: Programme) -> None:
    EnrolmentFactory(athlete=athlete, programme=programme, started_on=BEFORE)
    leave_programme(user=athlete.user, today=TODAY)

    enrol(user=athlete.user, programme=programme, today=TODAY)

    assert rows(athlete) == [("Beginner", BEFORE, None)]


def test_what_was_followed_for_no_day_was_never_there(athlete: Athlete, programme: Programme) -> None:
    enrol(user=athlete.user, programme=programme, today=TODAY)
    leave_programme(user=athlete.user, today=TODAY)

    assert rows(athlete) == []


def test_daily_blocks_stand_beside_the_programme(
    athlete: Athlete, programme: Programme, routine: Routine
) -> None:
    enrol(user=athlete.user, programme=programme, today=BEFORE)

    assert start_daily(user=athlete.user, routine=routine, today=TODAY)
    assert not start_daily(user=athlete.user, routine=routine, today=TODAY)
    assert start_daily(user=athlete.user, routine=RoutineFactory(name="Other"), today=TOMORROW)
    assert rows(athlete) == [
        ("Beginner", BEFORE, None),
        ("Leg exercises", TODAY, None),
        ("Other", TOMORROW, None),
    ]


def test_a_daily_block_stops_and_is_taken_up_again(athlete: Athlete, routine: Routine) -> None:
    EnrolmentFactory(athlete=athlete, programme=None, routine=routine, started_on=BEFORE)

    assert stop_daily(user=athlete.user, routine=routine, today=TODAY)
    assert not stop_daily(user=athlete.user, routine=routine, today=TODAY)
    assert rows(athlete) == [("Leg exercises", BEFORE, TODAY)]
    assert start_daily(user=athlete.user, routine=routine, today=TODAY)
    assert rows(athlete) == [("Leg exercises", BEFORE, None)]


def test_nobody_elses_plan_changes(athlete: Athlete, programme: Programme, routine: Routine) -> None:
    other = AthleteFactory()
    EnrolmentFactory(athlete=other, programme=programme, started_on=BEFORE)
    EnrolmentFactory(athlete=other, programme=None, routine=routine, started_on=BEFORE)
    before = rows(other)

    enrol(user=athlete.user, programme=programme, today=TODAY)
    leave_programme(user=athlete.user, today=TODAY)
    start_daily(user=athlete.user, routine=routine, today=TODAY)
    stop_daily(user=athlete.user, routine=routine, today=TODAY)

    assert rows(other) == before
    assert rows(athlete) == []
