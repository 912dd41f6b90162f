"""What may be done today in the place of one of a routine's exercises."""

from __future__ import annotations

from dataclasses import dataclass

from exercises.models import Exercise, Routine
from exercises.models.ladder import Direction
from tracker.services.offer import Offer
from tracker.services.prescribe_session import places_of_routine


@dataclass(frozen=True, slots=True)
class SwapChoice:
    """What may stand there, the nearest level first and the next harder one last; and what is there now."""

    exercises: tuple[Exercise, ...]
    current: Exercise | None


def choice_for(routine: Routine, exercise: Exercise, offer: Offer) -> SwapChoice:
    """Return what may stand in the place of a routine's own exercise today.

    The same aim or next to it on the ladder, in no other place of the routine, and itself prescribed to the
    person: nothing that is held or avoided, and nothing whose days are used up.
    """
    places = places_of_routine(routine, offer)
    others = [place for place in places if place.wanted.pk != exercise.pk]
    taken = {exercise.slug, *(one.slug for place in others for one in (place.wanted, place.exercise) if one)}
    ways = {slug: way for way, slug in offer.neighbours.get(exercise.slug, ())}
    found = [
        one
        for one in offer.exercises
        if (one.aim == exercise.aim or one.slug in ways) and one.slug not in taken and offer.may_offer(one)
    ]
    found.sort(
        key=lambda one: (
            ways.get(one.slug) == Direction.HARDER,
            abs(one.level - exercise.level),
            one.level,
            one.name,
        )
    )
    current = (place.exercise for place in places if place.wanted.pk == exercise.pk)
    return SwapChoice(tuple(found), next(current, None))
