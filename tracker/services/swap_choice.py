"""What may be done today in the place of one of a routine's exercises."""

from __future__ import annotations

from dataclasses import dataclass

from exercises.models import Exercise, Routine
from tracker.services.prescribe_session import Offer, places_of_routine


@dataclass(frozen=True, slots=True)
class SwapChoice:
    """What may stand there, the nearest level first, and what stands there now: None for nothing."""

    exercises: tuple[Exercise, ...]
    current: Exercise | None


def choice_for(routine: Routine, exercise: Exercise, offer: Offer) -> SwapChoice:
    """Return what may stand in the place of a routine's own exercise today.

    The same aim, in no other place of the routine, and itself prescribed to the person: nothing that is held
    or avoided, and nothing whose days are used up.
    """
    places = places_of_routine(routine, offer)
    others = [place for place in places if place.wanted.pk != exercise.pk]
    taken = {exercise.slug, *(one.slug for place in others for one in (place.wanted, place.exercise) if one)}
    found = [
        one
        for one in offer.exercises
        if one.aim == exercise.aim and one.slug not in taken and offer.may_prescribe(one)
    ]
    found.sort(key=lambda one: (abs(one.level - exercise.level), one.level, one.name))
    current = (place.exercise for place in places if place.wanted.pk == exercise.pk)
    return SwapChoice(tuple(found), next(current, None))
