"""The four questions of the progress page, each with a sentence in answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from exercises.services.judge_exercises import Judge
from tracker.presenters.chart import Action
from tracker.presenters.next_step import next_step
from tracker.presenters.pain_chart import pain_words
from tracker.presenters.rom_series import Rom
from tracker.presenters.rom_words import range_words
from tracker.presenters.stretching import stretch_seconds, stretching_words
from tracker.presenters.training import Training


@dataclass(frozen=True, slots=True)
class Answer:
    """A question and its answer; `more` is a second sentence, `action` what to open."""

    key: str
    question: str
    text: str
    more: str = ""
    action: Action | None = None


def answers_of(training: Training, rom: Rom, judge: Judge, now: datetime) -> tuple[Answer, ...]:
    """Return the four answers in their order."""
    step, action = next_step(training, rom, judge, now)
    return (
        Answer("plan", _("Am I training as planned?"), adherence_words(training), training.streak),
        Answer("range", _("Is my range changing?"), range_words(rom)),
        Answer("pain", _("Is my pain going the right way?"), pain_words(training.pain)),
        Answer("next", _("What should I do next?"), step, action=action),
    )


def adherence_words(training: Training) -> str:
    """Say in how many weeks it was often enough, and how long the legs were stretched."""
    if training.first is None:
        return _("Nothing is logged yet.")
    if not training.total:
        return _("No session in this time.")
    parts = {"sessions": training.sessions_reading().rstrip(".")}
    seconds = stretch_seconds(training.sets)
    if not any(seconds):
        return _("%(answer)s: %(sessions)s.") % {"answer": _short(training), **parts}
    parts["stretching"] = _lower(stretching_words(seconds, training.period, training.first))
    text = _("%(answer)s: %(sessions)s; stretching %(stretching)s.")
    return text % {"answer": _short(training), **parts}


def _short(training: Training) -> str:
    met, counted = training.kept
    if not counted:
        return _("It is early")
    if met == counted:
        return _("Yes")
    return _("In part") if met else _("Less than planned")


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
