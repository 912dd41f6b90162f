"""What changed in a series of measurements, and whether that is more than its error.

The first days of measuring (`baseline_of`) are the reference; the latest two days are compared with their
mean. A change is called likely real after two days in a row beyond the minimal detectable change, on the same
side; possible from five eighths of it on. For the default of 8° that is clinical facts §4: below 5° noise,
5–8° possible, from 8° on two days in a row likely real (product defaults all three). There is no verified
minimal clinically important difference for rotation of the hip, so nothing here says that a change matters.

"Beyond", exactly: each of the two days is beyond the error of its own comparison, 1.96·√(SEM² + SEM²/n) with
n baseline days (for n = 1 that is MDC95 = 1.96·√2·SEM; the mean of three is known better than a single day),
and the mean of the two is beyond MDC95 itself. tests/tracker/test_rom_rates.py shows what this does: how
often somebody without any change is told of one, and how often a true one is found.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean

from exercises.domain.text import LabelledEnum, gettext_noop
from tracker.domain.rom_days import BASELINE_DAYS, BASELINE_SPAN, DayValue, baseline_of, day_values
from tracker.domain.rom_noise import Z95, Noise, mdc_of

POSSIBLE_FROM = 5 / 8
"""Of the MDC: the proportion of the default bands, 5° and 8° (clinical facts §4, a product default)."""

IN_A_ROW = 2
"""Days of measuring in a row beyond the MDC that make a change likely real (clinical facts §4)."""

EXACT = 6
"""Digits to which degrees are compared, so that 8.0 is 8 whatever was subtracted to get there."""


class Verdict(LabelledEnum):
    """How sure a change is; in the order of their strength."""

    NOT_ENOUGH = "not-enough-data", gettext_noop("not enough data")
    WITHIN_ERROR = "within-error", gettext_noop("within measurement error")
    POSSIBLE = "possible", gettext_noop("possible change")
    LIKELY_REAL = "likely-real", gettext_noop("likely real change")


@dataclass(frozen=True, slots=True)
class Change:
    """What a series says about change.

    `degrees` is the mean of the latest days (two, or one where there is no second yet) less that of the
    baseline; `error` the MDC95 that it has to exceed. Both are None where there is not enough data; `missing`
    is then on how many more days to measure before the first verdict.
    """

    verdict: Verdict
    noise: Noise
    degrees: float | None = None
    error: float | None = None
    baseline: tuple[DayValue, ...] = ()
    latest: tuple[DayValue, ...] = ()
    missing: int = 0

    @property
    def since(self) -> date | None:
        """Return the first day of the reference: "+6.2° since"."""
        return self.baseline[0].day if self.baseline else None

    @property
    def baseline_degrees(self) -> float | None:
        return mean_of(self.baseline) if self.baseline else None

    @property
    def is_more(self) -> bool:
        return self.degrees is not None and self.degrees > 0


def verdict(
    rows: Iterable[DayValue], noise: Noise, *, since: date | None = None, until: date | None = None
) -> Change:
    """Return what the rows of one series (any order) say about change.

    `since` makes the first days of a period the reference instead of the first of all; `until` (today) leaves
    out what is later. The noise is that of the whole series, whatever the period.
    """
    days = [value for value in day_values(rows) if until is None or value.day <= until]
    baseline = baseline_of(days, since)
    later = [value for value in days if baseline and value.day > baseline[-1].day]
    if not later:
        return Change(Verdict.NOT_ENOUGH, noise, baseline=baseline, missing=_missing(baseline, until))
    latest = tuple(later[-IN_A_ROW:])
    limits = [_limit(noise, value, baseline) for value in latest]
    error = max(*limits, *(mdc_of(noise.sem_of(value)) for value in latest))
    reference = mean_of(baseline)
    steps = [round(value.degrees - reference, EXACT) for value in latest]
    change = round(fmean(steps), EXACT)
    return Change(
        _judge(steps, change, limits, round(error, EXACT)),
        noise,
        degrees=change,
        error=error,
        baseline=baseline,
        latest=latest,
    )


def mean_of(days: Sequence[DayValue]) -> float:
    return fmean(value.degrees for value in days)


def _missing(baseline: Sequence[DayValue], until: date | None) -> int:
    """Return on how many days to measure yet: the rest of the reference while it is open, and one beyond
    it."""
    is_over = bool(baseline) and until is not None and until > baseline[0].day + BASELINE_SPAN
    return 1 if is_over else BASELINE_DAYS - len(baseline) + 1


def _limit(noise: Noise, value: DayValue, baseline: Sequence[DayValue]) -> float:
    """Return how far a day may lie from the mean of the baseline by error alone, 95 of 100 times."""
    of_mean = sum(noise.sem_of(first) ** 2 for first in baseline) / len(baseline) ** 2
    return round(Z95 * math.sqrt(noise.sem_of(value) ** 2 + of_mean), EXACT)


def _judge(steps: Sequence[float], change: float, limits: Sequence[float], error: float) -> Verdict:
    are_beyond = all(
        abs(step) >= limit and step * change > 0 for step, limit in zip(steps, limits, strict=True)
    )
    if len(steps) == IN_A_ROW and are_beyond and abs(change) >= error:
        return Verdict.LIKELY_REAL
    if abs(change) >= POSSIBLE_FROM * error or abs(steps[-1]) >= error:
        return Verdict.POSSIBLE
    return Verdict.WITHIN_ERROR
