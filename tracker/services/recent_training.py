"""What a person did of late: the one read behind the plan, the caps, the next dose and the week's figures."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import Any

from tracker.domain.schedule import LOOK_BACK, Done
from tracker.models import Evidence, Set


@dataclass(frozen=True, slots=True)
class TrainedSet:
    """One set as it was logged; `prescribed` is None where nobody asked for it (see `Set`)."""

    id: uuid.UUID
    exercise: int
    slug: str
    position: int
    side: str
    reps: int | None
    seconds: int | None
    distance_m: Decimal | None
    load_kg: Decimal | None
    pain: int | None
    skipped: bool
    prescribed: Mapping[str, int | None] | None


@dataclass(frozen=True, slots=True)
class TrainedSession:
    """One session with its sets in order; `routine` is "" for an own one, `morning` None if unanswered."""

    id: uuid.UUID
    day: date
    started_at: datetime
    finished_at: datetime | None
    evidence: Evidence
    routine: str
    routine_name: str
    effort: int | None
    pain_before: int | None
    pain_after: int | None
    morning: int | None
    sets: tuple[TrainedSet, ...]

    @property
    def is_any_done(self) -> bool:
        """Whether anything of it was done, and not all left out."""
        return not all(one.skipped for one in self.sets)

    @property
    def is_under_way(self) -> bool:
        """Whether the player began it and has not finished it."""
        return self.evidence is Evidence.TIMED and self.finished_at is None


@dataclass(frozen=True)
class RecentTraining:
    """The sessions of the last LOOK_BACK days before `today`, the newest first."""

    today: date
    sessions: tuple[TrainedSession, ...]

    @cached_property
    def history(self) -> tuple[Done, ...]:
        """The sessions that followed a routine, as the schedule wants them.

        One that is under way today is not done yet; one that was never finished counts from the next day on.
        """
        return tuple(
            Done(one.day, one.routine)
            for one in self.sessions
            if one.routine and one.is_any_done and not (one.is_under_way and one.day >= self.today)
        )

    @cached_property
    def days_of_exercises(self) -> dict[str, set[date]]:
        """The days on which each exercise was done, by slug."""
        days: dict[str, set[date]] = {}
        for session in self.sessions:
            for one in session.sets:
                if not one.skipped:
                    days.setdefault(one.slug, set()).add(session.day)
        return days

    def with_exercise(self, exercise: int) -> Iterable[tuple[TrainedSession, tuple[TrainedSet, ...]]]:
        """Return the sessions in which an exercise was prescribed or done, each with the sets of it."""
        for session in self.sessions:
            sets = tuple(one for one in session.sets if one.exercise == exercise)
            if sets:
                yield session, sets


def recent_training(user: Any, today: date) -> RecentTraining:
    """Return what a user did up to today, and after it: a traveller's days may lie ahead. One query."""
    rows = Set.objects.for_athlete(user).since(today - timedelta(days=LOOK_BACK)).of_kept_sessions().trained()
    return RecentTraining(
        today,
        tuple(_session(tuple(group)) for _key, group in groupby(rows, key=lambda row: row["session_id"])),
    )


def _session(rows: tuple[dict[str, Any], ...]) -> TrainedSession:
    first = rows[0]
    return TrainedSession(
        id=first["session_id"],
        day=first["session__day"],
        started_at=first["session__started_at"],
        finished_at=first["session__finished_at"],
        evidence=Evidence(first["session__evidence"]),
        routine=first["session__routine__slug"] or "",
        routine_name=first["session__routine__name"] or "",
        effort=first["session__effort"],
        pain_before=first["session__pain_before"],
        pain_after=first["session__pain_after"],
        morning=first["session__morning__pain"],
        sets=tuple(
            TrainedSet(
                id=row["id"],
                exercise=row["exercise_id"],
                slug=row["exercise__slug"],
                position=row["position"],
                side=str(row["side"]),
                reps=row["reps"],
                seconds=row["seconds"],
                distance_m=row["distance_m"],
                load_kg=row["load_kg"],
                pain=row["pain"],
                skipped=row["skipped"],
                prescribed=row["prescribed"],
            )
            for row in rows
        ),
    )
