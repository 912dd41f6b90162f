"""The columns of a chart over time: weeks, or months, quarters and years where there would be too many."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from tracker.domain.weeks import DAYS, monday_of, weeks_between

MOST_COLUMNS = 60
"""A product default: more columns than these are no longer told apart on a phone."""

MONTHS_A_YEAR = 12


class Unit(StrEnum):
    """How long a column is."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


MONTHS = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: MONTHS_A_YEAR}


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns in a row: the first day of each, and the first day after the last one."""

    unit: Unit
    starts: tuple[date, ...]
    end: date

    @property
    def spans(self) -> tuple[tuple[date, date], ...]:
        """Return the first day of each column and the first one after it."""
        return tuple(pairwise((*self.starts, self.end)))

    def sums(self, amounts: Mapping[date, int]) -> tuple[int, ...]:
        """Add up amounts by day (or by the first day of a shorter column) into the columns."""
        found = dict.fromkeys(self.starts, 0)
        for day, amount in amounts.items():
            start = start_of(day, self.unit)
            if start in found:
                found[start] += amount
        return tuple(found.values())

    def weekly_means(
        self, by_week: Mapping[date, int], weeks: Iterable[date], until: date
    ) -> tuple[Decimal, ...]:
        """Return, to a tenth, the mean of those of `weeks` (their Mondays) that begin in each column.

        A week without an amount is 0, and so is a column without a week. Of the running week the days up to
        `until` count, and no mean is over less than a week.
        """
        amounts, days = dict.fromkeys(self.starts, 0), dict.fromkeys(self.starts, 0)
        for monday in weeks:
            if (start := start_of(monday, self.unit)) in amounts:
                amounts[start] += by_week.get(monday, 0)
                days[start] += min(DAYS, (until - monday).days + 1)
        means = (Decimal(amounts[one] * DAYS) / max(days[one], DAYS) for one in self.starts)
        return tuple(one.quantize(Decimal("0.1")) for one in means)

    def highest(self, amounts: Iterable[tuple[date, int | None]]) -> dict[date, int]:
        """Return the highest amount of each column that has any, by its first day."""
        found: dict[date, int] = {}
        starts = frozenset(self.starts)
        for day, amount in amounts:
            if amount is not None and (start := start_of(day, self.unit)) in starts:
                found[start] = max(amount, found.get(start, amount))
        return found


def start_of(day: date, unit: Unit) -> date:
    """Return the first day of the column that holds `day`."""
    if unit is Unit.WEEK:
        return monday_of(day)
    months = MONTHS[unit]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def after(start: date, unit: Unit) -> date:
    """Return the first day of the column after the one that begins on `start`."""
    if unit is Unit.WEEK:
        return start + timedelta(days=DAYS)
    month = start.month - 1 + MONTHS[unit]
    return date(start.year + month // MONTHS_A_YEAR, month % MONTHS_A_YEAR + 1, 1)


def weeks_as_columns(weeks: tuple[date, ...]) -> Columns:
    """Return the columns of weeks in a row (their Mondays)."""
    return Columns(Unit.WEEK, weeks, weeks[-1] + timedelta(days=DAYS))


def columns_between(first: date, last: date, *, least: Unit = Unit.WEEK) -> Columns:
    """Return the shortest columns that hold all days from `first` to `last` and are not too many.

    They are weeks or months at `least`.
    """
    weeks = weeks_between(first, last)
    if least is Unit.WEEK and len(weeks) <= MOST_COLUMNS:
        return weeks_as_columns(weeks)
    for unit in MONTHS:
        starts = [start_of(first, unit)]
        while (start := after(starts[-1], unit)) <= last:
            starts.append(start)
        if len(starts) <= MOST_COLUMNS or unit is Unit.YEAR:
            break
    return Columns(unit, tuple(starts), after(starts[-1], unit))
