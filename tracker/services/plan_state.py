"""A person's plan as it stands: what they follow, and what they changed about it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from exercises.domain.vocabulary import PatternKind
from tracker.domain.schedule import LOOK_BACK, Course, Pattern, Span, Track
from tracker.models import Athlete, ChangeKind, Enrolment, PlanChange


@dataclass(frozen=True, slots=True)
class Followed:
    """The programme that is followed."""

    enrolment: uuid.UUID
    slug: str
    name: str
    started_on: date


class Placed(NamedTuple):
    """The enrolment that places a routine on days, and from when."""

    enrolment: uuid.UUID
    since: date


@dataclass(frozen=True, slots=True)
class PlanState:
    """The programme (None for none), what the schedule is worked out from, and the changes behind it.

    `placed` says of each routine what places it: the programme, where a daily block holds it as well.
    """

    programme: Followed | None
    course: Course
    changes: tuple[PlanChange, ...]
    placed: Mapping[str, Placed] = field(default_factory=dict)

    def changes_of(self, day: date, routine: str) -> tuple[PlanChange, ...]:
        """Return what was changed about a routine for a day: not today, skips and swaps."""
        return tuple(
            one
            for one in self.changes
            if one.routine and one.routine.slug == routine and one.first_day <= day <= (one.last_day or day)
        )


def plan_state(user: Any, today: date, *, pauses_since: date | None = None) -> PlanState:
    """Return a user's plan, with older pauses where they are asked for; two queries."""
    rows = list(Enrolment.objects.for_athlete(user).active().plan_rows())
    own, recent = PlanChange.objects.for_athlete(user), today - timedelta(days=LOOK_BACK)
    changes = tuple(own.since(recent) if pauses_since is None else own.since_or_paused(recent, pauses_since))
    followed = [row for row in rows if row["programme"] is not None]
    return PlanState(
        programme=_followed(followed[0]) if followed else None,
        course=Course(
            pattern=_pattern(followed),
            started_on=followed[0]["started_on"] if followed else today,
            sessions_a_week=Athlete.of(user).sessions_a_week,
            pauses=tuple(
                Span(one.first_day, one.last_day) for one in changes if one.kind is ChangeKind.PAUSE
            ),
            put_off=frozenset(
                (one.first_day, one.routine.slug)
                for one in changes
                if one.kind is ChangeKind.PUT_OFF and one.routine
            ),
            daily=tuple(row["routine__slug"] for row in rows if row["routine__slug"]),
        ),
        changes=changes,
        placed={
            one["routine__slug"] or one["programme__tracks__routine__slug"]: Placed(
                one["pk"], one["started_on"]
            )
            for one in sorted(rows, key=lambda one: one["programme"] is not None)
        },
    )


def _followed(row: dict[str, Any]) -> Followed:
    return Followed(row["pk"], row["programme__slug"], row["programme__name"], row["started_on"])


def _pattern(rows: Iterable[dict[str, Any]]) -> Pattern | None:
    """Return the pattern of the rows of one programme; None where it has no routine."""
    tracks = [
        Track(
            row["programme__tracks__routine__slug"],
            row["programme__tracks__times_min"],
            row["programme__tracks__times_max"],
        )
        for row in rows
        if row["programme__tracks__routine__slug"]
    ]
    if not tracks:
        return None
    first = next(iter(rows))
    return Pattern(PatternKind(first["programme__pattern"]), tuple(tracks), first["programme__every_days"])
