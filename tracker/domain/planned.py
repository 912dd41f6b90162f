"""A plan as it is worked out: what is due on which day, why, and why nothing is on the others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from exercises.domain.text import LabelledEnum, gettext_noop


class ReasonKind(LabelledEnum):
    """Why a routine is due, or why nothing is."""

    WEEKLY = "weekly", gettext_noop("so many times in 7 days")
    TURN = "turn", gettext_noop("its turn")
    INTERVAL = "interval", gettext_noop("every so many days")
    MISSED = "missed", gettext_noop("missed, and moved here")
    MOVED = "moved", gettext_noop("put off, and moved here")
    DAILY = "daily", gettext_noop("every day")
    DONE = "done", gettext_noop("done for the day")
    PUT_OFF = "put-off", gettext_noop("not today")
    REST = "rest", gettext_noop("rest day")
    ENOUGH = "enough", gettext_noop("enough in these 7 days")
    PAUSED = "paused", gettext_noop("paused")
    NOT_STARTED = "not-started", gettext_noop("not begun yet")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a routine is due (the kinds up to DAILY), or why nothing is, with the figures of a sentence.

    - `done` of `wanted`: days in the seven that end on this day. For ENOUGH and REST all routines together,
      for TURN training days, None where the pattern does not count a week.
    - `last_done`: the last day before this one; None if it lies more than LOOK_BACK days back.
    - `after`: the routine last done (TURN), "" for none since the start.
    - `since`: the day that was missed or put off, less than a week ago (MISSED, MOVED, which only today has;
      their other figures are those of the pattern).
    - `until`: the last day of the pause (PAUSED), None for an open one.
    - `next_day`: the next day on which anything is due, where nothing is; None for none in sight.
    """

    kind: ReasonKind
    done: int | None = None
    wanted: int | None = None
    every_days: int | None = None
    last_done: date | None = None
    after: str = ""
    since: date | None = None
    until: date | None = None
    next_day: date | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """A routine that is due, and why."""

    routine: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """A day of the plan: what is due, what was done on it already (of any routine), why nothing is due."""

    day: date
    due: tuple[Due, ...]
    done: tuple[str, ...]
    rest: Reason | None


@dataclass(frozen=True, slots=True)
class Plan:
    """Today and the days that follow, worked out as if each day is done as planned.

    `days` begins with today, and is empty where nothing is followed. `next_day` is the next day after today
    on which anything is due; None for none in sight (an open pause, no plan).
    """

    today: PlannedDay
    days: tuple[PlannedDay, ...]
    next_day: date | None

    @property
    def is_empty(self) -> bool:
        """Whether there is neither a programme nor a daily block."""
        return not self.days
