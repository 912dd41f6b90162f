"""What the sets of an exercise may hold: load, distance, seconds, reps, each with its words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exercises.domain.vocabulary import Recorded, RepUnit
from exercises.models import Exercise
from tracker.presenters.words import CM_IN_A_METRE, distance_words, load_words, reach_words, unbroken


@dataclass(frozen=True, slots=True)
class Amount:
    """Something that a set can hold: its column, its name, its chart's title, and how a value reads.

    `factor` makes of the stored value the one on the chart; `unit` is the word for what the chart counts.
    """

    column: str
    name: str
    title: str
    words: Callable[[Any], str]
    unit: str
    factor: int = 1

    @property
    def key(self) -> str:
        return f"most_{self.column}"

    @property
    def last_key(self) -> str:
        return f"last_{self.column}"

    @property
    def asked_key(self) -> str:
        return f"asked_{self.column}"


def amounts_of(exercise: Exercise) -> tuple[Amount, ...]:
    """Return what the sets of an exercise may hold, in the order of their charts."""
    distance = Amount("distance", _("Distance"), _("Distance, the longest set"), distance_words, _("m"))
    if Recorded.REACH in exercise.records:
        title = _("Reach, the farthest")
        distance = Amount("distance", _("Reach"), title, reach_words, _("cm"), CM_IN_A_METRE)
    reps = Amount("reps", _("Reps"), _("Reps, most in a set"), _reps_words, _("reps"))
    if exercise.rep_unit == RepUnit.STEPS:
        reps = Amount("reps", _("Steps"), _("Steps, most in a set"), _steps_words, _("steps"))
    return (
        Amount("load", _("Load"), _("Load, the heaviest set"), load_words, _("kg")),
        distance,
        Amount("seconds", _("Seconds"), _("Seconds, the longest set"), _seconds_words, _("s")),
        reps,
    )


def _seconds_words(seconds: int) -> str:
    return unbroken(_("%(seconds)s s") % {"seconds": seconds})


def _reps_words(reps: int) -> str:
    return unbroken(ngettext("%(count)s rep", "%(count)s reps", reps) % {"count": reps})


def _steps_words(steps: int) -> str:
    return unbroken(ngettext("%(count)s step", "%(count)s steps", steps) % {"count": steps})
