"""The one thing to do next: safety first, then measuring, then the plan."""

from __future__ import annotations

from collections.abc import Set
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from exercises.services.judge_exercises import Judge
from tracker.domain.measuring import Motion, Position
from tracker.domain.pain_trend import Direction
from tracker.presenters.chart import Action, day_text
from tracker.presenters.rom_series import Rom
from tracker.presenters.training import Training
from tracker.services.judge_measuring import guided_rotations

MEASURE_AGAIN = timedelta(days=14)
"""Clinical facts §4, a product default: weekly or every two weeks."""
MAY_MEASURE = timedelta(days=7)

Guided = Set[tuple[Motion, Position]]


def next_step(training: Training, rom: Rom, judge: Judge, now: datetime) -> tuple[str, Action]:
    """Return a sentence and its link."""
    guided = guided_rotations(judge, now)
    return (
        _safety(training, rom, judge, now)
        or _measuring(rom, training.today, MEASURE_AGAIN, guided)
        or _plan(training, judge)
        or _measuring(rom, training.today, MAY_MEASURE, guided)
        or _otherwise(training)
    )


def _safety(training: Training, rom: Rom, judge: Judge, now: datetime) -> tuple[str, Action] | None:
    if judge.is_stopped:
        return _("You answered yes to a warning sign: do not train until it is looked into."), Action(
            _("What to do now"), reverse("exercises:screening-stop")
        )
    if judge.must_ask(now):
        text = _("Answer the screening again: it decides what is prescribed to you.")
        if not judge.knows:
            text = _("Answer the screening: it decides what is prescribed to you.")
        url = f"{reverse('exercises:screening')}?next={reverse('tracker:progress')}"
        return text, Action(_("Answer the screening"), url)
    if rom.is_for_clinician:
        text = _("See a clinician: there was less than 15° of internal rotation, with pain.")
        return text, Action(_("Take your report along"), reverse("tracker:report"))
    if training.pain.direction is Direction.HIGHER:
        text = _(
            "Pain after training has gone up: train within what settles by the next morning, or see a "
            "clinician."
        )
        return text, Action(
            _("Pain and dose"), reverse("exercises:guide-detail", args=["training-dose-and-pain"])
        )
    return None


def _measuring(rom: Rom, today: date, after: timedelta, guided: Guided) -> tuple[str, Action] | None:
    """Return that it is time to measure, to those whom the screening lets measure what they measured."""
    measured = {(one.method.motion, one.method.position) for one in rom.series}
    if not guided or (measured and not measured & guided):
        return None
    action = Action(_("Measure now"), reverse("tracker:measurement-create"))
    if rom.last_day is None:
        return _("Measure your rotation once, so that a change can be seen."), action
    if today - rom.last_day < after:
        return None
    text = _("Measure again: the last time was on %(day)s, and weekly or every two weeks is enough.")
    return text % {"day": day_text(rom.last_day)}, action


def _plan(training: Training, judge: Judge) -> tuple[str, Action] | None:
    # Which routines are not planned at all for who may not do everything, only Today reads (`fit_course`).
    if training.state.course.routines and judge.holds_something:
        return _("Today says what is due, and why."), Action(_("Open Today"), reverse("tracker:today"))
    plan = training.plan
    if plan.today.due:
        return _("Your plan has something for today."), Action(_("Open Today"), reverse("tracker:today"))
    if plan.next_day is None:
        return None
    text = _("Rest today; your plan goes on on %(day)s.") % {"day": date_format(plan.next_day, "l j F")}
    return text, Action(_("See the plan"), reverse("tracker:plan"))


def _otherwise(training: Training) -> tuple[str, Action]:
    if training.state.course.routines:
        return _("Nothing is due for now."), Action(_("See the plan"), reverse("tracker:plan"))
    text = _("Choose a plan, and each day says what is due and why.")
    return text, Action(_("Choose a plan"), reverse("tracker:plan"))
