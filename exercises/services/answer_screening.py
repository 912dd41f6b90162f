"""Keeping a person's answers, and asking for them anew."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from exercises.domain.screening import Answers
from exercises.models import Screening
from exercises.models.screening import answers_as_json

SAME_PRESS = timedelta(minutes=1)
"""A product default: equal answers within this time are one press of the button that arrived twice."""


@transaction.atomic
def answer_screening(*, user: Any, answers: Answers, now: datetime) -> Screening:
    """Keep the answers as the person's current ones; those before are kept as they were."""
    _hold(user.pk)
    current = Screening.objects.for_user(user).current().first()
    given = answers_as_json(answers)
    if current is not None:
        is_same_press = now - current.answered_at < SAME_PRESS and current.asked_again_at is None
        if current.answers == given and is_same_press:
            return current
        current.superseded_at = now
        current.save(update_fields=["superseded_at"])
    return Screening.objects.create(user_id=user.pk, answers=given, answered_at=now)


@transaction.atomic(savepoint=False)
def ask_again(*, user_id: int, now: datetime) -> None:
    """Have the person asked anew before anything is prescribed: there was pain above what training allows.

    Answers that are just being kept do not count as given after it.
    """
    _hold(user_id)
    Screening.objects.filter(user_id=user_id).current().filter(asked_again_at=None).update(asked_again_at=now)


def _hold(user_id: int) -> None:
    """Keep other changes of the person's answers waiting until this transaction ends."""
    User.objects.select_for_update(no_key=True).filter(pk=user_id).first()
