"""Undoing an import takes away what it brought and nobody changed, for 30 days."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from exercises.models import Exercise, Screening
from tests.factories import (
    AthleteFactory,
    ImportFactory,
    MeasurementFactory,
    MorningFactory,
    OwnExerciseFactory,
    SessionFactory,
    SetFactory,
)
from tests.tracker.archived import brought_back, document_of, exported
from tests.tracker.owned_rows import give_everything
from tracker.domain.import_source import ImportSource
from tracker.models import Athlete, Enrolment, Import, Measurement, PlanChange, SelfTest, Session, Set
from tracker.services.change_own_exercise import rename_own_exercise
from tracker.services.undo_import import CannotUndoError, undo_import

pytestmark = pytest.mark.django_db


@pytest.fixture
def again(athlete: Athlete) -> Athlete:
    """Somebody who brought back one of everything of `athlete`, who is still there."""
    give_everything(athlete)
    person = AthleteFactory(screened=False)
    brought_back(person, exported(athlete.user))
    return person


def undone(person: Athlete, now: dt.datetime | None = None):
    imported = Import.objects.for_athlete(person.user).get()
    return undo_import(user=person.user, import_id=imported.pk, now=now or timezone.now())


def test_what_it_brought_goes_and_nothing_else(again: Athlete, athlete: Athlete) -> None:
    mine = SetFactory(session=SessionFactory(athlete=again)).session
    before = document_of(athlete.user)
    found = undone(again)

    assert found.gone == 6
    assert found.kept == ()
    assert list(Session.objects.for_athlete(again.user)) == [mine]
    for model in (Measurement, SelfTest, Enrolment, PlanChange):
        assert not model.objects.for_athlete(again.user).exists()
    assert not Exercise.logged.own(again.user).exists()
    assert Set.objects.for_athlete(again.user).count() == 1
    assert document_of(athlete.user) == before


@pytest.fixture
def with_own(athlete: Athlete) -> tuple[Athlete, Exercise]:
    """Somebody who brought back an exercise of their own with a set of it."""
    SetFactory(session=SessionFactory(athlete=athlete), exercise=OwnExerciseFactory(owner=athlete.user))
    person = AthleteFactory(screened=False)
    brought_back(person, exported(athlete.user))
    return person, Exercise.logged.own(person.user).get()


def test_an_exercise_that_it_made_goes_too(with_own: tuple[Athlete, Exercise]) -> None:
    person, _exercise = with_own
    assert undone(person).gone == 2
    assert not Exercise.logged.own(person.user).exists()


def test_an_exercise_that_is_used_elsewhere_stays(with_own: tuple[Athlete, Exercise]) -> None:
    person, exercise = with_own
    older = OwnExerciseFactory(owner=person.user, name="It was here before")
    SetFactory(session=SessionFactory(athlete=person), exercise=exercise)
    undone(person)
    assert set(Exercise.logged.own(person.user)) == {exercise, older}


def test_an_exercise_that_was_renamed_since_stays(with_own: tuple[Athlete, Exercise]) -> None:
    person, exercise = with_own
    rename_own_exercise(exercise=exercise, name="My own name for it")
    undone(person)
    assert Exercise.logged.own(person.user).get() == exercise


def test_answers_about_health_stay(again: Athlete) -> None:
    undone(again)

    assert Screening.objects.for_user(again.user).current().exists()


def test_what_was_changed_since_stays_and_is_named(again: Athlete) -> None:
    session = Session.objects.for_athlete(again.user).get()
    session.notes = "my own words"
    session.save()
    found = undone(again)

    assert found.kept == (session.day,)
    assert Session.objects.for_athlete(again.user).get().notes == "my own words"


def test_a_session_with_a_morning_since_stays(again: Athlete) -> None:
    session = Session.objects.for_athlete(again.user).get()
    session.morning.delete()
    MorningFactory(session=session, answered_at=timezone.now())

    assert undone(again).kept == (session.day,)


def test_of_another_apps_file_the_version_tells(athlete: Athlete) -> None:
    imported = ImportFactory(athlete=athlete, source=ImportSource.STRONG)
    SessionFactory(athlete=athlete, imported=imported)
    changed = MeasurementFactory(athlete=athlete, imported=imported, version=2)
    found = undone(athlete)

    assert found.gone == 1
    assert found.kept == (changed.taken_on,)


def test_it_is_undone_once_within_30_days_and_by_its_owner(again: Athlete, athlete: Athlete) -> None:
    imported = Import.objects.for_athlete(again.user).get()
    with pytest.raises(CannotUndoError):
        undone(again, timezone.now() + dt.timedelta(days=30))
    with pytest.raises(Import.DoesNotExist):
        undo_import(user=athlete.user, import_id=imported.pk, now=timezone.now())
    undone(again)
    with pytest.raises(CannotUndoError):
        undone(again)


def test_what_was_undone_can_be_brought_back_again(again: Athlete, athlete: Athlete) -> None:
    before = document_of(again.user)
    undone(again)
    brought_back(again, exported(athlete.user))

    assert document_of(again.user) == before
