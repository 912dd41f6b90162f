"""Going on with a session that is under way, on this device or another.

It keeps what was handed out when it began. What may no longer be prescribed drops out. What hurt too much is
stopped, and what the person did in its place goes on: the sync format names no swap, but a set of another
exercise at an exercise's places is one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from exercises.domain.dosage import Dosage, Range
from exercises.models import Exercise, Routine
from exercises.models.ladder import Direction
from tracker.domain.pain import is_too_much
from tracker.models import Session
from tracker.services.offer import Offer
from tracker.services.play_session import PLACES_APART, Play, StandIn, Swap, Turn, turns_of
from tracker.services.prescribe_session import Place, places_of_routine
from tracker.services.recent_training import TrainedSet

Done = Sequence[TrainedSet]
Numbered = tuple[int, Place]


def resumed_play(session: Session, offer: Offer, *, routine: Routine | None) -> Play:
    """Return a session under way (a `stored_session()`) with what is left of it.

    Of one that was begun too long ago to be among the recent ones nothing is left.
    """
    begun = (one for one in offer.training.sessions if one.id == session.pk)
    done = tuple(one for training in begun for one in training.sets)
    now = places_of_routine(routine, offer) if routine and done else ()
    given = tuple(_handed_out(session, offer, now)) if done else ()
    kept = [(number, _as_begun(place, done)) for number, place in given or _unless_known(session, now)]
    open_now = {number for number, place in kept if not given or _may_go_on(place, session, offer, done)}
    turns = _turns(kept, open_now, session, offer, done)
    places = tuple(place for number, place in kept if number in open_now)
    return Play(session.pk, routine, session.started_at, places, turns, done)


def _handed_out(session: Session, offer: Offer, now: Iterable[Place]) -> Iterator[Numbered]:
    """Return the exercises that a session began with, as far as they are on offer still."""
    by_key = {one.pk: one for one in offer.exercises}
    doses = {place.exercise.pk: place.dosage for place in now if place.exercise}
    rows: list[list[int | None]] = getattr(session, "handed_out", None) or []
    given = sorted((number, one or 0, other or 0) for number, one, other in rows if number)
    for number, key, instead_of in given:
        if exercise := by_key.get(key):
            wanted = by_key.get(instead_of, exercise)
            dosage = doses.get(exercise.pk) or _dose_of(exercise, offer)
            yield number, Place(wanted, exercise, dosage, offer.judge.assess(wanted))


def _dose_of(exercise: Exercise, offer: Offer) -> Dosage:
    return offer.steps_from({})[exercise.pk].dosage


def _unless_known(session: Session, now: Iterable[Place]) -> Iterator[Numbered]:
    """Return what is handed out now for a session of which nobody knows what it began with."""
    rows: list[list[int | None]] = getattr(session, "handed_out", None) or []
    return iter(()) if any(number for number, _one, _other in rows) else enumerate(now, start=1)


def _may_go_on(place: Place, session: Session, offer: Offer, done: Done) -> bool:
    return place.exercise is not None and _may_be_done(place.exercise, session, offer, done)


def _may_be_done(exercise: Exercise, session: Session, offer: Offer, done: Done) -> bool:
    """Say whether an exercise of a session under way may be done now; not after too much pain in it.

    The cap does not stop what was begun in it: that day is among those that it counts. Later than on the day
    after it does, for what is done then is done on another day.
    """
    sets = [one for one in done if one.exercise == exercise.pk]
    if _is_sore(exercise, done):
        return False
    is_begun = any(not one.skipped for one in sets) and (offer.today - session.day).days <= 1
    if is_begun:
        return offer.judge.may_prescribe(exercise) and not offer.hurt_today(exercise)
    return offer.may_prescribe(exercise)


def _is_sore(exercise: Exercise, done: Done) -> bool:
    return any(is_too_much(one.pain) for one in done if one.exercise == exercise.pk)


def _as_begun(place: Place, done: Done) -> Place:
    """Return a place with the amounts with which its exercise was begun: both sides get the same.

    Pain lessens the dose of the next time; here every set that was done or left out keeps its place.
    """
    exercise, dosage = place.exercise, place.dosage
    own = [one for one in done if exercise and one.exercise == exercise.pk]
    rounds = max((number for number, _one in _numbered(own)), default=0)
    if dosage is None or not own:
        return place
    if rounds > dosage.sets.low:
        dosage = replace(dosage, sets=Range(rounds, rounds))
    if begun := own[0].prescribed:
        reps, seconds = begun.get("reps"), begun.get("seconds")
        dosage = replace(dosage, reps=_exactly(reps), hold_s=_exactly(seconds))
    return replace(place, dosage=dosage)


def _exactly(value: int | None) -> Range | None:
    return None if value is None else Range(value, value)


def _turns(
    kept: Iterable[Numbered], open_now: set[int], session: Session, offer: Offer, done: Done
) -> tuple[Turn, ...]:
    """Return the turns that are gone on with, and those that hurt too much or were swapped."""
    turns = turns_of(kept, offer)
    own = {turn.exercise.slug for turn in turns}
    found = []
    for turn in turns:
        swaps = tuple(_swaps(turn, own, session, offer, done))
        done_instead = {swap.stand_in.exercise.slug for swap in swaps}
        others = (one for one in turn.stand_ins if one.exercise.slug not in done_instead)
        stand_ins = (*(swap.stand_in for swap in swaps), *others)
        is_open = turn.number in open_now
        if is_open or swaps or _is_sore(turn.exercise, done):
            found.append(replace(turn, stand_ins=stand_ins, swaps=swaps, is_stopped=not is_open))
    return tuple(found)


def _swaps(turn: Turn, own: set[str], session: Session, offer: Offer, done: Done) -> Iterator[Swap]:
    """Return what was begun in the place of an exercise and may be gone on with."""
    easier = {slug for way, slug in offer.neighbours.get(turn.exercise.slug, ()) if way == Direction.EASIER}
    here = range(turn.first, turn.first + PLACES_APART)
    others = {one.slug: None for one in done if one.position in here and one.slug not in own}
    for slug in others:
        other = offer.by_slug.get(slug)
        fits = other and (slug in easier or other.aim == turn.exercise.aim)
        if other and fits and _may_be_done(other, session, offer, done):
            stand_in = StandIn(other, _dose_of(other, offer), slug in easier)
            yield Swap(stand_in, _rounds(turn, stand_in, done))


def _rounds(turn: Turn, stand_in: StandIn, done: Done) -> int:
    """Return how many rounds of a stand-in were asked for: as many as were left out of the exercise."""
    own = [one for one in done if one.exercise == turn.exercise.pk]
    others = [one for one in done if one.exercise == stand_in.exercise.pk]
    left_out = {number for number, one in _numbered(own) if one.skipped}
    return max(len(left_out), *(number for number, _one in _numbered(others)))


def _numbered(sets: Iterable[TrainedSet]) -> Iterator[tuple[int, TrainedSet]]:
    """Return the sets of one exercise in order, each with its number on its side."""
    counted: Counter[str] = Counter()
    for one in sorted(sets, key=lambda each: each.position):
        counted[one.side] += 1
        yield counted[one.side], one
