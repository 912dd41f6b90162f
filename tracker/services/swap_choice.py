"""What may be done today in the place of one of a routine's exercises."""

from __future__ import annotations

from exercises.models import Exercise, Routine
from tracker.services.prescribe_session import Offer, places_of_routine


def choices_for(routine: Routine, exercise: Exercise, offer: Offer) -> tuple[Exercise, ...]:
    """Return what may stand in the place of a routine's own exercise today, the nearest level first.

    The same aim, not in the routine already, and itself prescribed to the person: nothing that is held or
    avoided, and nothing whose days are used up.
    """
    places = places_of_routine(routine, offer)
    taken = {one.slug for place in places for one in (place.wanted, place.exercise) if one}
    found = [
        one
        for one in offer.exercises
        if one.aim == exercise.aim and one.slug not in taken and offer.judge.may_prescribe(one)
    ]
    return tuple(sorted(found, key=lambda one: (abs(one.level - exercise.level), one.level, one.name)))
