"""Prescribing a session: what a sheet hands out, and the sealed note that says so when the sheet comes back.

The note names the answers and the catalogue that the sheet was made under. It is signed and bound to its
person, so that on saving it is known what was prescribed, whatever has changed since or was sent along.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from django.core import signing

from exercises.domain.dosage import Dosage, Range
from exercises.domain.screening import Assessment
from exercises.domain.vocabulary import Each
from exercises.models import Exercise, Routine
from exercises.services.judge_exercises import Judge, judge_for
from exercises.services.personal_routine import personal_items
from tracker.domain.caps import Cap, CapUse, cap_use, shared_caps
from tracker.domain.progression import Step
from tracker.domain.schedule import LOOK_BACK
from tracker.models import Cause, ChangeKind, PlanChange
from tracker.services.next_doses import NextDoses, Steps
from tracker.services.recent_training import RecentTraining, recent_training

SALT = "tracker.prescription"


@dataclass(frozen=True)
class Offer:
    """What may be handed out to one person on a day: their judge, and all that the catalogue offers.

    What they did of late and what they changed about the plan are read when they are first asked for: a page
    that only shows a sheet again needs neither.
    """

    user: Any
    judge: Judge
    exercises: tuple[Exercise, ...]
    today: date
    known_changes: tuple[PlanChange, ...] | None = None
    known_training: RecentTraining | None = None

    @cached_property
    def training(self) -> RecentTraining:
        if self.known_training is not None:
            return self.known_training
        return recent_training(self.user, self.today)

    @cached_property
    def changes(self) -> tuple[PlanChange, ...]:
        """What the person changed about the plan of late and from this day on."""
        if self.known_changes is not None:
            return self.known_changes
        first = self.today - timedelta(days=LOOK_BACK)
        return tuple(PlanChange.objects.for_athlete(self.user).since(first))

    @cached_property
    def next_doses(self) -> NextDoses:
        return NextDoses(self.exercises, self.training, self.changes, self.may_prescribe, self.today)

    def steps_from(self, doses: Mapping[int, Dosage]) -> Mapping[int, Step]:
        """Return the steps where a routine names other doses for some exercises, by their keys."""
        return Steps(self.next_doses, doses)

    @cached_property
    def by_slug(self) -> Mapping[str, Exercise]:
        return {one.slug: one for one in self.exercises}

    @cached_property
    def neighbours(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """By slug, what is next to it on the ladder: direction and slug."""
        pairs = {one.slug: getattr(one, "neighbours", None) or () for one in self.exercises}
        return {slug: tuple((way, other) for way, other in found) for slug, found in pairs.items()}

    @cached_property
    def caps(self) -> Mapping[str, Cap]:
        """The caps, by the slugs of the exercises that they bind."""
        doses = {one.slug: one.dosage.days_a_week for one in self.exercises}
        steps = ((slug, other) for slug, found in self.neighbours.items() for _way, other in found)
        return shared_caps(doses, steps)

    def cap_use(self, exercise: Exercise) -> CapUse | None:
        """Return how far an exercise's cap is used up; None where it has none."""
        cap = self.caps.get(exercise.slug)
        if cap is None:
            return None
        days = {day for slug in cap.slugs for day in self.training.days_of_exercises.get(slug, ())}
        return cap_use(days, cap, self.today)

    def may_prescribe(self, exercise: Exercise) -> bool:
        """Say whether the exercise may be handed out today: the screening allows it, and so does its cap."""
        use = self.cap_use(exercise)
        return self.judge.may_prescribe(exercise) and (use is None or use.is_open)

    @property
    def catalogue_version(self) -> int | None:
        """The key of the latest version of all, or None where none is kept."""
        return getattr(self.exercises[0], "catalogue_version", None) if self.exercises else None


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


class HandedOut(NamedTuple):
    """What the note says of one place, by keys."""

    exercise: int | None
    instead_of: int | None
    dosage: Dosage | None
    cause: Cause = Cause.NONE


@dataclass(frozen=True, slots=True)
class Prescription:
    """What was handed out, from which routine ("" for none), under which answers and catalogue."""

    screening: int
    catalogue_version: int | None
    routine: str
    items: tuple[HandedOut, ...]

    @property
    def keys(self) -> set[int]:
        """The keys of all exercises that it names."""
        return {key for one in self.items for key in (one.exercise, one.instead_of) if key is not None}


