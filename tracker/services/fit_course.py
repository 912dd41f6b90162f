"""A person's course without the routines of which nothing is for them: those would be due for ever."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from exercises.models import Exercise, Routine
from exercises.services.judge_exercises import Judge
from exercises.services.personal_routine import personal_items
from tracker.domain.course import Course


def fitted_course(
    course: Course,
    routines: Iterable[Routine],
    judge: Judge,
    candidates: Callable[[Collection[Routine]], Collection[Exercise]],
) -> Course:
    """Return the course as it can be followed under the judge's answers.

    `routines` are all that offer something, with their items; `candidates` is asked for what may stand in
    only where some routine has nothing of its own for the person.
    """
    own = [one for one in routines if one.slug in course.routines]
    empty = course.routines - {one.slug for one in own}
    held = [one for one in own if judge.knows and not _has_own(one, judge)]
    if held:
        found = candidates(held)
        empty |= {one.slug for one in held if _is_left_out(one, judge, found)}
    return course.without(empty) if empty else course


def _has_own(routine: Routine, judge: Judge) -> bool:
    return any(judge.may_prescribe(item.exercise) for item in routine.current_items)


def _is_left_out(routine: Routine, judge: Judge, candidates: Collection[Exercise]) -> bool:
    return all(one.is_left_out for one in personal_items(routine, judge=judge, candidates=candidates))
