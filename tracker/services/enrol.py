"""Follow a programme, leave it, and do a routine every day beside it."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import User
from django.db import transaction

from exercises.models import Programme, Routine
from tracker.models import Enrolment
from tracker.services.hold_plan import hold_plan


@transaction.atomic
def enrol(*, user: User, programme: Programme, today: date) -> Programme | None:
    """Follow a programme from today on; return the one that it takes the place of, if another was followed.

    Following what is followed already changes nothing. What was left today is taken up again as it was, so
    that every change can be undone.
    """
    athlete = hold_plan(user)
    own = Enrolment.objects.for_athlete(user).of_programmes()
    active = own.active().first()
    if active and active.programme == programme:
        return None
    if active:
        _end(active, today)
    _begin(Enrolment(athlete=athlete, programme=programme, started_on=today))
    return active.programme if active else None


@transaction.atomic
def leave_programme(*, user: User, today: date) -> Programme | None:
    """Follow no programme from today on; return the one that was followed, None if there was none."""
    hold_plan(user)
    active = Enrolment.objects.for_athlete(user).of_programmes().active().first()
    if active is None:
        return None
    _end(active, today)
    return active.programme


@transaction.atomic
def start_daily(*, user: User, routine: Routine, today: date) -> bool:
    """Do a routine every day from today on; say whether it was not so already."""
    athlete = hold_plan(user)
    if Enrolment.objects.for_athlete(user).active().filter(routine=routine).exists():
        return False
    _begin(Enrolment(athlete=athlete, routine=routine, started_on=today))
    return True


@transaction.atomic
def stop_daily(*, user: User, routine: Routine, today: date) -> bool:
    """Do a routine every day no longer; say whether it was so."""
    hold_plan(user)
    active = Enrolment.objects.for_athlete(user).active().filter(routine=routine).first()
    if active is None:
        return False
    _end(active, today)
    return True


def _begin(enrolment: Enrolment) -> None:
    """Keep a new enrolment, or take up the same one that ended on that day.

    It may have ended later, too, where the person travelled west meanwhile.
    """
    left = Enrolment.objects.filter(
        athlete=enrolment.athlete,
        programme=enrolment.programme,
        routine=enrolment.routine,
        ended_on__gte=enrolment.started_on,
    ).first()
    if left:
        left.ended_on = None
    _keep(left or enrolment)


def _end(enrolment: Enrolment, today: date) -> None:
    """End an enrolment today; one that held on no day before was never there."""
    if enrolment.started_on >= today:
        enrolment.delete()
        return
    enrolment.ended_on = today
    _keep(enrolment)


def _keep(enrolment: Enrolment) -> None:
    enrolment.full_clean()
    enrolment.save()