def offer_for(user: Any, *, today: date, changes: tuple[PlanChange, ...] | None = None) -> Offer:
    """Return what may be handed out to a user on a day: two queries, and two more once a dose is asked for.

    `changes` are those of the user's plan where they were read already (`PlanState.changes`).
    """
    exercises = tuple(Exercise.objects.current().for_choice().in_order())
    return Offer(user, judge_for(user), exercises, today, changes)


def places_of_routine(routine: Routine, offer: Offer) -> tuple[Place, ...]:
    """Return a routine (read `with_items()`) as the person gets it on the offer's day.

    In this order: the screening, the person's own changes of the day, the caps, the step to the next dose.
    """
    open_now = [one for one in offer.exercises if offer.may_prescribe(one)]
    found = personal_items(routine, judge=offer.judge, candidates=open_now)
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
    return _stepped([_within_cap(place, offer) for place in changed], offer)


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
    open_now = [one for one in offer.exercises if offer.may_prescribe(one)]
    places = []
    for one in offered:
        assessment = judge.assess(one)
        if judge.may_prescribe(one):
            dosage = one.dosage if doses is None else doses.get(one.pk)
            places.append(_within_cap(Place(one, one, dosage, assessment), offer))
            continue
        other = judge.substitute(one, open_now, taken)
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


def _within_cap(place: Place, offer: Offer) -> Place:
    """Return the place without its exercise where that was done often enough."""
    use = offer.cap_use(place.exercise) if place.exercise else None
    if use is None or use.is_open:
        return dataclasses.replace(place, cap=use)
    return dataclasses.replace(place, exercise=None, dosage=None, cause=Cause.CAP, cap=use)


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


def sealed_prescription(places: Sequence[Place], *, offer: Offer, routine: str, user: Any) -> str:
    """Return the note of what a sheet hands out, for its hidden field; "" where it hands out nothing."""
    screening = offer.judge.screening
    if screening is None or not places:
        return ""
    payload = {
        "screening": screening.pk,
        "version": offer.catalogue_version,
        "routine": routine,
        "items": [_packed(place) for place in places],
    }
    return signing.dumps(payload, salt=_salt(user), compress=True)


def opened_prescription(note: str, *, user: Any, routine: str) -> Prescription | None:
    """Return what a note of this user for this routine says; None for any other, and for a damaged one."""
    try:
        data = signing.loads(note, salt=_salt(user))
        found = Prescription(
            screening=data["screening"],
            catalogue_version=data["version"],
            routine=data["routine"],
            items=tuple(_unpacked(*one) for one in data["items"]),
        )
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return None
    return found if found.routine == routine else None


def _salt(user: Any) -> str:
    return f"{SALT}.{user.pk}"


def _packed(place: Place) -> list[int | bool | str | None]:
    exercise = place.exercise.pk if place.exercise else None
    instead_of = place.wanted.pk if place.is_changed else None
    dosage = place.dosage
    if dosage is None:
        return [exercise, instead_of, place.cause.value]
    reps = dosage.reps.low if dosage.reps else None
    seconds = dosage.hold_s.low if dosage.hold_s else None
    return [
        exercise,
        instead_of,
        place.cause.value,
        dosage.sets.low,
        reps,
        seconds,
        dosage.each is not None,
    ]


def _unpacked(
    exercise: int | None,
    instead_of: int | None,
    cause: str,
    sets: int = 0,
    reps: int | None = None,
    seconds: int | None = None,
    is_each: bool = False,
) -> HandedOut:
    """Return a place of the note; its dose prescribes the sets that the whole dose did."""
    if not sets:
        return HandedOut(exercise, instead_of, None, Cause(cause))
    dosage = Dosage(
        sets=Range(sets, sets),
        reps=None if reps is None else Range(reps, reps),
        hold_s=None if seconds is None else Range(seconds, seconds),
        each=Each.SIDE if is_each else None,
    )
    return HandedOut(exercise, instead_of, dosage, Cause(cause))
