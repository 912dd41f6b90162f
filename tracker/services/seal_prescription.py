"""The sealed note of what a sheet hands out, which says so when the sheet comes back.

The note names the answers and the catalogue that the sheet was made under. It is signed and bound to its
person, so that on saving it is known what was prescribed, whatever has changed since or was sent along.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core import signing

from exercises.domain.dosage import Dosage, Range
from exercises.domain.vocabulary import Each
from tracker.models import Cause
from tracker.services.offer import Offer
from tracker.services.prescribe_session import Place

SALT = "tracker.prescription"


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
