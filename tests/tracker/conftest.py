"""Fixtures of the log."""

from __future__ import annotations

import pytest
from django.test import Client

from exercises.models import Routine
from tests.factories import (
    ExerciseFactory,
    RoutineFactory,
    RoutineItemFactory,
)
from tests.tracker.sheets import NEW, open_sheet
from tracker.models import Session


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
