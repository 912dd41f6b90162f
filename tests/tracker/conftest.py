"""Fixtures of the log."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from exercises.models import Programme, Routine
from tests.factories import (
    ExerciseFactory,
    ProgrammeFactory,
    ProgrammeTrackFactory,
    RoutineFactory,
    RoutineItemFactory,
)
from tests.tracker.sheets import NEW, open_sheet
from tracker.models import Athlete, Session


@pytest.fixture
def routine(db: None) -> Routine:
    """Two exercises of 2 × 30 s each side: eight sets."""
    routine = RoutineFactory(slug="two", name="Two stretches")
    RoutineItemFactory(routine=routine, position=1, exercise=ExerciseFactory(slug="first", name="First"))
    RoutineItemFactory(routine=routine, position=2, exercise=ExerciseFactory(slug="second", name="Second"))
    return routine


@pytest.fixture
def logged(signed_in: Client, routine: Routine) -> Session:
    """The routine, logged through the page."""
    signed_in.post(NEW, open_sheet(signed_in, "?routine=two"))
    return Session.objects.get()


@pytest.fixture
def today(athlete: Athlete) -> dt.date:
    """The date where `athlete` is."""
    return timezone.localdate(timezone=athlete.tz)


@pytest.fixture
def legs(db: None) -> Routine:
    return RoutineItemFactory(routine=RoutineFactory(slug="legs", name="Leg exercises")).routine


@pytest.fixture
def beginner(legs: Routine) -> Programme:
    """The leg exercises three times a week."""
    return ProgrammeTrackFactory(
        routine=legs, programme=ProgrammeFactory(slug="beginner", name="Beginner")
    ).programme


@pytest.fixture
def advanced(legs: Routine) -> Programme:
    return ProgrammeTrackFactory(
        routine=legs, programme=ProgrammeFactory(slug="advanced", name="Advanced")
    ).programme
