"""What pain says about training: during it, after it, and on the morning after.

The pain-monitoring model: 0–2 is safe, 3–5 acceptable, above 5 stops the exercise, and pain has to settle by
the next morning (Thomeé 1997, doi:10.1093/ptj/77.12.1690; Silbernagel 2007, doi:10.1177/0363546506298279). It
comes from work on knees and Achilles tendons. That a worse morning lowers the dose, and a second one leads to
an easier exercise or a clinician, is a practical default. So is that pain above what is safe never leads on:
no step upward can come from pain that rises from week to week.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum

from exercises.domain.screening import STOP_ABOVE_PAIN

PAINS = tuple(range(11))
"""The numbers in which pain is told: 0 for none, 10 for the worst that one can imagine."""

MOST_PAIN = PAINS[-1]

SAFE_UP_TO = 2

MORNING_DAYS = 2
"""A product default: for so many days after a session its morning after is asked for."""

QUIET_SESSIONS = 2
"""A product default: so many sessions without a bad sign count as much as one settled morning."""


class Sign(StrEnum):
    """What a session says about the dose that was done in it."""

    TOO_MUCH = "too-much"
    WORSE_MORNING = "worse-morning"
    QUIET = "quiet"
    SETTLED = "settled"


BAD = frozenset({Sign.TOO_MUCH, Sign.WORSE_MORNING})


def highest(pains: Iterable[int | None]) -> int | None:
    """Return the most pain that was noted, or None where none was."""
    return max((pain for pain in pains if pain is not None), default=None)


def pain_in_exercise(of_sets: Iterable[int | None], after: int | None) -> int | None:
    """Return the pain in one exercise of a session.

    Where no set of it has a note, the pain after the session counts as that of each of its exercises: which
    of them it came from is not known.
    """
    noted = highest(of_sets)
    return after if noted is None else noted


def is_too_much(pain: int | None) -> bool:
    return pain is not None and pain > STOP_ABOVE_PAIN


def is_worse_morning(morning: int | None, before: int | None) -> bool:
    """Say whether the pain had not settled: there is more than before the session (0 where not noted)."""
    return morning is not None and morning > (before or 0)


def is_asked_about(day: date, today: date) -> bool:
    """Say whether the morning after a session of that day is asked for: on the days after it, not longer."""
    return 1 <= (today - day).days <= MORNING_DAYS


def sign_of(*, pain: int | None, before: int | None, morning: int | None) -> Sign:
    """Return what a session says about an exercise with this pain in it; QUIET while no morning is known."""
    if is_too_much(pain):
        return Sign.TOO_MUCH
    if morning is None:
        return Sign.QUIET
    return Sign.WORSE_MORNING if is_worse_morning(morning, before) else Sign.SETTLED


def is_settling(signs: Sequence[Sign]) -> bool:
    """Say whether, after these sessions (oldest first), something bad has not settled yet.

    It has after one session with a settled morning, or two without a bad sign.
    """
    open_ = False
    quiet = 0
    for sign in signs:
        quiet = quiet + 1 if sign is Sign.QUIET else 0
        if sign in BAD:
            open_ = True
        elif sign is Sign.SETTLED or quiet >= QUIET_SESSIONS:
            open_ = False
    return open_


def worse_mornings_in_a_row(mornings: Iterable[tuple[int | None, int | None]]) -> int:
    """Count the latest mornings in a row that were worse; of (morning, before), oldest first.

    A morning that nobody answered for neither counts nor breaks the row.
    """
    row = 0
    for morning, before in mornings:
        if morning is not None:
            row = row + 1 if is_worse_morning(morning, before) else 0
    return row
