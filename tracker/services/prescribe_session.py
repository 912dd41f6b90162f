"""Prescribing a session: what a sheet hands out, and the sealed note that says so when the sheet comes back.

The note names the answers and the catalogue that the sheet was made under. It is signed and bound to its
person, so that on saving it is known what was prescribed, whatever has changed since or was sent along.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core import signing

from exercises.domain.dosage import Dosage, Range
from exercises.domain.screening import Assessment
from exercises.domain.vocabulary import Each
from exercises.models import Exercise, Routine
from exercises.services.judge_exercises import Judge, judge_for
from exercises.services.personal_routine import personal_items

SALT = "tracker.prescription"


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be handed out to one person now: their judge, and all that the catalogue offers."""

    judge: Judge
    exercises: tuple[Exercise, ...]

    @property
    def by_slug(self) -> Mapping[str, Exercise]:
        return {one.slug: one for one in self.exercises}

    @property
    def catalogue_version(self) -> int | None:
        """The key of the latest version of all, or None where none is kept."""
        return getattr(self.exercises[0], "catalogue_version", None) if self.exercises else None


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a sheet: what was asked for, its verdict, and what is handed out there, or None.

    Without a dose the amounts come from elsewhere: from the session that is done again.
    """

    wanted: Exercise
    exercise: Exercise | None
    dosage: Dosage | None
    assessment: Assessment

    @property
    def is_changed(self) -> bool:
        return self.exercise is None or self.exercise.pk != self.wanted.pk


class HandedOut(NamedTuple):
    """What the note says of one place, by keys."""

    exercise: int | None
    instead_of: int | None
    dosage: Dosage | None


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


def offer_for(user: Any) -> Offer:
    """Return what may be handed out to a user now; two queries."""
    return Offer(judge_for(user), tuple(Exercise.objects.current().for_choice().in_order()))


def places_of_routine(routine: Routine, offer: Offer) -> tuple[Place, ...]:
    """Return a routine (read `with_items()`) as the person gets it."""
    found = personal_items(routine, judge=offer.judge, candidates=offer.exercises)
    return tuple(
        Place(one.own, one.exercise, None if one.is_left_out else one.dosage, one.assessment) for one in found
    )


def places_of_exercises(
    wanted: Iterable[Exercise], offer: Offer, *, doses: Mapping[int, Dosage] | None = None
) -> tuple[Place, ...]:
    """Return exercises as the person gets them; what is no longer offered has no place.

    With `doses`, by key, an exercise that may be done as it is has the dose named there or none; without,
    its own. A substitute comes with its own dose.
    """
    judge = offer.judge
    offered = [one for one in wanted if one.is_offered]
    taken = {one.slug for one in offered if judge.may_prescribe(one)}
    places = []
    for one in offered:
        assessment = judge.assess(one)
        if judge.may_prescribe(one):
            dosage = one.dosage if doses is None else doses.get(one.pk)
            places.append(Place(one, one, dosage, assessment))
            continue
        other = judge.substitute(one, offer.exercises, taken)
        if other:
            taken.add(other.slug)
        places.append(Place(one, other, other.dosage if other else None, assessment))
    return tuple(places)


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


def _packed(place: Place) -> list[int | bool | None]:
    exercise = place.exercise.pk if place.exercise else None
    instead_of = place.wanted.pk if place.is_changed else None
    dosage = place.dosage
    if dosage is None:
        return [exercise, instead_of]
    reps = dosage.reps.low if dosage.reps else None
    seconds = dosage.hold_s.low if dosage.hold_s else None
    return [exercise, instead_of, dosage.sets.low, reps, seconds, dosage.each is not None]


def _unpacked(
    exercise: int | None,
    instead_of: int | None,
    sets: int = 0,
    reps: int | None = None,
    seconds: int | None = None,
    is_each: bool = False,
) -> HandedOut:
    """Return a place of the note; its dose prescribes the sets that the whole dose did."""
    if not sets:
        return HandedOut(exercise, instead_of, None)
    dosage = Dosage(
        sets=Range(sets, sets),
        reps=None if reps is None else Range(reps, reps),
        hold_s=None if seconds is None else Range(seconds, seconds),
        each=Each.SIDE if is_each else None,
    )
    return HandedOut(exercise, instead_of, dosage)
