"""A plan as it stands, in two queries."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exercises.domain.vocabulary import PatternKind
from tests.factories import (
    AthleteFactory,
    EnrolmentFactory,
    ExerciseFactory,
    PlanChangeFactory,
    ProgrammeFactory,
    ProgrammeTrackFactory,
    RoutineFactory,
)
from tracker.domain.schedule import Pattern, Span, Track
from tracker.models import Athlete, ChangeKind
from tracker.services.plan_state import plan_state

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 2)
YESTERDAY = dt.date(2026, 11, 1)


@pytest.fixture
def athlete() -> Athlete:
    return AthleteFactory(sessions_a_week=4)


def test_nothing_followed_is_an_empty_plan(athlete: Athlete) -> None:
    state = plan_state(athlete.user, TODAY)
    assert state.programme is None
    assert state.course.pattern is None
    assert (state.course.sessions_a_week, state.course.daily, state.changes) == (4, (), ())


def test_the_programme_comes_with_its_routines_in_order(athlete: Athlete) -> None:
    programme = ProgrammeFactory(slug="plan", name="Plan", pattern=PatternKind.INTERVAL, every_days=2)
    for position, slug in ((2, "second"), (1, "first")):
        routine = RoutineFactory(slug=slug)
        ProgrammeTrackFactory(
            programme=programme, position=position, routine=routine, times_min=position, times_max=None
        )
    followed = EnrolmentFactory(athlete=athlete, programme=programme, started_on=YESTERDAY)

    state = plan_state(athlete.user, TODAY)

    assert state.programme is not None
    assert (state.programme.enrolment, state.programme.slug, state.programme.name) == (
        followed.pk,
        "plan",
        "Plan",
    )
    assert state.course.pattern == Pattern(PatternKind.INTERVAL, (Track("first", 1), Track("second", 2)), 2)
    assert state.course.started_on == YESTERDAY


def test_what_was_left_and_what_others_follow_counts_for_nothing(athlete: Athlete) -> None:
    EnrolmentFactory(athlete=athlete, programme=ProgrammeTrackFactory().programme, ended_on=TODAY)
    EnrolmentFactory(programme=ProgrammeTrackFactory().programme)
    PlanChangeFactory(first_day=TODAY)
    state = plan_state(athlete.user, TODAY)
    assert (state.programme, state.course.pattern, state.changes) == (None, None, ())


def test_daily_blocks_stand_beside_the_programme(athlete: Athlete) -> None:
    EnrolmentFactory(athlete=athlete, programme=ProgrammeTrackFactory().programme)
    EnrolmentFactory(athlete=athlete, programme=None, routine=RoutineFactory(slug="morning"))
    state = plan_state(athlete.user, TODAY)
    assert state.programme is not None
    assert state.course.daily == ("morning",)
    assert state.course.pattern is not None
    assert len(state.course.pattern.tracks) == 1


def test_pauses_and_what_was_put_off_reach_the_course(athlete: Athlete) -> None:
    routine = RoutineFactory(slug="short")
    PlanChangeFactory(athlete=athlete, first_day=YESTERDAY, last_day=None)
    PlanChangeFactory(athlete=athlete, kind=ChangeKind.PUT_OFF, first_day=TODAY, routine=routine)
    course = plan_state(athlete.user, TODAY).course
    assert course.pauses == (Span(YESTERDAY, None),)
    assert course.put_off == frozenset({(TODAY, "short")})


def test_changes_of_a_day_are_found_by_day_and_routine(athlete: Athlete) -> None:
    routine, exercise = RoutineFactory(slug="short"), ExerciseFactory()
    skipped = PlanChangeFactory(
        athlete=athlete, kind=ChangeKind.SKIP, first_day=TODAY, routine=routine, exercise=exercise
    )
    PlanChangeFactory(
        athlete=athlete, kind=ChangeKind.SKIP, first_day=YESTERDAY, routine=routine, exercise=exercise
    )
    PlanChangeFactory(athlete=athlete, first_day=TODAY)
    state = plan_state(athlete.user, TODAY)
    assert state.changes_of(TODAY, "short") == (skipped,)
    assert state.changes_of(TODAY, "other") == ()


def test_it_is_two_queries_however_much_is_followed(athlete: Athlete) -> None:
    programme = ProgrammeFactory()
    ProgrammeTrackFactory.create_batch(3, programme=programme)
    EnrolmentFactory(athlete=athlete, programme=programme)
    for routine in RoutineFactory.create_batch(3):
        EnrolmentFactory(athlete=athlete, programme=None, routine=routine)
        PlanChangeFactory(athlete=athlete, kind=ChangeKind.PUT_OFF, first_day=TODAY, routine=routine)
    with CaptureQueriesContext(connection) as captured:
        state = plan_state(athlete.user, TODAY)
        assert len(state.changes_of(TODAY, routine.slug)) == 1
    assert len(captured) == 2
