"""What a person did of late, in one query."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import AthleteFactory, MorningFactory, RoutineFactory, SessionFactory, SetFactory
from tracker.domain.schedule import LOOK_BACK, Done
from tracker.models import Athlete, Evidence
from tracker.services.recent_training import recent_training

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 2)


def days_ago(count: int) -> dt.date:
    return TODAY - dt.timedelta(days=count)


@pytest.fixture
def athlete() -> Athlete:
    return AthleteFactory()


def test_sessions_come_newest_first_with_their_sets_in_order(athlete: Athlete) -> None:
    older = SessionFactory(athlete=athlete, day=days_ago(2), effort=4, pain_before=1, pain_after=2)
    newer = SessionFactory(athlete=athlete, day=TODAY, routine=RoutineFactory(slug="short"))
    second = SetFactory(session=older, position=2, pain=3)
    first = SetFactory(session=older, position=1, reps=8, prescribed={"reps": 10, "seconds": None})
    SetFactory(session=newer)
    MorningFactory(session=older, pain=5)

    found = recent_training(athlete.user, TODAY).sessions

    assert [one.id for one in found] == [newer.pk, older.pk]
    assert found[0].routine == "short"
    assert (found[1].effort, found[1].pain_before, found[1].pain_after, found[1].morning) == (4, 1, 2, 5)
    assert [one.id for one in found[1].sets] == [first.pk, second.pk]
    assert found[1].sets[0].prescribed == {"reps": 10, "seconds": None}
    assert found[1].sets[1].pain == 3


def test_it_looks_back_so_far_and_ahead_without_end(athlete: Athlete) -> None:
    kept = [
        SetFactory(session=SessionFactory(athlete=athlete, day=day)).session_id
        for day in (days_ago(-1), TODAY, days_ago(LOOK_BACK))
    ]
    SetFactory(session=SessionFactory(athlete=athlete, day=days_ago(LOOK_BACK + 1)))
    assert [one.id for one in recent_training(athlete.user, TODAY).sessions] == kept


def test_deleted_sessions_and_other_people_are_left_out(athlete: Athlete) -> None:
    SetFactory(session=SessionFactory(athlete=athlete, deleted_at=dt.datetime(2026, 11, 2, tzinfo=dt.UTC)))
    SetFactory()
    assert recent_training(athlete.user, TODAY).sessions == ()


def test_a_skipped_set_is_no_day_of_its_exercise(athlete: Athlete) -> None:
    session = SessionFactory(athlete=athlete, day=TODAY)
    done = SetFactory(session=session)
    SetFactory(session=session, skipped=True)
    assert recent_training(athlete.user, TODAY).days_of_exercises == {done.exercise.slug: {TODAY}}


def test_only_sessions_of_a_routine_are_history_of_the_plan(athlete: Athlete) -> None:
    SetFactory(session=SessionFactory(athlete=athlete, day=TODAY, routine=RoutineFactory(slug="short")))
    SetFactory(session=SessionFactory(athlete=athlete, day=TODAY))
    assert recent_training(athlete.user, TODAY).history == (Done(TODAY, "short"),)


def test_a_session_of_skipped_sets_alone_is_no_history(athlete: Athlete) -> None:
    session = SessionFactory(athlete=athlete, day=TODAY, routine=RoutineFactory(slug="short"))
    SetFactory(session=session, skipped=True)
    assert recent_training(athlete.user, TODAY).history == ()
    SetFactory(session=session)
    assert recent_training(athlete.user, TODAY).history == (Done(TODAY, "short"),)


def test_a_session_under_way_is_done_from_the_next_day_on(athlete: Athlete) -> None:
    session = SessionFactory(
        athlete=athlete, day=TODAY, routine=RoutineFactory(slug="short"), evidence=Evidence.TIMED
    )
    SetFactory(session=session)
    assert recent_training(athlete.user, TODAY).history == ()
    assert recent_training(athlete.user, days_ago(-1)).history == (Done(TODAY, "short"),)


def test_a_session_of_the_player_without_an_end_is_under_way(athlete: Athlete) -> None:
    for evidence, finished in ((Evidence.TIMED, None), (Evidence.LIVE, None), (Evidence.TIMED, 1)):
        end = dt.datetime(2026, 11, 2, 13, tzinfo=dt.UTC) if finished else None
        SetFactory(session=SessionFactory(athlete=athlete, evidence=evidence, finished_at=end))
    found = recent_training(athlete.user, TODAY).sessions
    assert [one.is_under_way for one in found].count(True) == 1


def test_it_is_one_query_however_much_was_done(athlete: Athlete) -> None:
    for number in range(6):
        session = SessionFactory(athlete=athlete, day=days_ago(number))
        SetFactory.create_batch(3, session=session)
        with CaptureQueriesContext(connection) as captured:
            assert len(recent_training(athlete.user, TODAY).sessions) == number + 1
        assert len(captured) == 1
