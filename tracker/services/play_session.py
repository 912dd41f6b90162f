"""What the player is given: a session's exercises in order, what of them is done, and what may stand in."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from exercises.domain.dosage import Dosage, PrescribedSet, prescribed_sets
from exercises.models import Exercise, Routine
from exercises.models.ladder import Direction
from exercises.models.steps import gathered_steps
from exercises.services.judge_exercises import judge_for
from exercises.services.kept_catalogue import Kept
from tracker.models import Evidence, Session
from tracker.services.offer import Offer
from tracker.services.prescribe_session import Place, places_of_exercises, places_of_routine
from tracker.services.recent_training import TrainedSet

PLACES_APART = 20
"""Between the first sets of two exercises; no exercise has more sets. So a set keeps its place, by which two
devices know that it is the same, also where an exercise before it drops out."""

MOST_STAND_INS = 3
"""A product default: more would have to be read before one can go on."""

GO_ON_WITHIN = timedelta(hours=24)
"""A product default: a session that was left so long ago is not gone on with."""

Loads = Mapping[tuple[str, int], Decimal]
"""The loads in kg, by side and order on that side."""


class StandIn(NamedTuple):
    """What may be done in the place of an exercise."""

    exercise: Exercise
    dosage: Dosage
    is_easier: bool


class Swap(NamedTuple):
    """What is done in the place of what was left of an exercise, and how many rounds of it."""

    stand_in: StandIn
    rounds: int


@dataclass(frozen=True, slots=True)
class Turn:
    """One exercise of a played session; `number` is its place among all that was handed out, from 1.

    One that `is_stopped` is not gone on with: it says what was done, and what may be or is done in its place.
    """

    number: int
    exercise: Exercise
    dosage: Dosage
    loads: Loads
    stand_ins: tuple[StandIn, ...]
    is_stopped: bool = False
    swaps: tuple[Swap, ...] = ()

    @property
    def first(self) -> int:
        """The position of its first set, and of the first set of what stands in for it."""
        return (self.number - 1) * PLACES_APART + 1

    @property
    def sets(self) -> Iterator[tuple[int, PrescribedSet, Decimal | None]]:
        """The sets in order, each with its position in the session and the load, if it has one."""
        nth: Counter[str] = Counter()
        for position, one in enumerate(prescribed_sets(self.dosage), start=self.first):
            yield position, one, self.loads.get((one.side.value, nth[one.side.value]))
            nth[one.side.value] += 1

    @property
    def places(self) -> Iterator[tuple[int, str, str]]:
        """Position, exercise and side of each set, also of what stands in."""
        for position, one, _load in self.sets:
            yield position, self.exercise.slug, one.side.value
        for swap in self.swaps:
            for position, one in enumerate(prescribed_sets(swap.stand_in.dosage), start=self.first):
                yield position, swap.stand_in.exercise.slug, one.side.value


@dataclass(frozen=True, slots=True)
class Play:
    """What is played. `done` holds the sets that are stored already, skipped ones included."""

    id: uuid.UUID
    routine: Routine | None
    started_at: datetime | None
    places: tuple[Place, ...]
    turns: tuple[Turn, ...]
    done: tuple[TrainedSet, ...]

    @property
    def placed(self) -> tuple[tuple[int, TrainedSet], ...]:
        """What is done, each with its position among the sets to play.

        A form counts the positions anew: what it moved takes the first place that is free on its side.
        """
        free = [place for turn in self.turns for place in turn.places]
        moved = []
        found = []
        for one in self.done:
            place = (one.position, one.slug, one.side)
            if place in free:
                free.remove(place)
                found.append((one.position, one))
            else:
                moved.append(one)
        for one in moved:
            open_places = (place for place in free if place[1:] == (one.slug, one.side))
            place = next(open_places, (one.position, one.slug, one.side))
            free = [other for other in free if other != place]
            found.append((place[0], one))
        return tuple(found)


class NotOwnError(Exception):
    """The session of this id is not the user's, or was deleted."""


