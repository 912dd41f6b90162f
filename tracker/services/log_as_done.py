"""Log a routine as it is prescribed, by one press: every set of every place, and nothing else is known."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from exercises.domain.dosage import prescribed_sets
from exercises.models import Routine
from tracker.models import Athlete, Session
from tracker.services.delete_session import restore_session
from tracker.services.log_session import SessionExistsError, log_session
from tracker.services.prescribe_session import (
    Offer,
    Place,
    Prescription,
    opened_prescription,
    places_of_routine,
    sealed_prescription,
)
from tracker.services.session_entry import SessionEntry, SetEntry


class NothingToDoError(Exception):
    """Nothing of the routine is left to do today."""


def log_as_done(
    *, athlete: Athlete, key: uuid.UUID, routine: Routine, offer: Offer, now: datetime
) -> Session:
    """Return the session that says that a routine (read `with_items()`) was done as prescribed.

    A key that this person has used already leads to that session as it stands; one that was deleted since
    comes back. Raises IdTakenError for somebody else's key, NothingToDoError where nothing is prescribed.
    """
    known = Session.objects.for_athlete(athlete.user).filter(pk=key).first()
    if known is not None:
        restore_session(session=known)
        return known
    places = places_of_routine(routine, offer)
    entry = SessionEntry(id=key, started_at=now, sets=tuple(_sets(places)))
    if not entry.sets:
        raise NothingToDoError
    try:
        return log_session(
            athlete=athlete,
            entry=entry,
            routine=routine,
            prescription=_prescription(places, offer, routine, athlete),
            now=now,
        )
    except SessionExistsError as error:
        # Two presses at once: the other one was first.
        return error.session


def _sets(places: Iterable[Place]) -> Iterator[SetEntry]:
    for place in places:
        if place.exercise is None or place.dosage is None:
            continue
        for one in prescribed_sets(place.dosage):
            yield SetEntry(
                id=uuid.uuid4(),
                exercise_id=place.exercise.pk,
                side=one.side,
                reps=one.reps,
                seconds=one.seconds,
            )


def _prescription(
    places: Sequence[Place], offer: Offer, routine: Routine, athlete: Athlete
) -> Prescription | None:
    """Return what is handed out, by the same note as a sheet carries."""
    user = athlete.user
    note = sealed_prescription(places, offer=offer, routine=routine.slug, user=user)
    return opened_prescription(note, user=user, routine=routine.slug)
