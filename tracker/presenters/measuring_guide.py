"""How to measure, in plain words by position; and for whom that is closed, and why.

The protocols are those of clinical facts §4 (product defaults, after Krause 2014 for the seated one).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exercises.domain.screening import Assessment
from exercises.domain.vocabulary import Verdict
from exercises.presenters.text import label_of
from exercises.presenters.verdict import first_reason, reason_words
from exercises.services.judge_exercises import Judge
from tracker.domain.measuring import Motion, Position
from tracker.presenters.chart import Action
from tracker.services.judge_measuring import assess_rotation, may_guide


@dataclass(frozen=True, slots=True)
class MotionSteps:
    """What to do for one motion."""

    key: Motion
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class PositionSteps:
    """How to sit or lie, and what to do then for each motion that fits the person."""

    key: Position
    name: str
    setup: str
    motions: tuple[MotionSteps, ...]


@dataclass(frozen=True, slots=True)
class Closed:
    """Why there is no guidance, or not for all: calm words, and where to go on."""

    colour: str
    title: str
    texts: tuple[str, ...]
    link: Action | None = None


@dataclass(frozen=True, slots=True)
class MeasuringGuide:
    """How to measure; `positions` is empty where nothing fits. `guided` is for the script."""

    positions: tuple[PositionSteps, ...]
    closed: Closed | None
    changes: tuple[str, ...]
    guided: str


SETUP = {
    Position.SEATED: gettext_lazy(
        "Sit so high that your feet hang free, with your thighs level and hips and knees at a right angle. "
        "Put a fist between your knees and your hands on your pelvis."
    ),
    Position.PRONE: gettext_lazy(
        "Lie face down and bend the knee of the leg that you measure to a right angle."
    ),
    Position.SUPINE: gettext_lazy(
        "Lie on your back at the end of a bed or table, the knee bent over its edge so that the shin hangs."
    ),
}
DO = {
    (Motion.INTERNAL, Position.SEATED): gettext_lazy(
        "Turn the foot out, slowly, until your pelvis first lifts or leans. Hold there, and read."
    ),
    (Motion.EXTERNAL, Position.SEATED): gettext_lazy(
        "Turn the foot in, slowly, until your pelvis first lifts or leans. Hold there, and read."
    ),
    (Motion.INTERNAL, Position.PRONE): gettext_lazy(
        "Let the foot move out, slowly, until the other side of your pelvis first lifts. Hold there, and "
        "read."
    ),
    (Motion.EXTERNAL, Position.PRONE): gettext_lazy(
        "Let the foot move in, slowly, until your pelvis first lifts. Hold there, and read."
    ),
    (Motion.INTERNAL, Position.SUPINE): gettext_lazy(
        "Turn the foot out, slowly, until your pelvis first lifts. Hold there, and read."
    ),
    (Motion.EXTERNAL, Position.SUPINE): gettext_lazy(
        "Turn the foot in, slowly, until your pelvis first lifts. Hold there, and read."
    ),
}
ORDER: tuple[tuple[Position, Promise | str], ...] = tuple(SETUP.items())


def build_guide(judge: Judge, now: datetime) -> MeasuringGuide:
    """Return the guide of a person: what the screening holds or avoids is left out of it."""
    assessed = {key: assess_rotation(judge, *key) for key in DO}
    is_open = {key: may_guide(judge, one, now) for key, one in assessed.items()}
    positions = tuple(
        PositionSteps(position, capfirst(label_of(position)), str(setup), motions)
        for position, setup in ORDER
        if (motions := tuple(_steps(motion, position) for motion in Motion if is_open[motion, position]))
    )
    return MeasuringGuide(
        positions=positions,
        closed=_closed(judge, assessed, {key for key, one in is_open.items() if not one}, now),
        changes=_changes(judge, (assessed[key] for key, one in is_open.items() if one)),
        guided=" ".join(f"{motion}/{position}" for (motion, position), one in is_open.items() if one),
    )


def ask_first(judge: Judge, now: datetime, *, back: str) -> Closed | None:
    """Return what stands in place of any guidance while answers are missing or a red flag is raised."""
    if judge.is_stopped:
        return Closed(
            "note-stop",
            _("Not now"),
            (_("A warning sign is not ruled out for you. See a doctor before you measure."),),
            Action(_("What to do"), reverse("exercises:screening-stop")),
        )
    if judge.must_ask(now):
        return Closed(
            "note-plain",
            _("A few questions first"),
            (
                _("Measuring goes to the end of what your hip can do, and that is not for everyone."),
                _("Answer a few questions, and this page shows you how, where it fits you."),
            ),
            Action(_("Answer the questions"), f"{reverse('exercises:screening')}?next={back}"),
        )
    return None


def closed_texts(judge: Judge, closed: Iterable[Assessment]) -> tuple[str, ...]:
    """Return why something is closed, each reason once, and that it can be recorded all the same."""
    reasons = [first_reason(one, judge.ruleset) for one in closed]
    return (
        *dict.fromkeys(text for text in reasons if text),
        _("What was measured all the same, say by a clinician, can be recorded here."),
    )


def _steps(motion: Motion, position: Position) -> MotionSteps:
    return MotionSteps(motion, capfirst(label_of(motion)), str(DO[motion, position]))


def _closed(
    judge: Judge,
    assessed: dict[tuple[Motion, Position], Assessment],
    closed: set[tuple[Motion, Position]],
    now: datetime,
) -> Closed | None:
    first = ask_first(judge, now, back=reverse("tracker:measurement-create"))
    if first or not closed:
        return first
    texts = closed_texts(judge, (assessed[key] for key in assessed if key in closed))
    is_avoided = any(assessed[key].verdict is Verdict.AVOID for key in closed)
    if len(closed) == len(assessed):
        title = _("This is not for you now") if is_avoided else _("Ask a clinician first")
        return Closed("", title, texts)
    return Closed("", _("Left out here: %(what)s") % {"what": _names(closed)}, texts)


def _names(closed: set[tuple[Motion, Position]]) -> str:
    """Return what is closed: a whole motion by its name, else each with its position."""
    names = []
    for motion in Motion:
        positions = [position for position in Position if (motion, position) in closed]
        if len(positions) == len(Position):
            names.append(label_of(motion))
        elif positions:
            listed = ", ".join(label_of(one) for one in positions)
            names.append(_("%(motion)s (%(positions)s)") % {"motion": label_of(motion), "positions": listed})
    return "; ".join(names)


def _changes(judge: Judge, open_ones: Iterable[Assessment]) -> tuple[str, ...]:
    """Return what to change in it, where the screening allows it with a change."""
    words = [reason_words(reason, judge.ruleset) for one in open_ones for reason in one.reasons]
    return tuple(dict.fromkeys(text for text in words if text))
