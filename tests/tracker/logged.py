"""Rows of training without a routine's form, many at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from exercises.domain.vocabulary import Side
from exercises.models import Exercise, Routine
from tracker.models import Athlete, Session, Set


def local_today(athlete: Athlete) -> date:
    return timezone.localdate(timezone=athlete.tz)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


def many_sessions(
    athlete: Athlete, days: Sequence[date], exercise: Exercise, routine: Routine | None = None
) -> list[Session]:
    """Log a session on each day, with a set on the left and one on the right."""
    sessions = [
        Session(athlete=athlete, day=day, started_at=noon(day), routine=routine, pain_before=2, pain_after=1)
        for day in days
    ]
    Session.objects.bulk_create(sessions)
    Set.objects.bulk_create(
        Set(athlete=athlete, session=one, exercise=exercise, day=one.day, position=n, side=side, seconds=30)
        for one in sessions
        for n, side in enumerate((Side.LEFT, Side.RIGHT), start=1)
    )
    return sessions


def days_back(today: date, count: int, step: int = 1) -> list[date]:
    return [today - timedelta(days=step * number) for number in range(count)]
