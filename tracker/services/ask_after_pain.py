"""After a session or a measurement with too much pain the screening is asked anew."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from exercises.domain.screening import ASK_AGAIN_AFTER, STOP_ABOVE_PAIN
from exercises.services.answer_screening import ask_again
from tracker.models import Athlete
from tracker.services.session_entry import SessionEntry


def ask_after_pain(*, athlete: Athlete, entry: SessionEntry, now: datetime) -> None:
    """Have the athlete asked again where the session holds pain above 5.

    A session from before the time that answers hold is history: it says nothing about now.
    """
    if entry.highest_pain > STOP_ABOVE_PAIN and now - entry.started_at < ASK_AGAIN_AFTER:
        ask_again(user_id=athlete.pk, now=now)


def ask_after_pain_on(*, athlete: Athlete, day: date, pain: int | None, now: datetime) -> None:
    """Have the athlete asked again where pain above 5 was noted on a day, on the same terms."""
    began = datetime.combine(day, time.min, tzinfo=UTC)
    if (pain or 0) > STOP_ABOVE_PAIN and now - began < ASK_AGAIN_AFTER:
        ask_again(user_id=athlete.pk, now=now)
