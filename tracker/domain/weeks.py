"""ISO weeks, Monday to Sunday: which there are, what falls into each, and how many were enough."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

DAYS = 7

AHEAD = 2
"""How many days the calendars of two places can differ by; a day that far ahead is a traveller's today."""


def monday_of(day: date) -> date:
    """Return the Monday of the week that holds `day`."""
    return day - timedelta(days=day.weekday())


def weeks_ending_with(day: date, count: int) -> tuple[date, ...]:
    """Return the Mondays of `count` weeks in a row, the last of which holds `day`."""
    last = monday_of(day)
    return tuple(last - timedelta(days=DAYS * back) for back in reversed(range(count)))


def weeks_between(first: date, last: date) -> tuple[date, ...]:
    """Return the Mondays of every week from that of `first` to that of `last`; none if `last` is earlier."""
    start = monday_of(first)
    count = (monday_of(last) - start).days // DAYS + 1
    return tuple(start + timedelta(days=DAYS * number) for number in range(count))


def sum_by_week(amounts: Mapping[date, int], weeks: Iterable[date]) -> tuple[int, ...]:
    """Add up amounts by day into the given weeks (Mondays), in their order; a week without any is 0."""
    sums: dict[date, int] = {}
    for day, amount in amounts.items():
        monday = monday_of(day)
        sums[monday] = sums.get(monday, 0) + amount
    return tuple(sums.get(week, 0) for week in weeks)


def weeks_since(first: date | None, weeks: Iterable[date]) -> tuple[date, ...]:
    """Return those of the weeks (Mondays) that are not over before `first`; none where there is no first."""
    return () if first is None else tuple(week for week in weeks if week >= monday_of(first))


class WeeksMet(NamedTuple):
    """How many weeks reached a number, of how many that can be counted."""

    met: int
    all: int


def weeks_met(amounts: Sequence[int], wanted: int) -> WeeksMet:
    """Count the weeks that reached `wanted`; the last of `amounts` is the running week.

    The running week is not over, so it counts only once it has reached the number.
    """
    met = sum(amount >= wanted for amount in amounts)
    is_open = bool(amounts) and amounts[-1] < wanted
    return WeeksMet(met=met, all=len(amounts) - is_open)
