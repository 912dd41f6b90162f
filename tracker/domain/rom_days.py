"""What a day of measuring comes to: trials make a value, values make a series, its first days the reference.

A series is one motion, position, instrument and side (Roach 2013, PMC3811733: a goniometer and an
inclinometer differ by 4.5°), so that whoever calls this passes the rows of one series only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from statistics import fmean, median

from tracker.domain.measuring import MOST_SPREAD, MOST_TRIALS, TRIALS

Degrees = float | int | Decimal

BASELINE_DAYS = 3
"""So many days of measuring are the reference, and the least from which a person's own error is told."""

BASELINE_SPAN = timedelta(weeks=4)
"""A product default: later days than these are no reference. Trials that found a change trained for six weeks
(Moreside & McGill 2012, doi:10.1519/JSC.0b013e31824f2351), so little is expected before."""

TREND_WIDTH = 3
"""Clinical facts §4: the trend line is a rolling median of three."""


@dataclass(frozen=True, slots=True)
class DayValue:
    """The degrees of a day in one series, and of how many trials they are the mean."""

    day: date
    degrees: float
    trials: int = TRIALS

    @property
    def is_full(self) -> bool:
        """Say whether it is what the method asks for: fewer than three trials count as a single one."""
        return self.trials >= TRIALS


def value_of(trials: Sequence[Degrees]) -> float:
    """Return the degrees that one side's trials come to.

    The mean of three; of fewer, of those there are. Of four (one more is asked for after a wide spread), the
    mean of the three that lie closest together, and of all where two threes lie equally close: a product
    default. Raises ValueError where there are none.
    """
    if not trials:
        raise ValueError("no trials")
    values = sorted(float(trial) for trial in trials)
    if len(values) <= TRIALS:
        return fmean(values)
    spans = {start: values[start + TRIALS - 1] - values[start] for start in range(len(values) - TRIALS + 1)}
    if len(set(spans.values())) == 1:
        return fmean(values)
    start = min(spans, key=lambda start: spans[start])
    return fmean(values[start : start + TRIALS])


def spread(trials: Sequence[Degrees]) -> float:
    """Return the degrees between the lowest and the highest trial; 0 of fewer than two."""
    values = [float(trial) for trial in trials]
    return max(values) - min(values) if values else 0.0


def wants_another(trials: Sequence[Degrees]) -> bool:
    """Say whether one more trial is asked for: the three lie too far apart, and there is no fourth yet."""
    return TRIALS <= len(trials) < MOST_TRIALS and spread(trials) > MOST_SPREAD


def day_values(rows: Iterable[DayValue]) -> tuple[DayValue, ...]:
    """Return one value a day, oldest first, of rows in any order.

    Of several measurements on a day those with the most trials count, and their mean: a hurried single trial
    does not spoil a full one. They are still one day: what differs from day to day is the greater error.
    """
    of_day: dict[date, list[DayValue]] = {}
    for row in rows:
        of_day.setdefault(row.day, []).append(row)
    return tuple(_one(day, of_day[day]) for day in sorted(of_day))


def _one(day: date, rows: Sequence[DayValue]) -> DayValue:
    if len(rows) == 1:
        return rows[0]
    most = max(row.trials for row in rows)
    return DayValue(day, fmean(row.degrees for row in rows if row.trials == most), most)


def baseline_of(days: Sequence[DayValue], since: date | None = None) -> tuple[DayValue, ...]:
    """Return the days that later ones are compared with, of `days` as `day_values` returns them.

    They are the first three (on or after `since`), as far as they lie within four weeks.
    """
    first = [value for value in days if since is None or value.day >= since][:BASELINE_DAYS]
    return tuple(value for value in first if value.day <= first[0].day + BASELINE_SPAN)


def rolling_median(days: Sequence[DayValue], width: int = TREND_WIDTH) -> tuple[DayValue, ...]:
    """Return for each day the median of it and the days of measuring before it, `width` in all.

    Days with fewer before them have none: the trend begins with the third.
    """
    return tuple(
        DayValue(
            days[end - 1].day,
            median(value.degrees for value in days[end - width : end]),
            min(value.trials for value in days[end - width : end]),
        )
        for end in range(width, len(days) + 1)
    )
