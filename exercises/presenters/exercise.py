"""The page of one exercise: its ladder, who should take care, and what machines read of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from exercises.models import Contraindication, Exercise, Progression
from exercises.models.exercise import Direction
from exercises.presenters.care import CareGroup, care_groups
from exercises.presenters.json_ld import exercise_json_ld


@dataclass(frozen=True, slots=True)
class ExercisePage:
    """All that the page shows."""

    exercise: Exercise
    easier: tuple[Progression, ...]
    harder: tuple[Progression, ...]
    care: tuple[CareGroup, ...]
    json_ld: dict[str, Any]


def exercise_page(exercise: Exercise, *, rules: Iterable[Contraindication], url: str) -> ExercisePage:
    """Arrange an exercise fetched with `for_page`, and the rules that touch it, for its page."""
    return ExercisePage(
        exercise=exercise,
        easier=_ladder(exercise, Direction.EASIER),
        harder=_ladder(exercise, Direction.HARDER),
        care=care_groups(rules),
        json_ld=exercise_json_ld(exercise, url),
    )


def _ladder(exercise: Exercise, direction: Direction) -> tuple[Progression, ...]:
    steps: list[Progression] = exercise.ladder  # type: ignore[attr-defined]
    return tuple(one for one in steps if one.direction is direction and one.other.is_offered)
