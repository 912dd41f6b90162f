"""Logging a routine as done by one press, and taking it back."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.test import Client

from exercises.domain.vocabulary import Recorded, StressTag, Verdict
from exercises.models import Exercise, Routine, Screening
from tests.factories import (
    ConditionFactory,
    ContraindicationFactory,
    ExerciseFactory,
    RoutineFactory,
    RoutineItemFactory,
    SessionFactory,
    SetFactory,
)
from tests.screenings import screen
from tests.tracker.logged import local_today
from tracker.models import Athlete, PrescribedExercise, Session

TODAY, DONE, SKIP, SWAP = "/today/", "/sessions/done/", "/today/skip/", "/today/swap/"


@pytest.fixture
def lunge(routine: Routine) -> Exercise:
    """Not in the routine, of the same aim."""
    return ExerciseFactory(slug="lunge", name="Lunge", level=2)


def log_as_done(client: Client, key: uuid.UUID, routine: str = "two") -> str:
    """Press the button and return where it leads."""
    response = client.post(DONE, {"id": str(key), "routine": routine})
    assert response.status_code == 302
    return str(response.headers["Location"])


def test_a_routine_is_logged_as_prescribed_by_one_press(
    signed_in: Client, athlete: Athlete, routine: Routine
) -> None:
    key = uuid.uuid4()
    assert log_as_done(signed_in, key) == f"/today/?done={key}"
    session = Session.objects.get()
    assert (session.pk, session.athlete, session.routine) == (key, athlete, routine)
    assert session.day == local_today(athlete)
    assert (session.pain_before, session.pain_after, session.effort) == (None, None, None)
    rows = session.sets.order_by("position").values_list("exercise__slug", "side", "reps", "seconds", "pain")
    assert list(rows) == [
        (slug, side, None, 30, None)
        for slug in ("first", "second")
        for _set in range(2)
        for side in ("left", "right")
    ]
    assert {str(one.prescribed) for one in session.sets.all()} == {str({"reps": None, "seconds": 30})}
    assert session.screening == Screening.objects.get()
    handed_out = PrescribedExercise.objects.of_session(session)
    assert [(one.exercise and one.exercise.slug, one.instead_of) for one in handed_out] == [
        ("first", None),
        ("second", None),
    ]


def test_a_second_press_leads_to_the_same_session(signed_in: Client, routine: Routine) -> None:
    key = uuid.uuid4()
    assert log_as_done(signed_in, key) == log_as_done(signed_in, key)
    assert Session.objects.get().sets.count() == 8


def test_it_is_taken_back_and_pressed_again(signed_in: Client, routine: Routine) -> None:
    key = uuid.uuid4()
    log_as_done(signed_in, key)
    for _press in range(2):
        response = signed_in.post(DONE, {"id": str(key), "undo": "1"})
        assert (response.status_code, response.headers["Location"]) == (302, TODAY)
        assert not Session.objects.kept().exists()
    log_as_done(signed_in, key)
    assert Session.objects.kept().get().pk == key


def test_another_persons_session_is_neither_taken_nor_taken_back(signed_in: Client, routine: Routine) -> None:
    theirs = SetFactory(session=SessionFactory()).session
    for data in ({"routine": "two"}, {"undo": "1"}):
        assert signed_in.post(DONE, {"id": str(theirs.pk), **data}).status_code == 404
    assert Session.objects.kept().get().athlete == theirs.athlete
    assert signed_in.post(DONE, {"id": "no id", "routine": "two"}).status_code == 404


def test_what_was_changed_for_today_is_logged_as_changed(
    signed_in: Client, routine: Routine, lunge: Exercise
) -> None:
    signed_in.post(SKIP, {"routine": "two", "exercise": "first"})
    signed_in.post(SWAP, {"routine": "two", "exercise": "second", "instead": "lunge"})
    log_as_done(signed_in, uuid.uuid4())
    sets = Session.objects.get().sets.all()
    assert {one.exercise.slug for one in sets.select_related("exercise")} == {"lunge"}


def test_nothing_is_logged_where_nothing_is_left_to_do(signed_in: Client, routine: Routine) -> None:
    for exercise in ("first", "second"):
        signed_in.post(SKIP, {"routine": "two", "exercise": exercise})
    assert log_as_done(signed_in, uuid.uuid4()) == TODAY
    assert not Session.objects.exists()
    assert "nothing was logged" in signed_in.get(TODAY).content.decode()


def test_what_is_held_back_is_not_logged(signed_in: Client, athlete: Athlete, routine: Routine) -> None:
    Exercise.objects.filter(slug="first").update(
        stress=(StressTag.KNEELING,), no_known_contraindication=False
    )
    ContraindicationFactory(condition=ConditionFactory(slug="sore-knee"), verdict=Verdict.AVOID)
    screen(athlete.user, sore_knee="yes")
    log_as_done(signed_in, uuid.uuid4())
    sets = Session.objects.get().sets.select_related("exercise")
    assert {one.exercise.slug for one in sets} == {"second"}


@pytest.mark.parametrize(("extra", "load"), [(0, 5), (2, 5.5)])
def test_the_loads_are_those_of_last_time_and_what_the_next_dose_raises(
    signed_in: Client, athlete: Athlete, extra: int, load: float
) -> None:
    band = ExerciseFactory(
        slug="band",
        records=(Recorded.LOAD,),
        hold_min_s=None,
        hold_max_s=None,
        reps_min=10,
        reps_max=10,
        sets_min=1,
        sets_max=1,
    )
    RoutineItemFactory(routine=RoutineFactory(slug="bands"), exercise=band)
    for days in (3, 6):
        day = local_today(athlete) - dt.timedelta(days=days)
        session = SessionFactory(athlete=athlete, day=day)
        for side in ("left", "right"):
            SetFactory(
                session=session,
                exercise=band,
                side=side,
                seconds=None,
                reps=10 + extra,
                load_kg=5,
                prescribed={"reps": 10, "seconds": None},
            )
    log_as_done(signed_in, uuid.uuid4(), "bands")
    logged = Session.objects.latest("started_at").sets.all()
    assert {(one.side, one.load_kg) for one in logged} == {("left", load), ("right", load)}


def test_a_set_that_was_skipped_last_time_has_no_load(
    signed_in: Client, athlete: Athlete, routine: Routine
) -> None:
    day = local_today(athlete) - dt.timedelta(days=3)
    first = Exercise.objects.get(slug="first")
    session = SessionFactory(athlete=athlete, day=day)
    SetFactory(session=session, exercise=first, side="left", position=1, load_kg=4, skipped=True)
    SetFactory(session=session, exercise=first, side="left", position=2, load_kg=6)
    log_as_done(signed_in, uuid.uuid4())
    logged = Session.objects.latest("started_at").sets.filter(exercise=first, side="left")
    assert [one.load_kg for one in logged.order_by("position")] == [None, 6]
