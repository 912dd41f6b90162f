"""Axes of charts: round numbers upward, days along."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import NamedTuple

from django.utils.formats import date_format

from tracker.domain.weeks import monday_of

MOST_STEPS = 5
DAYS_FOR_WEEKS = 35
DAYS_FOR_MONTHS = 400
MOST_DAY_LABELS = 6


class DayTick(NamedTuple):
    """A day that the axis names."""

    day: date
    text: str


def round_ticks(highest: float, lowest: float = 0) -> tuple[int, ...]:
    """Return whole numbers from 0 to at least `highest`, evenly spaced by 1, 2 or 5 times a power of ten.

    Axes start at 0, so that the eye compares lengths that mean something; below it where `lowest` is.
    """
    return close_ticks(max(highest, 1), min(lowest, 0))


def close_ticks(highest: float, lowest: float) -> tuple[int, ...]:
    """Return such numbers from at most `lowest` to at least `highest`."""
    above, below = math.ceil(highest), math.floor(lowest)
    rough = max(above - below, 1) / MOST_STEPS
    power = 10 ** max(math.floor(math.log10(rough)), 0) if rough > 1 else 1
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    first, last = math.floor(below / step), math.ceil(above / step)
    return tuple(range(step * first, step * max(last, first + 1) + 1, step))


def day_ticks(first: date, last: date) -> tuple[DayTick, ...]:
    """Return up to six days to name: Mondays of a short time, else firsts of months, or of years."""
    days = _days(first, last)
    every = math.ceil(len(days) / MOST_DAY_LABELS) or 1
    # Counted from the end: of a thinned axis, the latest part is what people look for.
    chosen = days[::-1][::every][::-1]
    return tuple(DayTick(day, _name_of(day, first, last)) for day in chosen)


def _days(first: date, last: date) -> list[date]:
    span = (last - first).days
    if span <= DAYS_FOR_WEEKS:
        return _mondays(first, last)
    months = _firsts_of_months(first, last)
    years = [day for day in months if day.month == 1]
    return months if span <= DAYS_FOR_MONTHS or len(years) < 2 else years


def _mondays(first: date, last: date) -> list[date]:
    start = first if first == monday_of(first) else monday_of(first) + timedelta(days=7)
    return [start + timedelta(days=offset) for offset in range(0, (last - start).days + 1, 7)]


def _firsts_of_months(first: date, last: date) -> list[date]:
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    days = (date(month // 12, month % 12 + 1, 1) for month in months)
    return [day for day in days if first <= day <= last]


def _name_of(day: date, first: date, last: date) -> str:
    span = (last - first).days
    if span <= DAYS_FOR_WEEKS:
        return date_format(day, "j M")
    if span <= DAYS_FOR_MONTHS:
        return date_format(day, "M")
    return date_format(day, "Y" if day.month == 1 else "M y")
