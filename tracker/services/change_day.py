"""What a person changes about one day: not today, without an exercise, another one instead, and back again.

Each change is for a routine on one day. Done twice, by two tabs or a double click, it is done once.
"""

from __future__ import annotations

import uuid
from contextlib import suppress
from datetime import date

from django.db import IntegrityError, transaction

from exercises.models import Exercise, Routine
from tracker.models import Athlete, ChangeKind, PlanChange
from tracker.models.plan import ROUTINE_OF_A_DAY


def put_off_routine(*, athlete: Athlete, routine: Routine, day: date) -> None:
    """Leave a routine out for a day."""
    _keep(PlanChange(athlete=athlete, kind=ChangeKind.PUT_OFF, routine=routine, first_day=day, last_day=day))


def skip_exercise(*, athlete: Athlete, routine: Routine, exercise: Exercise, day: date) -> None:
    """Leave one of a routine's own exercises out for a day, also where another stands in for it."""
    _change_exercise(athlete, routine, exercise, day, ChangeKind.SKIP, None)


def swap_exercise(
    *, athlete: Athlete, routine: Routine, exercise: Exercise, instead: Exercise, day: date
) -> None:
    """Do another exercise in the place of one of a routine's own for a day.

    Whether `instead` may be prescribed is the caller's to ask; it is asked again whenever it is handed out.
    """
    _change_exercise(athlete, routine, exercise, day, ChangeKind.SWAP, instead)


def restore_day(*, athlete: Athlete, change: uuid.UUID, day: date) -> bool:
    """Take back a change of this day; say whether it was there.

    Raises PlanChange.DoesNotExist for another person's.
    """
    found = PlanChange.objects.filter(pk=change).first()
    if found is None:
        return False
    if found.athlete_id != athlete.pk:
        raise PlanChange.DoesNotExist
    if found.kind not in ROUTINE_OF_A_DAY or found.first_day != day:
        return False
    found.delete()
    return True


def _change_exercise(
    athlete: Athlete,
    routine: Routine,
    exercise: Exercise,
    day: date,
    kind: ChangeKind,
    instead: Exercise | None,
) -> None:
    """Keep one change of an exercise: the latest wish stands in place of the one before."""
    found = PlanChange.objects.for_athlete(athlete.user).filter(
        kind__in=(ChangeKind.SKIP, ChangeKind.SWAP), routine=routine, exercise=exercise, first_day=day
    )
    change = found.first() or PlanChange(
        athlete=athlete, routine=routine, exercise=exercise, first_day=day, last_day=day
    )
    change.kind, change.instead = kind, instead
    _keep(change)


def _keep(change: PlanChange) -> None:
    # All keys were looked up before. The constraints are the database's: who comes second finds it done.
    keys = {"athlete", "routine", "exercise", "instead"}
    change.full_clean(exclude=keys, validate_unique=False, validate_constraints=False)
    with suppress(IntegrityError), transaction.atomic():
        change.save()
