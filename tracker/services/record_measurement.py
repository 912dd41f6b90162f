"""Record a measurement or another test, once, however often it is sent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction

from tracker.models import Athlete, Measurement, SelfTest
from tracker.services.ask_after_pain import ask_after_pain_on
from tracker.services.log_session import IdTakenError
from tracker.services.measurement_entry import (
    Entry,
    MeasurementEntry,
    Taken,
    is_as_entered,
    model_of,
    row_of,
)


class MeasurementExistsError(Exception):
    """The person has a row with this id, and it says something else, or was deleted."""

    def __init__(self, row: Taken) -> None:
        super().__init__(str(row.pk))
        self.row = row


def record_measurement(*, athlete: Athlete, entry: Entry, now: datetime) -> Taken:
    """Return the recorded row.

    The same entry sent again returns the row that is there. Raises MeasurementExistsError where the id is in
    use for another entry of this person, IdTakenError where it is somebody else's.
    """
    already = _already_recorded(athlete, entry)
    if already:
        return already
    try:
        return _insert(athlete, entry, now)
    except IntegrityError:
        # Two requests at once: the other one was first.
        already = _already_recorded(athlete, entry)
        if already:
            return already
        raise


def record_measurements(*, athlete: Athlete, entries: Iterable[MeasurementEntry]) -> list[Measurement]:
    """Write many at once, each checked like a single one. For rows that nobody has sent before."""
    rows = [Measurement(id=one.id, athlete=athlete, **one.values) for one in entries]
    for row in rows:
        row.full_clean(exclude={"athlete"}, validate_unique=False, validate_constraints=False)
    return Measurement.objects.bulk_create(rows)


def _already_recorded(athlete: Athlete, entry: Entry) -> Taken | None:
    row: Measurement | SelfTest | None = model_of(entry).objects.filter(pk=entry.id).first()
    if row is None:
        return None
    if row.athlete_id != athlete.pk:
        raise IdTakenError
    if row.deleted_at or not is_as_entered(row, entry):
        raise MeasurementExistsError(row)
    return row


@transaction.atomic
def _insert(athlete: Athlete, entry: Entry, now: datetime) -> Taken:
    row = row_of(entry, athlete)
    # The database itself holds the constraints, and the key was looked up before: neither is asked again.
    row.full_clean(exclude={"athlete"}, validate_unique=False, validate_constraints=False)
    row.save(force_insert=True)
    ask_after_pain_on(athlete=athlete, day=entry.taken_on, pain=entry.pain, now=now)
    return row
