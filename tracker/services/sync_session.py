"""Take over what a device recorded: a session and some of its sets, once, however often it is sent.

Nothing that is stored is silently overwritten. What cannot be taken over is named with its reason, and the
rest is saved all the same.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.db.models.sql import InsertQuery

from exercises.models import Exercise, Routine
from tracker.domain.local_time import day_of
from tracker.models import Athlete, Evidence, PrescribedExercise, RemovedSet, Session, Set
from tracker.services.ask_after_pain import ask_after_pain
from tracker.services.follow_merges import follow_merges
from tracker.services.hold_session import hold_session
from tracker.services.keep_prescription import Kept, build_prescribed, checked_prescription, put_prescription
from tracker.services.seal_prescription import Prescription
from tracker.services.session_entry import SessionEntry, SetEntry, set_entry_of
from tracker.services.synced_entry import WHOLE, Outcome, Refusal, SyncedSession, SyncedSet

FINEST = timedelta(milliseconds=1)
"""Devices tell no finer time: a start that a form wrote comes back cut off."""

TRIES = 3
"""Another request may write the same ids between our looks or before our insert; the next look sees them."""


class _MadeMeanwhileError(Exception):
    """The session was not there when it was looked for, and its sets were a moment later."""


def sync_session(
    *,
    athlete: Athlete,
    session: SyncedSession,
    sets: Sequence[SyncedSet],
    now: datetime,
    prescription: Prescription | None = None,
) -> Outcome:
    """Write what is new of a session and of sets with different ids, and say what became of each.

    A session is made with its first set. Known sets are replaced by a later completion alone; values of a
    stored session are filled in, never replaced. Sent again, it changes nothing.
    """
    for attempt in range(1, TRIES + 1):
        try:
            return _sync(athlete, session, sets, now, prescription)
        except (IntegrityError, _MadeMeanwhileError):
            if attempt == TRIES:
                raise
    raise AssertionError("unreachable")


@transaction.atomic
def _sync(
    athlete: Athlete,
    sent: SyncedSession,
    sets: Sequence[SyncedSet],
    now: datetime,
    prescription: Prescription | None,
) -> Outcome:
    session = hold_session(sent.id)
    if session and session.athlete_id != athlete.pk:
        return _all_refused(sent, sets, Refusal.NOT_OWN)
    if session and session.deleted_at:
        return _all_refused(sent, sets, Refusal.DELETED)
    outcome = Outcome()
    sifted = _sift(athlete, sent, sets, outcome)
    if session is None and sifted.stored:
        raise _MadeMeanwhileError
    if session is None and not sifted.new:
        outcome.rejected[sent.id] = {WHOLE: Refusal.EMPTY}
        return outcome
    is_new = session is None
    if session is None:
        session = Session(id=sent.id, athlete=athlete, started_at=sent.started_at)
        session.day = day_of(sent.started_at, athlete.tz)
        session.evidence = _evidence(session, sent, now)
    highest_before = _entry(session, map(set_entry_of, sifted.stored.values())).highest_pain
    is_changed = _fill(session, replace(sent, finished_at=None) if sent.written else sent, outcome)
    has_own_note = sifted.new and outcome.rejected.get(sent.id, {}).get("routine") != Refusal.CHANGED
    kept = checked_prescription(athlete, prescription) if has_own_note else None
    if is_new or is_changed or sifted.new:
        _save(session, kept, is_new=is_new)
        _write_sets(session, sifted, kept)
        entry = _entry(session, (one for one, _sent in sifted.new))
        if entry.highest_pain > highest_before:
            ask_after_pain(athlete=athlete, entry=entry, now=now)
    if sent.id not in outcome.rejected:
        outcome.saved.append(sent.id)
    return outcome


def _evidence(session: Session, sent: SyncedSession, now: datetime) -> Evidence:
    """Say how a new session came to be written down: by the player, or by hand on the day or later."""
    if not sent.written:
        return Evidence.TIMED
    on_the_day = session.day == day_of(sent.finished_at or now, session.athlete.tz)
    return Evidence.LIVE if on_the_day else Evidence.BACKFILLED


def _all_refused(sent: SyncedSession, sets: Sequence[SyncedSet], reason: Refusal) -> Outcome:
    return Outcome(rejected={key: {WHOLE: reason} for key in (sent.id, *(one.id for one in sets))})


def _entry(session: Session, sets: Iterable[SetEntry]) -> SessionEntry:
    """Return the session with these of its sets, for the pain that they hold."""
    pains = {"pain_before": session.pain_before, "pain_after": session.pain_after}
    return SessionEntry(id=session.id, started_at=session.started_at, sets=tuple(sets), **pains)


@dataclass(slots=True)
class _Sifted:
    """The session's stored sets by id, and the sets to write with what was sent of them."""

    stored: dict[uuid.UUID, Set]
    new: list[tuple[SetEntry, SyncedSet]] = field(default_factory=list)


