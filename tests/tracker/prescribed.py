"""What a sheet hands out, without its page."""

from __future__ import annotations

from django.utils import timezone

from exercises.models import Routine
from tracker.models import Athlete
from tracker.services.offer import offer_for
from tracker.services.prescribe_session import places_of_routine
from tracker.services.seal_prescription import Prescription, opened_prescription, sealed_prescription


def prescription_of(athlete: Athlete, routine: Routine) -> Prescription | None:
    """Return what a sheet for the routine (read `with_items()`) prescribes, once sealed and opened."""
    offer = offer_for(athlete.user, today=timezone.localdate())
    places = places_of_routine(routine, offer)
    note = sealed_prescription(places, offer=offer, routine=routine.slug, user=athlete.user)
    return opened_prescription(note, user=athlete.user, routine=routine.slug)
