"""Log a routine as it is prescribed, by one press: every set of every place, and nothing else is known."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import islice

from exercises.domain.dosage import prescribed_sets
from exercises.models import Exercise, Routine
from tracker.domain.progression import Step
from tracker.models import Athlete, Session
from tracker.services.delete_session import restore_session
from tracker.services.log_session import SessionExistsError, log_session
from tracker.services.offer import Offer
from tracker.services.prescribe_session import Place, places_of_routine
from tracker.services.seal_prescription import Prescription, opened_prescription, sealed_prescription
from tracker.services.session_entry import SessionEntry, SetEntry

Loads = dict[tuple[str, int], Decimal | None]
"""By side, and order on that side."""


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
    entry = SessionEntry(id=key, started_at=now, sets=tuple(_sets(places, offer)))
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


def _sets(places: Iterable[Place], offer: Offer) -> Iterator[SetEntry]:
    for place in places:
        if place.exercise is None or place.dosage is None:
            continue
        loads = _loads(place.exercise, place.step, offer)
        counted: Counter[str] = Counter()
        for one in prescribed_sets(place.dosage):
            yield SetEntry(
                id=uuid.uuid4(),
                exercise_id=place.exercise.pk,
                side=one.side,
                reps=one.reps,
                seconds=one.seconds,
                load_kg=loads.get((one.side.value, counted[one.side])),
            )
            counted[one.side] += 1


def _loads(exercise: Exercise, step: Step | None, offer: Offer) -> Loads:
    """Return the loads as a sheet would have them: those of last time, and what the step raises."""
    loads: Loads = {}
    counted: Counter[str] = Counter()
    for _session, sets in islice(offer.training.with_exercise(exercise.pk), 1):
        for one in sets:
            if not one.skipped:
                loads[one.side, counted[one.side]] = one.load_kg
            counted[one.side] += 1
    return loads | {(one.side, one.nth): one.new_kg for one in (step.loads if step else ())}


def _prescription(
    places: Sequence[Place], offer: Offer, routine: Routine, athlete: Athlete
) -> Prescription | None:
    """Return what is handed out, by the same note as a sheet carries."""
    user = athlete.user
    note = sealed_prescription(places, offer=offer, routine=routine.slug, user=user)
    return opened_prescription(note, user=user, routine=routine.slug)
