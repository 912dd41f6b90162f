"""Change a logged session."""

from __future__ import annotations

import uuid
from collections.abc import Set as AbstractSet
from datetime import datetime

from django.db import IntegrityError, transaction

from tracker.models import Athlete, RemovedSet, Session, Set
from tracker.services.ask_after_pain import ask_after_pain
from tracker.services.follow_merges import follow_merges
from tracker.services.log_session import IdTakenError
from tracker.services.session_entry import SessionEntry, build_sets, entry_of, put_entry

WRITTEN = [field.attname for field in Set._meta.concrete_fields]


class ChangedMeanwhileError(Exception):
    """The session was changed since the form was opened; `version` is its version now."""

    def __init__(self, version: int) -> None:
        super().__init__(str(version))
        self.version = version


def change_session(*, athlete: Athlete, entry: SessionEntry, version: int, now: datetime) -> Session:
    """Write the entry over the session of the same id, if it is still at `version`.

    The same entry sent again changes nothing. Sets keep what was prescribed for them, and their moments; a
    set added now was prescribed by nobody. Raises Session.DoesNotExist (also where it was deleted),
    ChangedMeanwhileError or IdTakenError.
    """
    try:
        return _change(athlete, entry, version, now)
    except IntegrityError:
        raise IdTakenError from None


@transaction.atomic
def _change(athlete: Athlete, entry: SessionEntry, version: int, now: datetime) -> Session:
    kept = Session.objects.for_athlete(athlete).kept()
    session = kept.with_bare_sets().select_for_update().get(pk=entry.id)
    before = entry_of(session)
    if before == entry:
        return session
    if session.version != version:
        raise ChangedMeanwhileError(session.version)
    stored = {one.pk: one for one in session.sets.all()}
    put_entry(session, entry, athlete, now)
    session.version += 1
    # The keys stay as they were, and the database itself holds the constraints: neither is asked again.
    keys = {"athlete", "routine", "screening", "catalogue_version"}
    session.full_clean(exclude=keys, validate_unique=False, validate_constraints=False)
    session.save()
    rows = build_sets(session, entry, {})
    for row in rows:
        if row.pk in stored:
            row.prescribed = stored[row.pk].prescribed
            row.completed_at = stored[row.pk].completed_at
    # Written anew under their own ids: two statements for any number of sets, not one for each.
    same = {row.pk for row in rows if row.pk in stored and _is_same(stored[row.pk], row)}
    Set.objects.filter(pk__in=stored.keys() - same).delete()
    Set.objects.bulk_create([row for row in rows if row.pk not in same])
    _note_removed(session, before=stored.keys(), after={row.pk for row in rows})
    follow_merges(session, (row.exercise_id for row in rows))
    if entry.highest_pain > before.highest_pain:
        ask_after_pain(athlete=athlete, entry=entry, now=now)
    return session


def _is_same(stored: Set, row: Set) -> bool:
    return all(getattr(stored, name) == getattr(row, name) for name in WRITTEN)


def _note_removed(session: Session, *, before: AbstractSet[uuid.UUID], after: AbstractSet[uuid.UUID]) -> None:
    """Remember what was taken out, so that no device brings it back; what is put back may come again."""
    if before - after:
        RemovedSet.objects.bulk_create(
            [RemovedSet(id=key, athlete_id=session.athlete_id) for key in before - after],
            ignore_conflicts=True,
        )
    if after - before:
        RemovedSet.objects.filter(athlete=session.athlete_id, pk__in=after - before).delete()
