"""Log a session, once, however often it is sent."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from exercises.models import Routine
from tracker.models import Athlete, PrescribedExercise, Session, Set
from tracker.services.ask_after_pain import ask_after_pain
from tracker.services.follow_merges import follow_merges
from tracker.services.keep_prescription import build_prescribed, checked_prescription, put_prescription
from tracker.services.seal_prescription import Prescription
from tracker.services.session_entry import SessionEntry, build_sets, entry_of, put_entry


class SessionExistsError(Exception):
    """The person has a session with this id, and it says something else."""

    def __init__(self, session: Session) -> None:
        super().__init__(str(session.pk))
        self.session = session


class IdTakenError(Exception):
    """The id of the session or of a set belongs to another row."""


def log_session(
    *,
    athlete: Athlete,
    entry: SessionEntry,
    routine: Routine | None,
    now: datetime,
    prescription: Prescription | None = None,
) -> Session:
    """Return the logged session, with the routine that it followed and what was prescribed for it, if it was.

    The same entry sent again returns the session that is there. Raises SessionExistsError where the id is in
    use for another entry of this person, IdTakenError where it is somebody else's.
    """
    try:
        return _insert(athlete, entry, routine, now, prescription)
    except IntegrityError:
        # Sent again, in use for another entry, or somebody else's: the database is the one to say so. A look
        # beforehand would cost each new session a query, and would miss a request at the same moment.
        already = _already_logged(athlete, entry, routine)
        if already:
            return already
        raise IdTakenError from None


def _already_logged(athlete: Athlete, entry: SessionEntry, routine: Routine | None) -> Session | None:
    session = Session.objects.filter(pk=entry.id).with_bare_sets().first()
    if session is None:
        return None
    if session.athlete_id != athlete.pk:
        raise IdTakenError
    same = entry_of(session) == entry and session.routine_id == (routine.pk if routine else None)
    if session.deleted_at or not same:
        raise SessionExistsError(session)
    return session


@transaction.atomic
def _insert(
    athlete: Athlete,
    entry: SessionEntry,
    routine: Routine | None,
    now: datetime,
    prescription: Prescription | None,
) -> Session:
    session = Session(id=entry.id, athlete=athlete, routine=routine)
    put_entry(session, entry, athlete, now)
    kept = checked_prescription(athlete, prescription)
    put_prescription(session, kept)
    # All keys were looked up before, and the database itself holds the constraints: neither is asked again.
    keys = {"athlete", "routine", "screening", "catalogue_version"}
    session.full_clean(exclude=keys, validate_unique=False, validate_constraints=False)
    session.save(force_insert=True)
    rows = build_sets(session, entry, kept.snapshots if kept else {})
    Set.objects.bulk_create(rows)
    PrescribedExercise.objects.bulk_create(build_prescribed(session, kept))
    follow_merges(session, (row.exercise_id for row in rows))
    ask_after_pain(athlete=athlete, entry=entry, now=now)
    return session
