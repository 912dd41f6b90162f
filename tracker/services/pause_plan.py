"""Pause the whole plan, as for a holiday, and go on with it."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from tracker.models import ChangeKind, PlanChange
from tracker.services.hold_plan import hold_plan


@transaction.atomic
def pause_plan(*, user: User, first_day: date, last_day: date | None) -> tuple[PlanChange, bool]:
    """Return the pause from `first_day` to `last_day`, both included, and whether it is a new one.

    Without a last day it holds until it is ended. A pause that begins on the same day takes the new end: so a
    pause is made longer or shorter, and is one however often it is sent. There is one pause without an end;
    asked for a second, the one that is there begins on the earlier of the two days. Raises ValidationError
    for days that are not in order.
    """
    athlete = hold_plan(user)
    pauses = PlanChange.objects.for_athlete(user).pauses()
    known = pauses.open_pauses().first() if last_day is None else None
    known = known or pauses.filter(first_day=first_day).first()
    pause = known or PlanChange(athlete=athlete, kind=ChangeKind.PAUSE, first_day=first_day)
    pause.first_day = min(pause.first_day, first_day)
    pause.last_day = last_day
    pause.full_clean()
    pause.save()
    return pause, known is None


@transaction.atomic
def resume_plan(*, user: User, today: date) -> tuple[PlanChange, ...]:
    """Go on today: end every pause that holds today with yesterday; one that began today was never there.

    Return the pauses as they were before; none where the plan was not paused.
    """
    hold_plan(user)
    holds = Q(first_day__lte=today) & (Q(last_day=None) | Q(last_day__gte=today))
    found = tuple(PlanChange.objects.for_athlete(user).pauses().filter(holds))
    PlanChange.objects.filter(pk__in=[one.pk for one in found if one.first_day == today]).delete()
    ended = PlanChange.objects.filter(pk__in=[one.pk for one in found if one.first_day < today])
    ended.update(last_day=today - timedelta(days=1))
    return found


@transaction.atomic
def take_back_pause(*, user: User, pause: PlanChange) -> None:
    """Have it that the pause never was, whether it is over, holds or lies ahead."""
    hold_plan(user)
    PlanChange.objects.for_athlete(user).pauses().filter(pk=pause.pk).delete()
