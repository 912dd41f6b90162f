"""How a person keeps to it: weeks in a row that were enough, and the time spent stretching.

Weeks, not days: a planned day of rest never breaks a row, and neither does a pause.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.domain.course import Span
from tracker.domain.weeks import AHEAD, DAYS, monday_of, sum_by_week, weeks_between

PAUSED_FROM = 4
"""A product default: a week of which so many days are paused is no week of training."""

STRETCH_SECONDS_A_WEEK = 10 * 60
STRETCH_SECONDS_A_SESSION = 4 * 60
"""Where the gain in range levelled off (Ingram 2025, doi:10.1007/s40279-024-02143-9); no goal to force."""


def wanted_in_week(monday: date, wanted: int, pauses: Iterable[Span]) -> int | None:
    """Return how many sessions are enough in a week; None where a pause takes the week out.

    A week that is paused in part asks for its share (product defaults: rounded down, at least 1).
    """
    spans = tuple(pauses)
    week = (monday + timedelta(days=number) for number in range(DAYS))
    free = sum(not any(span.holds(day) for span in spans) for day in week)
    return None if free <= DAYS - PAUSED_FROM else max(1, wanted * free // DAYS)


def weeks_kept(counts_by_day: Mapping[date, int], wanted: int, pauses: Iterable[Span], today: date) -> int:
    """Count the latest weeks in a row with `wanted` sessions; the running week lengthens it, never breaks it.

    A week that a pause takes out neither breaks nor lengthens the row. Days after the running week count
    once their week has come.
    """
    if not counts_by_day:
        return 0
    spans = tuple(pauses)
    weeks = weeks_between(min(counts_by_day), today)
    row = 0
    for monday, count in zip(reversed(weeks), reversed(sum_by_week(counts_by_day, weeks)), strict=True):
        enough = wanted_in_week(monday, wanted, spans)
        if enough is None:
            continue
        if count >= enough:
            row += 1
        elif monday != monday_of(today):
            break
    return row


@dataclass(frozen=True, slots=True)
class StretchGoal:
    """Seconds of stretching in the seven days that end today, against what a review calls enough.

    `days_enough` counts the days among them with as much as one session needs.
    """

    seconds: int
    wanted: int
    today: int
    wanted_a_session: int
    days_enough: int

    @property
    def is_met(self) -> bool:
        return self.seconds >= self.wanted

    @property
    def is_met_today(self) -> bool:
        return self.today >= self.wanted_a_session


def stretch_goal(seconds_by_day: Mapping[date, int], today: date) -> StretchGoal:
    """Return where the stretching of one leg stands; days that lie ahead of a traveller count as today."""
    recent = {day: one for day, one in seconds_by_day.items() if -AHEAD <= (today - day).days < DAYS}
    return StretchGoal(
        seconds=sum(recent.values()),
        wanted=STRETCH_SECONDS_A_WEEK,
        today=sum(one for day, one in recent.items() if day >= today),
        wanted_a_session=STRETCH_SECONDS_A_SESSION,
        days_enough=sum(one >= STRETCH_SECONDS_A_SESSION for one in recent.values()),
    )
