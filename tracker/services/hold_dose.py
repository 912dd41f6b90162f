"""Keep the dose of an exercise although a step was proposed, and take that back."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from exercises.models import Exercise
from tracker.domain.bouts import bouts_in_order
from tracker.models import Athlete, ChangeKind, PlanChange
from tracker.services.hold_plan import hold_plan
from tracker.services.next_doses import bouts_by_exercise
from tracker.services.recent_training import recent_training


class NothingToHoldError(Exception):
    """The exercise was not done of late, so that no step follows from it."""


@transaction.atomic
def hold_dose(*, athlete: Athlete, exercise: Exercise, today: date) -> None:
    """Keep the dose as it was last done until the exercise is done again; done twice, it is done once.

    Raises NothingToHoldError.
    """
    hold_plan(athlete.user)
    day = _last_day(athlete, exercise, today)
    if _held(athlete, exercise, day):
        return
    change = PlanChange(athlete=athlete, kind=ChangeKind.HOLD, exercise=exercise, first_day=day, last_day=day)
    change.full_clean(exclude={"athlete", "exercise"}, validate_unique=False, validate_constraints=False)
    change.save()


@transaction.atomic
def release_dose(*, athlete: Athlete, exercise: Exercise, today: date) -> None:
    """Take the next step after all. Raises NothingToHoldError."""
    hold_plan(athlete.user)
    held = _held(athlete, exercise, _last_day(athlete, exercise, today))
    if held:
        held.delete()


def _held(athlete: Athlete, exercise: Exercise, day: date) -> PlanChange | None:
    held = PlanChange.objects.for_athlete(athlete.user).filter(kind=ChangeKind.HOLD, exercise=exercise)
    return held.filter(first_day=day).first()


def _last_day(athlete: Athlete, exercise: Exercise, today: date) -> date:
    bouts = bouts_by_exercise(recent_training(athlete.user, today), today=today)
    done = bouts_in_order(bouts.get(exercise.pk, ()))
    if not done:
        raise NothingToHoldError
    return done[-1].day