def _sift(athlete: Athlete, sent: SyncedSession, sets: Sequence[SyncedSet], outcome: Outcome) -> _Sifted:
    """Return the sets that are to be written; of the others, say what they are in the outcome."""
    ids = {one.id for one in sets}
    known = {one.pk: one for one in Set.objects.filter(Q(pk__in=ids) | Q(session=sent.id)).order_by()}
    unknown = ids - known.keys()
    removed = RemovedSet.objects.for_athlete(athlete).among(unknown) if unknown else set()
    exercises = Exercise.logged.keys_to_log(athlete.user, {one.exercise for one in sets})
    sifted = _Sifted({key: one for key, one in known.items() if one.session_id == sent.id})
    places = {(one.position, one.exercise_id, str(one.side)): key for key, one in sifted.stored.items()}
    for one in sets:
        exercise_id = exercises.get(one.exercise)
        if exercise_id is None:
            outcome.rejected[one.id] = {"exercise": Refusal.EXERCISE}
            continue
        entry, stored = one.entry(exercise_id), known.get(one.id)
        place = (one.position, exercise_id, one.side.value)
        if stored and stored.session_id != sent.id:
            reason: Refusal | None = Refusal.NOT_OWN
        elif stored and _says(stored, entry, one.completed_at):
            outcome.saved.append(one.id)
            continue
        elif stored and not _is_later(stored, one.completed_at):
            reason = Refusal.CHANGED
        elif one.id in removed:
            reason = Refusal.REMOVED
        else:
            reason = Refusal.TAKEN if places.get(place, one.id) != one.id else None
        if reason:
            outcome.rejected[one.id] = {WHOLE: reason}
            continue
        places[place] = one.id
        sifted.new.append((entry, one))
        outcome.saved.append(one.id)
    return sifted


def _is_later(stored: Set, completed_at: datetime) -> bool:
    """Say whether a set was completed anew; one that a form wrote has no moment, and stays."""
    return stored.completed_at is not None and completed_at > stored.completed_at


def _says(stored: Set, entry: SetEntry, completed_at: datetime) -> bool:
    """Say whether a set is stored as it was sent. Its place may differ: a form counts the places anew."""
    return set_entry_of(stored) == entry and not _is_later(stored, completed_at)


def _fill(session: Session, sent: SyncedSession, outcome: Outcome) -> bool:
    """Put what was sent where the session has no value yet, and say whether any was; name what differs."""
    errors: dict[str, Refusal] = {}
    is_changed = False
    if abs(session.started_at - sent.started_at) >= FINEST:
        errors["started_at"] = Refusal.CHANGED
    if sent.finished_at and session.finished_at is None and sent.finished_at < session.started_at:
        errors["finished_at"] = Refusal.ENDS_FIRST
    for name in ("finished_at", "effort", "pain_before", "pain_after", "notes"):
        value, stored = getattr(sent, name), getattr(session, name)
        if value in (None, "", stored) or name in errors:
            continue
        if stored in (None, ""):
            setattr(session, name, value)
            is_changed = True
        else:
            errors[name] = Refusal.CHANGED
    if sent.routine and not (session.routine and session.routine.slug == sent.routine):
        if session.routine:
            errors["routine"] = Refusal.CHANGED
        else:
            session.routine = Routine.objects.filter(slug=sent.routine).first()
            is_changed = is_changed or session.routine is not None
            if session.routine is None:
                errors["routine"] = Refusal.ROUTINE
    if errors:
        outcome.rejected[sent.id] = errors
    return is_changed


def _save(session: Session, kept: Kept | None, *, is_new: bool) -> None:
    """Save the session's row, and what was handed out for it where that is not known yet."""
    is_first_note = kept is not None and session.screening_id is None
    if is_first_note:
        put_prescription(session, kept)
    if not is_new:
        session.version += 1
    # All keys were looked up before, and the database itself holds the constraints: neither is asked again.
    keys = {"athlete", "routine", "screening", "catalogue_version"}
    session.full_clean(exclude=keys, validate_unique=False, validate_constraints=False)
    session.save(force_insert=is_new)
    if is_first_note:
        PrescribedExercise.objects.bulk_create(build_prescribed(session, kept))


def _write_sets(session: Session, sifted: _Sifted, kept: Kept | None) -> None:
    if not sifted.new:
        return
    rows = {entry.id: _row(session, entry, one, sifted.stored.get(entry.id)) for entry, one in sifted.new}
    nth: Counter[tuple[int, str]] = Counter()
    for row in sorted((sifted.stored | rows).values(), key=lambda one: one.position):
        place = (row.exercise_id, str(row.side))
        if kept and row.prescribed is None:
            row.prescribed = kept.snapshots.get((*place, nth[place]))
        nth[place] += 1
    replaced = rows.keys() & sifted.stored.keys()
    if replaced:
        Set.objects.filter(pk__in=replaced).delete()
    # One statement for any number of sets; bulk_create() takes one for every 58 of them on SQLite.
    query = InsertQuery(Set)
    query.insert_values(Set._meta.local_concrete_fields, list(rows.values()))
    query.get_compiler(connection=connection).execute_sql()
    follow_merges(session, (row.exercise_id for row in rows.values()))


def _row(session: Session, entry: SetEntry, sent: SyncedSet, stored: Set | None) -> Set:
    return Set(
        id=entry.id,
        athlete_id=session.athlete_id,
        session=session,
        exercise_id=entry.exercise_id,
        day=session.day,
        position=sent.position,
        side=entry.side,
        reps=entry.reps,
        seconds=entry.seconds,
        distance_m=entry.distance_m,
        load_kg=entry.load_kg,
        pain=entry.pain,
        skipped=entry.skipped,
        prescribed=stored.prescribed if stored else None,
        completed_at=sent.completed_at,
    )
