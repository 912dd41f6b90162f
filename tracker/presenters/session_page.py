"""One session: what was prescribed and what was done, set by set."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exercises.domain.vocabulary import Recorded, RepUnit
from exercises.models import Exercise
from exercises.services.judge_exercises import Judge
from tracker.models import RemovedSet, Session, Set
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
    reach_words,
    unbroken,
)

LOGGED = {
    Evidence.TIMED: gettext_lazy("by the player's clock"),
    Evidence.LIVE: gettext_lazy("on the day"),
    Evidence.BACKFILLED: gettext_lazy("on a later day"),
    Evidence.IMPORTED: gettext_lazy("by an import"),
}
"""How a session came to be written down, as it reads after "Logged"."""

LATE = timedelta(days=7)
"""A product default: what was recorded so long before it was sent may have been dated by a wrong clock."""


@dataclass(frozen=True, slots=True)
class SetRow:
    """One set; `number` counts on its side within the exercise. A text without anything to say is "".

    `remark` says what was prescribed, in short where that is what was done. `to_delete` names its button.
    """

    pk: UUID
    badge: Badge
    number: int
    remark: str
    done: str
    distance: str
    load: str
    pain: str
    is_skipped: bool
    to_delete: str


@dataclass(frozen=True, slots=True)
class ExerciseBlock:
    """The sets of one exercise."""

    slug: str
    name: str
    url: str
    verdict: str
    progress_url: str
    rows: tuple[SetRow, ...]


@dataclass(frozen=True, slots=True)
class SessionPage:
    """A session with its facts as terms and values; `why_url` is "" where nothing was prescribed for it.

    `doubt` says that the device's clock may have been wrong, or is "". `undo` is a deleted set.
    """

    pk: UUID
    title: str
    routine_url: str
    day: date
    started_at: datetime
    doubt: str
    facts: tuple[tuple[str, str], ...]
    notes: str
    why_url: str
    blocks: tuple[ExerciseBlock, ...]
    undo: UUID | None


def build_session_page(
    session: Session, *, judge: Judge, is_made_up: bool = False, deleted: UUID | None = None
) -> SessionPage:
    """Return the page of a session read `with_sets()` and `with_routine()`, for the judge's person.

    A made-up one was written long after it was "done", by nobody's clock. The `deleted` set can be brought
    back, if it is one of this session.
    """
    by_exercise: dict[Exercise, list[Set]] = {}
    for one in session.sets.all():
        by_exercise.setdefault(one.exercise, []).append(one)
    # Where nothing was prescribed, it says nothing that a set was added by hand.
    has_dose = any(one.prescribed for sets in by_exercise.values() for one in sets)
    return SessionPage(
        pk=session.pk,
        title=session_title(session),
        routine_url=session.routine.get_absolute_url() if session.routine else "",
        day=session.day,
        started_at=session.started_at,
        doubt="" if is_made_up else _doubt(session),
        facts=_facts(session),
        notes=session.notes,
        why_url=reverse("tracker:session-why", args=[session.pk]) if session.screening_id else "",
        blocks=tuple(
            _block(exercise, sets, judge, has_dose=has_dose) for exercise, sets in by_exercise.items()
        ),
        undo=deleted if deleted and RemovedSet.objects.can_be_restored(session, deleted) else None,
    )


def _doubt(session: Session) -> str:
    """Say of what a device recorded when it was sent, where that was long after.

    It may have waited without a connection, or the clock was slow. Only the person knows: nothing is moved.
    """
    if session.evidence is not Evidence.TIMED or session.created_at - session.started_at < LATE:
        return ""
    text = _(
        "This came in on %(day)s, from a device whose clock said it was done on the day above. If that clock "
        "was wrong, change the day."
    )
    return text % {"day": date_format(localtime(session.created_at), "j F Y")}


def _block(exercise: Exercise, sets: list[Set], judge: Judge, *, has_dose: bool) -> ExerciseBlock:
    counted: Counter[str] = Counter()
    rows = []
    for one in sets:
        counted[one.side] += 1
        rows.append(_row(one, counted[one.side], exercise, has_dose=has_dose))
    return ExerciseBlock(
        slug=exercise.slug,
        name=exercise.name,
        url=exercise.get_absolute_url(),
        verdict=judge.verdict(exercise),
        progress_url=reverse("tracker:exercise-progress", args=[exercise.slug]),
        rows=tuple(rows),
    )


def _row(one: Set, number: int, exercise: Exercise, *, has_dose: bool) -> SetRow:
    unit, badge = RepUnit(exercise.rep_unit), badge_of(one.side)
    done = "" if one.skipped else amount_words(one.reps, one.seconds, unit)
    how_far = reach_words if Recorded.REACH in exercise.records else distance_words
    return SetRow(
        pk=one.pk,
        badge=badge,
        number=number,
        remark=_remark(prescribed_words(one.prescribed, unit), done, has_dose=has_dose),
        done=done,
        distance="" if one.skipped else how_far(one.distance_m),
        load="" if one.skipped else load_words(one.load_kg),
        pain="" if one.pain is None else str(one.pain),
        is_skipped=one.skipped,
        to_delete=_("Delete set %(number)d, %(side)s") % {"number": number, "side": badge.name},
    )


def _remark(prescribed: str, done: str, *, has_dose: bool) -> str:
    """Return what was prescribed, beside what was done; or that nothing was."""
    if not prescribed:
        return _("added by hand") if has_dose else ""
    if prescribed == done:
        return _("as prescribed")
    return _("prescribed %(amount)s") % {"amount": prescribed}


def _facts(session: Session) -> tuple[tuple[str, str], ...]:
    took = (session.finished_at - session.started_at).total_seconds() if session.finished_at else None
    facts = (
        (_("Took"), None if took is None else minutes_words(took)),
        (_("Effort"), _of_ten(session.effort)),
        (_("Pain before"), _of_ten(session.pain_before)),
        (_("Pain after"), _of_ten(session.pain_after)),
        (_("Logged"), str(LOGGED[Evidence(session.evidence)])),
    )
    return tuple((term, value) for term, value in facts if value is not None)


def _of_ten(value: int | None) -> str | None:
    return None if value is None else unbroken(_("%(value)s of 10") % {"value": value})
