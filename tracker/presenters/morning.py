"""The question about the morning after, and what is said to its answer."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from exercises.domain.screening import STOP_ABOVE_PAIN
from tracker.domain.pain import PAINS, is_asked_about, is_worse_morning
from tracker.services.recent_training import RecentTraining


@dataclass(frozen=True, slots=True)
class MorningQuestion:
    """What to ask about a session; `said` repeats an answer that was given, "" without one."""

    url: str
    question: str
    answer: int | None
    said: str
    pains: tuple[int, ...] = PAINS


def build_morning(training: RecentTraining, today: date) -> MorningQuestion | None:
    """Return the question about the last session of yesterday or the day before; None without one.

    It comes with its answer where that was given, so that it can be changed.
    """
    for one in training.sessions:
        if is_asked_about(one.day, today):
            return morning_question(one.id, one.day, name=one.routine_name, answer=one.morning, today=today)
    return None


def morning_question(
    session: uuid.UUID, day: date, *, name: str, answer: int | None, today: date
) -> MorningQuestion:
    """Return the question about one session; `name` is that of its routine, "" for an own session."""
    return MorningQuestion(
        url=reverse("tracker:session-morning", args=[session]),
        question=_question(day, name, today),
        answer=answer,
        said="" if answer is None else _said(answer, name),
    )


def _question(day: date, name: str, today: date) -> str:
    values = {"name": name, "day": date_format(day, "l")}
    if today - day == timedelta(days=1):
        text = (
            _("How much does it hurt this morning, after %(name)s yesterday?")
            if name
            else _("How much does it hurt this morning, after your session yesterday?")
        )
    else:
        text = (
            _("How much did it hurt on the morning after %(name)s on %(day)s?")
            if name
            else _("How much did it hurt on the morning after your session on %(day)s?")
        )
    return text % values


def _said(answer: int, name: str) -> str:
    values = {"pain": answer, "name": name}
    if name:
        return _("The morning after %(name)s: pain %(pain)s.") % values
    return _("The morning after your last session: pain %(pain)s.") % values


def answered_words(pain: int, before: int | None) -> tuple[bool, str]:
    """Return whether an answer is a warning, and what to say to it; `before` is that before the session."""
    if pain > STOP_ABOVE_PAIN:
        return True, _(
            "Pain above 5 on the morning after is too much. The screening is asked again before the next "
            "session. If it does not settle, or comes back, see a clinician."
        )
    if is_worse_morning(pain, before):
        return True, _("Noted. That is more than before the session, so less of its exercises comes next.")
    if not before:
        return False, _("Noted.")
    # As much as before is not worse, but nobody who still hurts is told that it has settled.
    if pain:
        return False, _("Noted. That is no more than before the session.")
    return False, _("Noted. The pain has settled.")
