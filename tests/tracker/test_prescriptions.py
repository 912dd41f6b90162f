"""The sealed note of what a sheet hands out, and what is kept of it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from exercises.domain.dosage import Dosage, Range, prescribed_sets
from exercises.domain.screening import Assessment, Ruleset
from exercises.domain.vocabulary import Each, Side, Verdict
from exercises.models import Exercise, Routine, Screening
from exercises.services.judge_exercises import Judge
from tests.factories import AthleteFactory, RoutineFactory, RoutineItemFactory, UserFactory
from tests.tracker.prescribed import prescription_of
from tracker.models import Athlete, Session
from tracker.services.log_session import log_session
from tracker.services.offer import Offer, offer_for
from tracker.services.prescribe_session import Place, places_of_routine
from tracker.services.seal_prescription import Prescription, opened_prescription, sealed_prescription
from tracker.services.session_entry import SessionEntry, SetEntry

NOW = dt.datetime(2026, 11, 2, 18, 0, tzinfo=dt.UTC)

ranges = st.none() | st.integers(1, 900).map(lambda n: Range(n, n + 5))
doses = st.builds(
    Dosage,
    sets=st.integers(1, 10).map(lambda n: Range(n, n)),
    reps=ranges,
    hold_s=ranges,
    each=st.sampled_from([None, *Each]),
).filter(lambda one: one.reps or one.hold_s)


@pytest.fixture
def routine(db: None) -> Routine:
    item = RoutineItemFactory(routine=RoutineFactory(slug="plan"))
    return Routine.objects.with_items().get(pk=item.routine.pk)


def log(athlete: Athlete, routine: Routine, prescription: Prescription | None) -> Session:
    """Log one set of the routine's exercise."""
    (item,) = routine.current_items
    one = SetEntry(id=uuid.uuid4(), exercise_id=item.exercise_id, side=Side.LEFT, seconds=30)
    entry = SessionEntry(id=uuid.uuid4(), started_at=NOW, sets=(one,))
    return log_session(athlete=athlete, entry=entry, routine=routine, prescription=prescription, now=NOW)


@given(dosage=doses)
def test_a_dose_comes_out_of_the_note_with_the_same_sets(dosage: Dosage) -> None:
    judge = Judge(Ruleset((), ()), Screening(pk=3), {})
    exercise = Exercise(pk=7, slug="one")
    place = Place(exercise, exercise, dosage, Assessment(Verdict.ALLOWED))
    user = UserFactory.build(pk=5)
    note = sealed_prescription(
        [place], offer=Offer(user, judge, (), dt.date(2026, 11, 2)), routine="plan", user=user
    )
    opened = opened_prescription(note, user=user, routine="plan")
    assert opened is not None
    (item,) = opened.items
    assert (opened.screening, item.exercise, item.instead_of) == (3, 7, None)
    assert item.dosage is not None
    assert prescribed_sets(item.dosage) == prescribed_sets(dosage)


def test_a_note_is_one_persons_and_one_routines(athlete: Athlete, routine: Routine) -> None:
    offer = offer_for(athlete.user, today=timezone.localdate())
    places = places_of_routine(routine, offer)
    note = sealed_prescription(places, offer=offer, routine="plan", user=athlete.user)
    assert opened_prescription(note, user=athlete.user, routine="plan")
    assert opened_prescription(note, user=AthleteFactory().user, routine="plan") is None
    assert opened_prescription(note, user=athlete.user, routine="") is None


def test_nothing_is_sealed_for_who_has_not_answered(routine: Routine) -> None:
    athlete = AthleteFactory(screened=False)
    assert prescription_of(athlete, routine) is None


def test_what_does_not_stand_is_not_kept(athlete: Athlete, routine: Routine) -> None:
    """Answers of somebody else, and a version that is not there."""
    whole = prescription_of(athlete, routine)
    assert whole is not None
    other = Screening.objects.for_user(AthleteFactory().user).get()
    for one in (
        dataclasses.replace(whole, screening=other.pk),
        dataclasses.replace(whole, catalogue_version=987_654),
    ):
        session = log(athlete, routine, one)
        assert (session.screening_id, session.catalogue_version_id) == (None, None)
        assert not session.prescribed_exercises.exists()
        assert session.sets.get().prescribed is None
    session = log(athlete, routine, whole)
    assert session.screening_id == whole.screening
    assert session.sets.get().prescribed == {"reps": None, "seconds": 30}


def test_an_exercise_that_was_deleted_since_is_left_out(athlete: Athlete, routine: Routine) -> None:
    gone = RoutineItemFactory(routine=routine)
    both = Routine.objects.with_items().get(pk=routine.pk)
    prescription = prescription_of(athlete, both)
    gone.delete()
    gone.exercise.delete()
    session = log(athlete, routine, prescription)
    assert [one.exercise_id for one in session.prescribed_exercises.all()] == [
        routine.current_items[0].exercise_id
    ]
