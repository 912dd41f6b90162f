"""A routine as one person gets it: what is held or avoided is replaced or left out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from exercises.domain.dosage import Dosage
from exercises.domain.screening import Assessment
from exercises.models import Exercise, Routine, RoutineItem
from exercises.services.judge_exercises import Judge


@dataclass(frozen=True, slots=True)
class PersonalItem:
    """One place of a routine. `exercise` is what to do there, or None where nothing may stand in.

    `assessment` is the verdict on the routine's own exercise. A substitute comes with its own dose.
    """

    item: RoutineItem
    exercise: Exercise | None
    assessment: Assessment

    @property
    def own(self) -> Exercise:
        """The routine's own exercise."""
        return self.item.exercise

    @property
    def is_replaced(self) -> bool:
        return self.exercise is not None and self.exercise.pk != self.own.pk

    @property
    def is_left_out(self) -> bool:
        return self.exercise is None

    @property
    def dosage(self) -> Dosage:
        """The dose of what is done there; of what is left out, the routine's own."""
        if self.exercise is not None and self.is_replaced:
            return self.exercise.dosage
        return self.item.dosage


def personal_items(
    routine: Routine, *, judge: Judge, candidates: Collection[Exercise]
) -> tuple[PersonalItem, ...]:
    """Return the items of a routine (read `with_items()`) for the judge's person.

    `candidates` are offered exercises of the same aims (`Exercise.objects.same_aim(aims_of(...))`). No
    exercise comes twice. Of a person who was never screened, everything is left out.
    """
    own = [item.exercise for item in routine.current_items]
    taken = {one.slug for one in own if judge.may_prescribe(one)}
    return tuple(_personal(routine.current_items, judge, candidates, taken))


def _personal(
    items: Iterable[RoutineItem], judge: Judge, candidates: Collection[Exercise], taken: set[str]
) -> Iterator[PersonalItem]:
    for item in items:
        exercise: Exercise | None = item.exercise
        if not judge.may_prescribe(item.exercise):
            exercise = judge.substitute(item.exercise, candidates, taken)
            if exercise is not None:
                taken.add(exercise.slug)
        yield PersonalItem(item, exercise, judge.assess(item.exercise))


def aims_of(routines: Iterable[Routine], judge: Judge) -> set[str]:
    """Return the aims for which something has to stand in: none where everything may be prescribed."""
    return {
        item.exercise.aim
        for routine in routines
        for item in routine.current_items
        if judge.knows and not judge.may_prescribe(item.exercise)
    }


def stand_ins(routines: Iterable[Routine], judge: Judge | None) -> tuple[Exercise, ...]:
    """Return the candidates for these routines: one query, and none where nothing has to stand in."""
    aims = aims_of(routines, judge) if judge else set()
    return tuple(Exercise.objects.same_aim(aims)) if aims else ()
