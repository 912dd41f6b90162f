"""One session: what was prescribed and what was done, set by set."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from exercises.domain.vocabulary import RepUnit
from exercises.models import Exercise
from tracker.models import Session, Set
from tracker.models.session import Evidence
from tracker.presenters.history import session_title
from tracker.presenters.words import (
    Badge,
    amount_words,
    badge_of,
    distance_words,
    load_words,
    minutes_words,
    prescribed_words,
)


@dataclass(frozen=True, slots=True)
class SetRow:
    """One set; `number` counts on its side within the exercise. A text without anything to say is ""."""

    pk: UUID
    badge: Badge
    number: int
    prescribed: str
    done: str
    distance: str
    load: str
    pain: str
    is_skipped: bool


@dataclass(frozen=True, slots=True)
class ExerciseBlock:
    """The sets of one exercise."""

    slug: str
    name: str
    url: str
    progress_url: str
    rows: tuple[SetRow, ...]


@dataclass(frozen=True, slots=True)
class SessionPage:
    """A session with its facts as terms and values."""

    pk: UUID
    title: str
    routine_url: str
    day: date
    started_at: datetime
    facts: tuple[tuple[str, str], ...]
    notes: str
    blocks: tuple[ExerciseBlock, ...]


def build_session_page(session: Session) -> SessionPage:
    """Return the page of a session read `with_sets()` and `with_routine()`."""
    by_exercise: dict[Exercise, list[Set]] = {}
    for one in session.sets.all():
        by_exercise.setdefault(one.exercise, []).append(one)
    return SessionPage(
        pk=session.pk,
        title=session_title(session),
        routine_url=session.routine.get_absolute_url() if session.routine else "",
        day=session.day,
        started_at=session.started_at,
        facts=_facts(session),
        notes=session.notes,
        blocks=tuple(_block(exercise, sets) for exercise, sets in by_exercise.items()),
    )


def _block(exercise: Exercise, sets: list[Set]) -> ExerciseBlock:
    counted: Counter[str] = Counter()
    rows = []
    for one in sets:
        counted[one.side] += 1
        rows.append(_row(one, counted[one.side], RepUnit(exercise.rep_unit)))
    return ExerciseBlock(
        slug=exercise.slug,
        name=exercise.name,
        url=exercise.get_absolute_url(),
        progress_url=reverse("tracker:exercise-progress", args=[exercise.slug]),
        rows=tuple(rows),
    )


def _row(one: Set, number: int, unit: RepUnit) -> SetRow:
    return SetRow(
        pk=one.pk,
        badge=badge_of(one.side),
        number=number,
        prescribed=prescribed_words(one.prescribed, unit),
        done="" if one.skipped else amount_words(one.reps, one.seconds, unit),
        distance="" if one.skipped else distance_words(one.distance_m),
        load="" if one.skipped else load_words(one.load_kg),
        pain="" if one.pain is None else str(one.pain),
        is_skipped=one.skipped,
    )


def _facts(session: Session) -> tuple[tuple[str, str], ...]:
    took = (session.finished_at - session.started_at).total_seconds() if session.finished_at else None
    facts = (
        (_("Took"), None if took is None else minutes_words(took)),
        (_("Effort"), _of_ten(session.effort)),
        (_("Pain before"), _of_ten(session.pain_before)),
        (_("Pain after"), _of_ten(session.pain_after)),
        (_("Evidence"), _(Evidence(session.evidence).label)),
    )
    return tuple((term, value) for term, value in facts if value is not None)


def _of_ten(value: int | None) -> str | None:
    return None if value is None else _("%(value)s of 10") % {"value": value}
