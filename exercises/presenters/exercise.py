"""The page of one exercise: its verdict, its ladder, who should take care, and what machines read of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from exercises.models import Exercise
from exercises.models.ladder import Direction
from exercises.presenters.care import CareGroup
from exercises.presenters.json_ld import exercise_json_ld
from exercises.presenters.verdict import PersonalVerdict, personal_verdict
from exercises.services.judge_exercises import Judge


@dataclass(frozen=True, slots=True)
class ExercisePage:
    """All that the page shows. `judge` is None for a visitor, `verdict` where nobody has answered."""

    exercise: Exercise
    easier: tuple[Exercise, ...]
    harder: tuple[Exercise, ...]
    care: tuple[CareGroup, ...]
    json_ld: dict[str, Any]
    judge: Judge | None
    verdict: PersonalVerdict | None


def exercise_page(
    exercise: Exercise,
    *,
    care: tuple[CareGroup, ...],
    around: Iterable[Exercise],
    url: str,
    judge: Judge | None = None,
) -> ExercisePage:
    """Arrange an exercise fetched with `for_page`, and what is `around` it, for its page."""
    around = tuple(around)
    return ExercisePage(
        exercise=exercise,
        easier=_ladder(around, Direction.EASIER),
        harder=_ladder(around, Direction.HARDER),
        care=care,
        json_ld=exercise_json_ld(exercise, url),
        judge=judge,
        verdict=personal_verdict(exercise, judge, around) if judge else None,
    )


def _ladder(around: tuple[Exercise, ...], direction: Direction) -> tuple[Exercise, ...]:
    return tuple(one for one in around if one.step_direction is direction)  # type: ignore[attr-defined]
