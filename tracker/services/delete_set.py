"""Take one set out of a session so that it can be brought back, and bring it back."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from exercises.models import Exercise
from tracker.models import Athlete, RemovedSet, Session, Set
from tracker.services.delete_session import delete_session
from tracker.services.follow_merges import follow_merges
from tracker.services.hold_session import hold_session

NOT_KEPT = {"id", "athlete_id", "day"}
"""What the note's own row, and the session, know."""
KEPT = [name for field in Set._meta.concrete_fields if (name := field.attname) not in NOT_KEPT]


@transaction.atomic
def delete_set(*, athlete: Athlete, session: uuid.UUID, key: uuid.UUID, now: datetime) -> bool:
    """Take the set out of the session, and note what it was; say whether a session is left.

    One that is out already stays out. With its last set the session is deleted as a whole, so that none
    counts in which nothing was done. A device that sends a deleted set late is refused, and a form that was
    opened before is told of the change. Raises Session.DoesNotExist, and Set.DoesNotExist for a set that is
    not, and was not, one of that session.
    """
    held = _own(athlete, session)
    sets = {one.pk: one for one in Set.objects.filter(session=held)}
    one = sets.get(key)
    if one is None:
        if held.deleted_at or not RemovedSet.objects.can_be_restored(held, key):
            raise Set.DoesNotExist
        return True
    if len(sets) == 1:
        delete_session(session=held, now=now)
        return False
    if held.deleted_at:
        raise Session.DoesNotExist
    was = {name: _plain(getattr(one, name)) for name in KEPT}
    note = RemovedSet(id=key, athlete=athlete, was=was)
    # A note with this key may be another person's: nothing of one's sets stands on a row of theirs.
    RemovedSet.objects.bulk_create(
        [note], update_conflicts=True, unique_fields=["id"], update_fields=["athlete", "was"]
    )
    Set.objects.filter(pk=key).delete()
    _count_change(held)
    return True


@transaction.atomic
def restore_set(*, athlete: Athlete, session: uuid.UUID, key: uuid.UUID) -> bool:
    """Put a set that was taken out back as it was; say whether it is one of the session's now.

    It is not where its id was used again since, or its exercise is gone. Raises Session.DoesNotExist.
    """
    held = _own(athlete, session)
    if held.deleted_at:
        raise Session.DoesNotExist
    removed = RemovedSet.objects.taken_out_of(held).filter(pk=key).first()
    was = removed.was if removed else None
    if removed is None or was is None:
        return Set.objects.filter(pk=key, session=held).exists()
    if not Exercise.logged.filter(pk=was["exercise_id"]).exists():
        return False
    # A note stays for as long as its person: it may know a column that is no more.
    one = Set(id=key, athlete=athlete, day=held.day, **{name: was[name] for name in KEPT if name in was})
    try:
        with transaction.atomic():
            one.save(force_insert=True)
    except IntegrityError:
        return False
    removed.delete()
    follow_merges(held, [one.exercise_id])
    _count_change(held)
    return True


def _own(athlete: Athlete, session: uuid.UUID) -> Session:
    """Return the session, which nobody else can change until the transaction ends."""
    held = hold_session(session)
    if held is None or held.athlete_id != athlete.pk:
        raise Session.DoesNotExist
    return held


def _count_change(session: Session) -> None:
    session.version += 1
    session.save(update_fields=["version", "updated_at"])


def _plain(value: Any) -> Any:
    """Return a value as JSON can hold it; a moment, an amount and a key as text, to the last digit."""
    return value if value is None or isinstance(value, (bool, int, str, dict)) else str(value)
