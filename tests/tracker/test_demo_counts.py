"""What demo people did is nobody's: staff do not see it in what the logs say."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from tests.factories import AthleteFactory, ExerciseFactory, SessionFactory, SetFactory
from tracker.models import PrescribedExercise
from tracker.models.catalogue_reading import (
    FEWEST,
    handed_out_by_exercise,
    logged_by_exercise,
    painful_by_exercise,
)


@pytest.mark.django_db
@pytest.mark.parametrize("real", [FEWEST - 1, FEWEST])
def test_demo_people_are_not_counted(real: int) -> None:
    """Neither to reach the fewest that are shown, nor beyond them."""
    today = timezone.localdate()
    exercise = ExerciseFactory()
    demos = AthleteFactory.create_batch(3, demo_until=timezone.now() + dt.timedelta(hours=1))
    for one in [*AthleteFactory.create_batch(real), *demos]:
        session = SessionFactory(athlete=one, day=today)
        SetFactory(session=session, exercise=exercise, pain=8, prescribed={"reps": None, "seconds": 30})
        PrescribedExercise.objects.create(athlete=one, session=session, position=1, exercise=exercise)

    shown = real >= FEWEST
    assert [(one["people"], one["sets"]) for one in logged_by_exercise(today)] == [(real, real)] * shown
    assert [(one["noted"], one["painful"]) for one in painful_by_exercise(today)] == [(real, real)] * shown
    assert [one.sessions for one in handed_out_by_exercise(today)] == [real] * shown
