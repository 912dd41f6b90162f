"""Change a logged session."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from tracker.models import Athlete, Session, Set
from tracker.services.log_session import IdTakenError
from tracker.services.session_entry import SessionEntry, build_sets, put_entry


class ChangedMeanwhileError(Exception):
    """The session was changed since the form was opened; `version` is its version now."""

    def __init__(self, version: int) -> None:
        super().__init__(str(version))
        self.version = version


def change_session(*, athlete: Athlete, entry: SessionEntry, version: int) -> Session:
    """Write the entry over the session of the same id, if it is still at `version`.

    Sets keep what was prescribed for them; a set added now was prescribed by nobody. Raises
    Session.DoesNotExist, ChangedMeanwhileError or IdTakenError.
    """
    try:
        return _change(athlete, entry, version)
    except IntegrityError:
        raise IdTakenError from None


@transaction.atomic
def _change(athlete: Athlete, entry: SessionEntry, version: int) -> Session:
    session = Session.objects.for_athlete(athlete).kept().select_for_update().get(pk=entry.id)
    if session.version != version:
        raise ChangedMeanwhileError(session.version)
    put_entry(session, entry, athlete)
    session.version += 1
    # The forms looked up both keys, and the database itself holds the constraints: neither is asked again.
    session.full_clean(exclude={"athlete", "routine"}, validate_unique=False, validate_constraints=False)
    session.save()
    kept = dict(session.sets.values_list("pk", "prescribed"))
    rows = build_sets(session, entry, {})
    for row in rows:
        row.prescribed = kept.get(row.pk)
    # Written anew under their own ids: two statements for any number of sets, where updates would take one
    # each.
    session.sets.all().delete()
    Set.objects.bulk_create(rows)
    return session
