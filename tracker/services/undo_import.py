"""Take away what an import brought."""

from __future__ import annotations

import uuid
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, RestrictedError

from exercises.models import Exercise
from tracker.domain.import_source import ImportSource
from tracker.models import (
    Athlete,
    Enrolment,
    Import,
    Measurement,
    PlanChange,
    PrescribedExercise,
    SelfTest,
    Session,
    Set,
    Upload,
)


class CannotUndoError(Exception):
    """It was undone already, or it is too long ago."""


@dataclass(frozen=True)
class Undone:
    """How many rows went, and the days of those that stay because they were changed since."""

    gone: int
    kept: tuple[date, ...]


@transaction.atomic
def undo_import(*, user: User, import_id: uuid.UUID, now: datetime) -> Undone:
    """Delete the sessions, measurements, tests and plans that an import of this person brought.

    Exercises of one's own that it made go too, where nothing else is logged with them. What the person
    changed since stays. So do answers about health, which only add caution, and the settings. An import that
    runs in steps must not go on afterwards: it has `undone_at`.

    Raises Import.DoesNotExist or CannotUndoError.
    """
    Athlete.objects.select_for_update().get(pk=user.pk)
    # A step of an import that is under way has this row.
    imported = Import.objects.for_athlete(user).select_for_update().get(pk=import_id)
    if not imported.can_be_undone(now):
        raise CannotUndoError
    changed, gone = _changed_since(imported), 0
    sessions = Session.objects.filter(imported=imported).exclude(
        changed | Q(morning__answered_at__gt=imported.made_at)
    )
    keys = list(sessions.order_by().values_list("pk", flat=True))
    for first in range(0, len(keys), 500):
        some = keys[first : first + 500]
        Set.objects.filter(session__in=some).delete()
        PrescribedExercise.objects.filter(session__in=some).delete()
        Session.objects.filter(pk__in=some).delete()
        gone += len(some)
    gone += Measurement.objects.filter(imported=imported).exclude(changed).delete()[0]
    gone += SelfTest.objects.filter(imported=imported).exclude(changed).delete()[0]
    gone += PlanChange.objects.filter(imported=imported).delete()[0]
    gone += Enrolment.objects.filter(imported=imported).delete()[0]
    gone += _remove_exercises(user, imported)
    Upload.objects.for_athlete(user).of_import(imported).delete()
    imported.undone_at = now
    imported.save(update_fields=["undone_at"])
    return Undone(gone, _kept(imported))


def _remove_exercises(user: User, imported: Import) -> int:
    """Delete the exercises that the import made: they bear its moment until they are changed."""
    count = 0
    for exercise in Exercise.logged.own(user).filter(updated_at=imported.made_at):
        with suppress(RestrictedError), transaction.atomic():
            exercise.delete()
            count += 1
    return count


def _changed_since(imported: Import) -> Q:
    """Return what tells a row that was changed after it came in.

    An own export brings back the version and the moment of each row; what another app wrote begins anew.
    """
    if imported.source is ImportSource.OWN:
        return Q(updated_at__gt=imported.made_at)
    return Q(version__gt=1)


def _kept(imported: Import) -> tuple[date, ...]:
    days = [
        *Session.objects.filter(imported=imported).values_list("day", flat=True),
        *Measurement.objects.filter(imported=imported).values_list("taken_on", flat=True),
        *SelfTest.objects.filter(imported=imported).values_list("taken_on", flat=True),
    ]
    return tuple(sorted(days))
