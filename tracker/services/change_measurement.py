"""Change a recorded measurement or another test."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from tracker.models import Athlete, Measurement, SelfTest
from tracker.services.ask_after_pain import ask_after_pain_on
from tracker.services.change_session import ChangedMeanwhileError
from tracker.services.measurement_entry import (
    Entry,
    SelfTestEntry,
    Taken,
    is_as_entered,
    model_of,
    put_entry,
)


class DeletedMeanwhileError(Exception):
    """The row was deleted since the form was opened."""


@transaction.atomic
def change_measurement(*, athlete: Athlete, entry: Entry, version: int, now: datetime) -> Taken:
    """Write the entry over the row of the same id, if it is still at `version`.

    The same entry sent again changes nothing. Another test stays of its kind. Raises DeletedMeanwhileError
    (also where the athlete never had such a row) or ChangedMeanwhileError.
    """
    rows: Any = model_of(entry).objects.for_athlete(athlete).kept()
    if isinstance(entry, SelfTestEntry):
        rows = rows.filter(kind=entry.kind)
    row: Measurement | SelfTest | None = rows.select_for_update().filter(pk=entry.id).first()
    if row is None:
        raise DeletedMeanwhileError
    if is_as_entered(row, entry):
        return row
    if row.version != version:
        raise ChangedMeanwhileError(row.version)
    is_worse = (entry.pain or 0) > (_pain_of(row) or 0)
    put_entry(row, entry)
    row.version += 1
    # The database itself holds the constraints, and the key stays: neither is asked again.
    row.full_clean(exclude={"athlete"}, validate_unique=False, validate_constraints=False)
    row.save()
    if is_worse:
        ask_after_pain_on(athlete=athlete, day=entry.taken_on, pain=entry.pain, now=now)
    return row


def _pain_of(row: Taken) -> int | None:
    if isinstance(row, Measurement):
        return row.pain
    return int(row.value) if row.value is not None else None
