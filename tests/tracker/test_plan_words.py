"""Why a routine is due, or why nothing is, in words."""

from __future__ import annotations

import datetime as dt

import pytest

from tracker.domain.schedule import Reason, ReasonKind
from tracker.presenters.plan_words import due_words, next_words, rest_words, when_words

WEDNESDAY = dt.date(2026, 11, 25)
NAMES = {"legs": "Leg exercises"}


def ago(days: int) -> dt.date:
    return WEDNESDAY - dt.timedelta(days=days)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"),
        (1, "yesterday"),
        (2, "on Monday"),
        (6, "on Thursday"),
        (7, "on 18 November"),
        (-1, "tomorrow"),
        (-3, "on Saturday"),
        (-8, "on 3 December"),
    ],
)
def test_a_day_is_named_as_it_is_said(days: int, words: str) -> None:
    assert when_words(ago(days), WEDNESDAY) == words


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (Reason(ReasonKind.WEEKLY, done=0, wanted=3), "3 times a week, and not yet in these 7 days."),
        (Reason(ReasonKind.WEEKLY, done=0, wanted=1), "Once a week, and not yet in these 7 days."),
        (
            Reason(ReasonKind.WEEKLY, done=1, wanted=3, last_done=ago(2)),
            "Done 1 of 3 times in the last 7 days. The last time was on Monday.",
        ),
        (
            Reason(ReasonKind.TURN, done=1, wanted=3, last_done=ago(2), after="legs"),
            "Its turn, after “Leg exercises”. Done 1 of 3 times in the last 7 days.",
        ),
        (Reason(ReasonKind.TURN, done=1, wanted=3), "Done 1 of 3 times in the last 7 days."),
        (Reason(ReasonKind.TURN, done=1, wanted=3, after="gone"), "Done 1 of 3 times in the last 7 days."),
        (
            Reason(ReasonKind.INTERVAL, every_days=2, last_done=ago(2)),
            "Every 2nd day: last done on Monday.",
        ),
        (Reason(ReasonKind.INTERVAL, every_days=2), "Every 2nd day."),
        (
            Reason(ReasonKind.MISSED, done=1, wanted=3, since=ago(1)),
            "It was due yesterday and moved to today.",
        ),
        (
            Reason(ReasonKind.MOVED, done=1, wanted=3, since=ago(3)),
            "You put it off on Sunday, so it moved to today.",
        ),
        (Reason(ReasonKind.DAILY), "Every day, as you chose."),
    ],
)
def test_a_routine_says_why_it_is_due(reason: Reason, words: str) -> None:
    assert due_words(reason, WEDNESDAY, NAMES) == words


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (Reason(ReasonKind.DONE), "Done for today."),
        (Reason(ReasonKind.PUT_OFF), "You put it off for today."),
        (Reason(ReasonKind.REST, last_done=ago(1), done=2, wanted=3), "A rest day: you trained yesterday."),
        (Reason(ReasonKind.REST), "A rest day."),
        (
            Reason(ReasonKind.ENOUGH, last_done=ago(1), done=3, wanted=3),
            "Done 3 of 3 times in the last 7 days. That is enough for now.",
        ),
        (
            Reason(ReasonKind.PAUSED, until=ago(-4)),
            "Your plan is paused to Sunday 29 November.",
        ),
        (Reason(ReasonKind.PAUSED), "Your plan is paused until you go on with it."),
        (Reason(ReasonKind.NOT_STARTED), "Your programme has not begun yet."),
    ],
)
def test_a_day_without_anything_due_says_why(reason: Reason, words: str) -> None:
    assert rest_words(reason, WEDNESDAY) == words


def test_what_comes_next_is_named() -> None:
    assert next_words(ago(-1), WEDNESDAY, ["Legs", "Balance"]) == "Next tomorrow: Legs, Balance."


@pytest.mark.parametrize("kind", ReasonKind)
def test_no_kind_is_without_words(kind: ReasonKind) -> None:
    reason = Reason(kind, done=1, wanted=3, every_days=2, last_done=ago(2), since=ago(1), until=ago(-1))
    said = [due_words(reason, WEDNESDAY, NAMES), rest_words(reason, WEDNESDAY)]
    assert any(said)
