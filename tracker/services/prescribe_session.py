"""Prescribing a session: what stands in each place of a routine for one person on one day."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from exercises.domain.dosage import Dosage
from exercises.domain.screening import Assessment
from exercises.models import Exercise, Routine
from exercises.services.personal_routine import aims_of, personal_items
from tracker.domain.caps import CapUse
from tracker.domain.progression import Step
from tracker.models import Cause, ChangeKind, PlanChange
from tracker.services.offer import Offer


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a sheet: what was asked for, its verdict, and what is handed out there, or None.

    `cause` says why that is something else. Without a dose the amounts come from elsewhere: from the session
    that is done again. `step` is what the dose of today comes from, where the person did it of late.
    """

    wanted: Exercise
    exercise: Exercise | None
    dosage: Dosage | None
    assessment: Assessment
    cause: Cause = Cause.NONE
    cap: CapUse | None = None
    step: Step | None = None

    @property
    def is_changed(self) -> bool:
        return self.exercise is None or self.exercise.pk != self.wanted.pk

    @property
    def own_change(self) -> str:
        """ "skip" or "swap" where the person changed it, else ""."""
        return self.cause.value if self.cause in {Cause.SKIP, Cause.SWAP} else ""


def places_of_routine(routine: Routine, offer: Offer) -> tuple[Place, ...]:
    """Return a routine (read `with_items()`) as the person gets it on the offer's day.

    In this order: the screening, the person's own changes of the day, caps and pain, the next dose.
    """
    candidates = offer.open_now if aims_of([routine], offer.judge) else ()
    found = personal_items(routine, judge=offer.judge, candidates=candidates)
    places = tuple(
        Place(
            wanted=one.own,
            exercise=one.exercise,
            dosage=None if one.is_left_out else one.dosage,
            assessment=one.assessment,
            cause=Cause.SCREENING if one.is_replaced or one.is_left_out else Cause.NONE,
        )
        for one in found
    )
    own = _own_changes(offer, routine)
    taken = {one.exercise.pk for one in places if one.exercise and one.wanted.pk not in own}
    changed = [_changed(place, own.get(place.wanted.pk), offer, taken) for place in places]
    return _stepped([_within_limits(place, offer) for place in changed], offer)


def places_of_exercises(
    wanted: Iterable[Exercise], offer: Offer, *, doses: Mapping[int, Dosage] | None = None
) -> tuple[Place, ...]:
    """Return exercises as the person gets them; what is no longer offered has no place.

    With `doses`, by key, an exercise that may be done as it is has the dose named there or none, unless less
    is due after pain; without, its own, or the next one after what was done of late. A substitute comes with
    its own dose.
    """
    judge = offer.judge
    offered = [one for one in wanted if one.is_offered]
    taken = {one.slug for one in offered if judge.may_prescribe(one)}
    places = []
    for one in offered:
        assessment = judge.assess(one)
        if judge.may_prescribe(one):
            dosage = one.dosage if doses is None else doses.get(one.pk)
            places.append(_within_limits(Place(one, one, dosage, assessment), offer))
            continue
        other = judge.substitute(one, offer.open_now, taken)
        if other:
            taken.add(other.slug)
        places.append(Place(one, other, other.dosage if other else None, assessment, Cause.SCREENING))
    return _stepped(places, offer) if doses is None else _lessened(places, offer, doses)


def _own_changes(offer: Offer, routine: Routine) -> Mapping[int, PlanChange]:
    """Return what the person changed about a routine for the day, by the exercise that they changed."""
    return {
        one.exercise_id: one
        for one in offer.changes
        if one.kind in {ChangeKind.SKIP, ChangeKind.SWAP}
        and one.exercise_id
        and one.routine_id == routine.pk
        and one.first_day == offer.today
    }


def _changed(place: Place, change: PlanChange | None, offer: Offer, taken: Collection[int]) -> Place:
    """Return the place with the person's own change, where that may be prescribed.

    `taken` are the keys of what stands in other places: under other answers that may be what the person chose
    for this one, and no exercise comes twice.
    """
    if change is None:
        return place
    if change.kind is ChangeKind.SKIP:
        return dataclasses.replace(place, exercise=None, dosage=None, cause=Cause.SKIP)
    other = offer.by_slug.get(change.instead.slug) if change.instead else None
    if other is None or other.pk in taken or not offer.may_prescribe(other):
        return place
    return dataclasses.replace(place, exercise=other, dosage=other.dosage, cause=Cause.SWAP)


def _within_limits(place: Place, offer: Offer) -> Place:
    """Return the place without its exercise where that was done often enough, or hurt too much today."""
    if place.exercise is None:
        return place
    use = offer.cap_use(place.exercise)
    cause = Cause.NONE
    if use is not None and not use.is_open:
        cause = Cause.CAP
    if offer.hurt_today(place.exercise):
        cause = Cause.PAIN
    if cause is Cause.NONE:
        return dataclasses.replace(place, cap=use)
    return dataclasses.replace(place, exercise=None, dosage=None, cause=cause, cap=use)


def _stepped(places: Sequence[Place], offer: Offer) -> tuple[Place, ...]:
    """Return the places with the dose that follows from what was done of late."""
    doses = {one.exercise.pk: one.dosage for one in places if one.exercise and one.dosage}
    steps = offer.steps_from(doses)
    return tuple(
        _with_step(one, steps.get(one.exercise.pk)) if one.exercise and one.dosage else one for one in places
    )


def _lessened(places: Sequence[Place], offer: Offer, doses: Mapping[int, Dosage]) -> tuple[Place, ...]:
    """Return the places with the dose of their step only where it is less, after pain.

    That a person wanted to keep a dose does not count: here they ask for what they did before.
    """
    steps = dataclasses.replace(offer, known_training=offer.training, known_changes=()).steps_from(doses)
    less = {key: step for key, step in steps.items() if step.is_less}
    return tuple(
        _with_step(one, less.get(one.exercise.pk)) if one.exercise and not one.is_changed else one
        for one in places
    )


def _with_step(place: Place, step: Step | None) -> Place:
    return dataclasses.replace(place, step=step, dosage=step.dosage) if step else place
