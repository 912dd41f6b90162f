"""Keep how much it hurt on the morning after a session."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db import transaction

from exercises.domain.screening import STOP_ABOVE_PAIN
from exercises.services.answer_screening import ask_again
from tracker.domain.pain import is_asked_about
from tracker.models import Athlete, Morning, Session


class NotAskedError(Exception):
    """The session is of today, or too long ago for its morning after to be known."""


@transaction.atomic
def answer_morning(*, athlete: Athlete, session: uuid.UUID, pain: int, today: date, now: datetime) -> Morning:
    """Keep the answer, in the place of one given before. Pain above 5 has the screening asked anew.

    Raises Session.DoesNotExist (also where it was deleted or is another person's), NotAskedError or
    ValidationError.
    """
    found = Session.objects.for_athlete(athlete.user).kept().select_for_update().get(pk=session)
    if not is_asked_about(found.day, today):
        raise NotAskedError
    answered = Morning.objects.for_athlete(athlete.user).filter(pk=found.pk).first()
    before = answered.pain if answered else 0
    morning = answered or Morning(session=found, athlete=athlete)
    morning.pain, morning.answered_at = pain, now
    # The keys were looked up, and the session's row is held: no other answer comes in between.
    morning.full_clean(exclude={"session", "athlete"}, validate_unique=False, validate_constraints=False)
    morning.save()
    if pain > max(before, STOP_ABOVE_PAIN):
        ask_again(user_id=athlete.pk, now=now)
    return morning
