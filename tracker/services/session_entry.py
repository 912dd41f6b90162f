"""What a service is told about a session: plain values, checked by a form."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from exercises.domain.dosage import Dosage, prescribed_sets
from exercises.domain.vocabulary import Side
from tracker.domain.local_time import day_of
from tracker.models import Athlete, Evidence, Session, Set


@dataclass(frozen=True, slots=True, kw_only=True)
class SetEntry:
    """One set; at least one of reps, seconds and metres unless it was skipped."""

    id: uuid.UUID
    exercise_id: int
    side: Side
    reps: int | None = None
    seconds: int | None = None
    distance_m: Decimal | None = None
    load_kg: Decimal | None = None
    pain: int | None = None
    skipped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEntry:
    """A session with its sets in order; `started_at` is aware."""

    id: uuid.UUID
    started_at: datetime
    sets: tuple[SetEntry, ...]
    effort: int | None = None
    pain_before: int | None = None
    pain_after: int | None = None
    notes: str = ""

    @property
    def highest_pain(self) -> int:
        """The most pain that was noted, before, after or in a set; 0 where none was."""
        pains = (self.pain_before, self.pain_after, *(one.pain for one in self.sets))
        return max((pain for pain in pains if pain is not None), default=0)


Snapshot = dict[str, int | None]
Snapshots = dict[tuple[int, str, int], Snapshot]
"""What was prescribed, by exercise, side and order on that side."""


def prescribed_by(doses: Iterable[tuple[int, Dosage]]) -> Snapshots:
    """Return what doses, each with the key of its exercise, prescribe set by set."""
    snapshots: Snapshots = {}
    counted: Counter[tuple[int, str]] = Counter()
    for exercise, dosage in doses:
        for one in prescribed_sets(dosage):
            place = (exercise, one.side.value)
            snapshots[*place, counted[place]] = {"reps": one.reps, "seconds": one.seconds}
            counted[place] += 1
    return snapshots


def build_sets(session: Session, entry: SessionEntry, snapshots: Snapshots) -> list[Set]:
    """Return the unsaved rows of an entry's sets, each with what was prescribed for its place."""
    rows = []
    counted: Counter[tuple[int, str]] = Counter()
    for position, one in enumerate(entry.sets, start=1):
        place = (one.exercise_id, one.side.value)
        rows.append(
            Set(
                id=one.id,
                athlete_id=session.athlete_id,
                session=session,
                exercise_id=one.exercise_id,
                day=session.day,
                position=position,
                side=one.side,
                reps=one.reps,
                seconds=one.seconds,
                distance_m=one.distance_m,
                load_kg=one.load_kg,
                pain=one.pain,
                skipped=one.skipped,
                prescribed=snapshots.get((*place, counted[place])),
            )
        )
        counted[place] += 1
    return rows


def put_entry(session: Session, entry: SessionEntry, athlete: Athlete, now: datetime) -> None:
    """Copy the session's own values onto the row.

    Its day, and whether it was logged on the day, are worked out when its start is new or changed, and
    never again. An end that is known moves along with the start.
    """
    if session.started_at != entry.started_at:
        if session.finished_at:
            session.finished_at += entry.started_at - session.started_at
        session.started_at = entry.started_at
        session.day = day_of(entry.started_at, athlete.tz)
        if session.evidence in {Evidence.LIVE, Evidence.BACKFILLED}:
            on_the_day = session.day == day_of(now, athlete.tz)
            session.evidence = Evidence.LIVE if on_the_day else Evidence.BACKFILLED
    session.effort = entry.effort
    session.pain_before = entry.pain_before
    session.pain_after = entry.pain_after
    session.notes = entry.notes


def entry_of(session: Session) -> SessionEntry:
    """Return the entry that a stored session, read `with_bare_sets()`, would have come from."""
    return SessionEntry(
        id=session.id,
        started_at=session.started_at,
        effort=session.effort,
        pain_before=session.pain_before,
        pain_after=session.pain_after,
        notes=session.notes,
        sets=tuple(set_entry_of(one) for one in session.sets.all()),
    )


def set_entry_of(one: Set) -> SetEntry:
    """Return the entry that a stored set would have come from."""
    return SetEntry(
        id=one.id,
        exercise_id=one.exercise_id,
        side=Side(one.side),
        reps=one.reps,
        seconds=one.seconds,
        distance_m=one.distance_m,
        load_kg=one.load_kg,
        pain=one.pain,
        skipped=one.skipped,
    )
