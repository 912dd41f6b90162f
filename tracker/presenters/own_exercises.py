"""The page of a person's own exercises."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from exercises.domain.own_exercise import MOST_OWN
from exercises.domain.vocabulary import Each, Recorded, Status
from exercises.models import Exercise


@dataclass(frozen=True, slots=True)
class OwnExercise:
    """One of them; `text` says how it is measured."""

    slug: str
    name: str
    url: str
    text: str


@dataclass(frozen=True, slots=True)
class OwnExercises:
    """Those in use, those that were put away, and whether there is room for more."""

    in_use: tuple[OwnExercise, ...]
    put_away: tuple[OwnExercise, ...]
    has_room: bool
    most: int = MOST_OWN


def build_own_exercises(exercises: Iterable[Exercise]) -> OwnExercises:
    """Return the page of a person's own exercises, in the order that they come in."""
    rows = [(one.status is Status.DRAFT, _shown(one)) for one in exercises]
    return OwnExercises(
        in_use=tuple(row for is_in_use, row in rows if is_in_use),
        put_away=tuple(row for is_in_use, row in rows if not is_in_use),
        has_room=len(rows) < MOST_OWN,
    )


def _shown(exercise: Exercise) -> OwnExercise:
    facts = [
        _("reps") if exercise.reps_min else _("seconds"),
        _("each side apart") if exercise.each == Each.SIDE else _("both sides together"),
        *(_("load") for one in exercise.records if one is Recorded.LOAD),
        *(_("distance") for one in exercise.records if one is Recorded.DISTANCE),
    ]
    return OwnExercise(exercise.slug, exercise.name, exercise.get_absolute_url(), " · ".join(facts))
