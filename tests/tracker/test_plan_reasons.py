"""Why a routine is due, or nothing is, in words."""

from __future__ import annotations

import datetime as dt

import pytest

from tracker.domain.schedule import Reason, ReasonKind
from tracker.presenters.plan_reasons import due_words, later_rest_words, later_words, next_words, rest_words

TODAY = dt.date(2026, 11, 23)  # a Monday
NAMES = {"legs": "Leg exercises"}


def back(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


@pytest.mark.parametrize(
    ("reason", "today", "later"),
    [
        (Reason(ReasonKind.WEEKLY, done=0, wanted=3), "3 times a week.", "3 times a week"),
        (Reason(ReasonKind.WEEKLY, done=0, wanted=1), "Once a week.", "Once a week"),
        (
            Reason(ReasonKind.WEEKLY, done=1, wanted=3, last_done=back(3)),
            "Done on 1 of 3 days in the last 7.",
            "3 times a week",
        ),
        (Reason(ReasonKind.TURN, done=0, wanted=3), "The first in turn.", "The first in turn"),
        (
            Reason(ReasonKind.TURN, done=1, wanted=3, after="legs"),
            "It is its turn: the last one was “Leg exercises”.",
            "Its turn after “Leg exercises”",
        ),
        (
            Reason(ReasonKind.TURN, done=1, wanted=3, after="gone"),
            "It is its turn: the last one was “gone”.",
            "Its turn after “gone”",
        ),
        (Reason(ReasonKind.INTERVAL, every_days=2), "Every 2nd day.", "Every 2nd day"),
        (
            Reason(ReasonKind.INTERVAL, every_days=2, last_done=back(2)),
            "Every 2nd day; last done on Saturday.",
            "Every 2nd day",
        ),
        (
            Reason(ReasonKind.INTERVAL, every_days=2, last_done=back(20)),
            "Every 2nd day; last done on 3 November.",
            "Every 2nd day",
        ),
        (
            Reason(ReasonKind.MISSED, done=1, wanted=3, since=back(1)),
            "It was due yesterday and moved to today.",
            "3 times a week",
        ),
        (
            Reason(ReasonKind.MOVED, done=1, wanted=3, since=back(4)),
            "You put it off on Thursday, and it moved to today.",
            "3 times a week",
        ),
        (Reason(ReasonKind.DAILY), "Every day.", "Every day"),
    ],
    ids=lambda value: str(value.kind) if isinstance(value, Reason) else None,
)
def test_why_a_routine_is_due(reason: Reason, today: str, later: str) -> None:
    assert due_words(reason, names=NAMES, today=TODAY) == today
    assert later_words(reason, names=NAMES) == later


@pytest.mark.parametrize(
    ("reason", "today", "later"),
    [
        (Reason(ReasonKind.REST, last_done=back(1)), "A rest day: the last training was yesterday.", "Rest"),
        (Reason(ReasonKind.REST), "A rest day.", "Rest"),
        (
            Reason(ReasonKind.ENOUGH, done=3, wanted=3),
            "A rest day: all 3 sessions wanted in 7 days are done.",
            "Rest",
        ),
        (
            Reason(ReasonKind.ENOUGH, done=1, wanted=1),
            "A rest day: the 1 session wanted in 7 days is done.",
            "Rest",
        ),
        (Reason(ReasonKind.PAUSED), "Paused until you go on.", "Paused until you go on."),
        (
            Reason(ReasonKind.PAUSED, until=dt.date(2027, 1, 4)),
            "Paused up to and including 4 January 2027.",
            "Paused up to and including 4 January 2027.",
        ),
        (Reason(ReasonKind.DONE), "Done for today.", "Rest"),
        (Reason(ReasonKind.PUT_OFF), "Not today, as you chose.", "Rest"),
        (Reason(ReasonKind.NOT_STARTED), "Your programme has not begun yet.", "Not begun yet"),
    ],
    ids=lambda value: str(value.kind) if isinstance(value, Reason) else None,
)
def test_why_nothing_is_due(reason: Reason, today: str, later: str) -> None:
    assert rest_words(reason, today=TODAY) == today
    assert later_rest_words(reason, today=TODAY) == later


@pytest.mark.parametrize("kind", ReasonKind)
def test_every_kind_has_words_without_any_figure(kind: ReasonKind) -> None:
    reason = Reason(kind)

    assert due_words(reason, names={}, today=TODAY).endswith(".")
    assert later_words(reason, names={})
    assert rest_words(reason, today=TODAY).endswith(".")
    assert later_rest_words(reason, today=TODAY)


def test_when_it_goes_on() -> None:
    assert next_words(None, TODAY) == ""
    assert next_words(back(-1), TODAY) == "Next: tomorrow."
    assert next_words(back(-3), TODAY) == "Next: Thursday 26 November."
