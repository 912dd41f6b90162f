"""The same button of Today pressed at the same moment, by two tabs or an impatient thumb: done once."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable

import pytest
from django.db import connection
from django.utils import timezone

from exercises.models import Exercise, Routine
from tests.factories import ExerciseFactory
from tests.tracker.logged import local_today
from tracker.models import Athlete, PlanChange, PrescribedExercise, Session, Set
from tracker.services.change_day import put_off_routine, skip_exercise, swap_exercise
from tracker.services.log_as_done import log_as_done
from tracker.services.offer import offer_for

pytestmark = pytest.mark.django_db(transaction=True)


def all_at_once(deeds: list[Callable[[], object]]) -> list[object]:
    """Return what each deed returns, or the error that it raises."""
    together = threading.Barrier(len(deeds))
    found: list[object] = []

    def act(deed: Callable[[], object]) -> None:
        together.wait(timeout=10)
        try:
            found.append(deed())
        except BaseException as error:
            found.append(error)
            raise
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return found


def test_a_routine_is_logged_once(athlete: Athlete, routine: Routine) -> None:
    key = uuid.uuid4()
    today = local_today(athlete)

    def press() -> object:
        offer = offer_for(athlete.user, today=today)
        whole = Routine.objects.named(routine.slug)
        assert whole is not None
        return log_as_done(athlete=athlete, key=key, routine=whole, offer=offer, now=timezone.now()).pk

    assert all_at_once([press] * 4) == [key] * 4
    counts = (Session.objects.count(), Set.objects.count(), PrescribedExercise.objects.count())
    assert counts == (1, 8, 2)


def test_a_day_is_changed_once(athlete: Athlete, routine: Routine) -> None:
    first, lunge = Exercise.objects.get(slug="first"), ExerciseFactory(slug="lunge")
    day = {"athlete": athlete, "routine": routine, "day": local_today(athlete)}
    deeds = [
        lambda: put_off_routine(**day),
        lambda: skip_exercise(**day, exercise=first),
        lambda: swap_exercise(**day, exercise=first, instead=lunge),
    ]
    assert all_at_once(deeds * 2) == [None] * 6
    assert sorted(one.kind.value for one in PlanChange.objects.all()) in (
        ["put-off", "skip"],
        ["put-off", "swap"],
    )