def stored_session(key: uuid.UUID, *, user: Any) -> Session | None:
    """Return the user's session of this id, or None where there is none yet; one query."""
    session = Session.objects.with_routine().with_handed_out().filter(pk=key).first()
    if session and (session.athlete_id != user.pk or session.deleted_at):
        raise NotOwnError
    return session


def is_late(started_at: datetime, *, now: datetime) -> bool:
    """Say whether a session was left for so long that it is not gone on with."""
    return now - started_at >= GO_ON_WITHIN


def may_play_on(session: Session, *, now: datetime) -> bool:
    """Say whether the player shows a session of its own: under way, or nobody told how it was yet.

    Its last set ends a session. What is asked then, and the way back to the last set, must outlive a reload.
    """
    is_untold = session.effort is None and session.pain_after is None and not session.notes
    is_open = session.finished_at is None or is_untold
    return session.evidence is Evidence.TIMED and is_open and not is_late(session.started_at, now=now)


def offer_to_play(user: Any, *, today: date) -> Offer:
    """Return what `offer_for()` does, every exercise with its steps as `step_texts`."""
    return Offer(user, judge_for(user), _playable.at(getattr(user, "catalogue_stamp", None)), today)


def _with_steps() -> tuple[Exercise, ...]:
    return tuple(Exercise.objects.current().for_choice().in_order().annotate(step_texts=gathered_steps()))


_playable = Kept(_with_steps)


def steps_of(exercise: Exercise, offer: Offer) -> list[str]:
    """Return the steps of an exercise in order, from an `offer_to_play()`."""
    found = getattr(offer.by_slug.get(exercise.slug), "step_texts", None) or ()
    return [text for _position, text in sorted(found)]


def fresh_play(
    key: uuid.UUID, offer: Offer, *, routine: Routine | None, exercise: Exercise | None = None
) -> Play:
    """Return a routine (read `with_items()`) or one exercise to play, as it is prescribed now."""
    places = places_of_routine(routine, offer) if routine else ()
    if exercise:
        places = places_of_exercises([exercise], offer)
    return Play(key, routine, None, places, turns_of(enumerate(places, start=1), offer), ())


def turns_of(numbered: Iterable[tuple[int, Place]], offer: Offer) -> tuple[Turn, ...]:
    """Return the turns of numbered places that hold an exercise, each with what may stand in for it."""
    filled = [(number, one, one.exercise, one.dosage) for number, one in numbered if one.exercise]
    taken = {exercise.slug for _number, _place, exercise, _dosage in filled}
    return tuple(
        Turn(number, exercise, dosage, _loads(place, offer), _stand_ins(exercise, offer, taken))
        for number, place, exercise, dosage in filled
        if dosage
    )


def _loads(place: Place, offer: Offer) -> Loads:
    """Return the loads of last time, and where the next step raises them, the new ones."""
    loads: dict[tuple[str, int], Decimal] = {}
    key = place.exercise.pk if place.exercise else 0
    _session, last = next(iter(offer.training.with_exercise(key)), (None, ()))
    nth: Counter[str] = Counter()
    for one in last:
        if one.load_kg is not None:
            loads[one.side, nth[one.side]] = one.load_kg
        nth[one.side] += 1
    raised = place.step.loads if place.step else ()
    return loads | {(one.side, one.nth): one.new_kg for one in raised}


def _stand_ins(exercise: Exercise, offer: Offer, taken: Collection[str]) -> tuple[StandIn, ...]:
    """Return what may be done in the place of an exercise now: an easier one first, then of the same aim.

    Nothing that is in the session already, nothing of a higher level, and only what may be prescribed.
    """
    easier = {slug for way, slug in offer.neighbours.get(exercise.slug, ()) if way == Direction.EASIER}
    fitting = [
        one
        for one in offer.exercises
        if one.slug not in taken
        and (one.slug in easier or (one.aim == exercise.aim and one.level <= exercise.level))
        and offer.may_offer(one)
    ]
    fitting.sort(key=lambda one: (one.slug not in easier, exercise.level - one.level, one.name))
    places = places_of_exercises(fitting[:MOST_STAND_INS], offer)
    return tuple(
        StandIn(one.wanted, one.dosage, one.wanted.slug in easier)
        for one in places
        if one.dosage and not one.is_changed
    )
