"""The plain rules behind progress: columns, thinning, kept weeks, the trend of pain, steps of a dose."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.columns import MOST_COLUMNS, Unit, columns_between, start_of, weeks_as_columns
from tracker.domain.course import Span
from tracker.domain.dose_steps import dose_steps
from tracker.domain.kept_weeks import kept_weeks
from tracker.domain.observation import change_around
from tracker.domain.pain_trend import Direction, PainTime, pain_trend
from tracker.domain.rom import Verdict
from tracker.domain.rom_days import DayValue
from tracker.domain.rom_noise import DEFAULT_MDC, Noise, NoiseSource, sem_of_mdc
from tracker.domain.thinning import thinned
from tracker.domain.weeks import weeks_between, weeks_ending_with

MONDAY = date(2026, 11, 23)
DAYS = st.dates(date(1990, 1, 1), date(2060, 1, 1))
NOISE = Noise(sem_of_mdc(DEFAULT_MDC), sem_of_mdc(11), NoiseSource.DEFAULT, 5.4, 13)


@given(DAYS, st.integers(min_value=0, max_value=20_000))
def test_columns_hold_every_day_and_are_few(first: date, span: int) -> None:
    last = first + timedelta(days=span)
    columns = columns_between(first, last)
    assert len(columns.starts) <= MOST_COLUMNS
    assert columns.starts[0] <= first
    assert last < columns.end
    assert all(one < other for one, other in columns.spans)
    assert {start_of(day, columns.unit) for day in (first, last)} <= set(columns.starts)


@pytest.mark.parametrize(
    ("days", "unit"),
    [(300, Unit.WEEK), (500, Unit.MONTH), (3_650, Unit.QUARTER), (12_000, Unit.YEAR)],
)
def test_longer_times_have_longer_columns(days: int, unit: Unit) -> None:
    assert columns_between(MONDAY - timedelta(days=days), MONDAY).unit is unit


def test_columns_add_up_what_falls_into_them() -> None:
    columns = weeks_as_columns(weeks_ending_with(MONDAY, 2))
    day = timedelta(days=1)
    amounts = {MONDAY: 1, MONDAY + 6 * day: 2, MONDAY - day: 4, MONDAY - 8 * day: 8}
    assert columns.sums(amounts) == (4, 3)
    assert columns.highest([*amounts.items(), (MONDAY, None)]) == {MONDAY - 7 * day: 4, MONDAY: 2}


def test_a_month_stands_for_the_mean_of_its_weeks() -> None:
    wednesday = MONDAY + timedelta(days=2)
    columns = columns_between(date(2026, 10, 5), wednesday, least=Unit.MONTH)
    weeks = weeks_between(date(2026, 10, 5), wednesday)
    amounts = {weeks[0]: 4, weeks[3]: 6, weeks[4]: 3, MONDAY: 4}
    assert columns.weekly_means(amounts, weeks, wednesday) == (Decimal("2.5"), Decimal("2.0"))
    assert columns.weekly_means(amounts, (MONDAY,), wednesday) == (0, 4)
    assert columns.weekly_means(amounts, (), wednesday) == (0, 0)


@given(st.lists(st.integers(), unique=True), st.integers(min_value=2, max_value=70))
def test_thinning_keeps_both_ends_and_the_order(points: list[int], most: int) -> None:
    kept = thinned(points, most)
    assert len(kept) <= most
    assert kept == [one for one in points if one in set(kept)]
    assert kept[:1] == points[:1]
    assert kept[-1:] == points[-1:]


def test_a_paused_week_counts_for_nothing_and_a_running_one_once_it_is_enough() -> None:
    weeks = weeks_ending_with(MONDAY, 4)
    counts = dict(zip(weeks, (3, 0, 2, 1), strict=True))
    pause = Span(weeks[1], weeks[1] + timedelta(days=6))
    assert kept_weeks(counts, weeks, 3, [pause]) == (1, 2)
    assert kept_weeks(counts, weeks, 3, []) == (1, 3)
    assert kept_weeks(counts | {weeks[3]: 3}, weeks, 3, [pause]) == (2, 3)
    assert kept_weeks({}, (), 3, []) == (0, 0)


def _pain(*means: float, count: int = 3) -> list[PainTime]:
    return [
        PainTime(MONDAY + timedelta(weeks=number), round(mean * count), count)
        for number, mean in enumerate(means)
    ]


@pytest.mark.parametrize(
    ("times", "direction"),
    [
        ([], Direction.NOT_ENOUGH),
        (_pain(3), Direction.NOT_ENOUGH),
        (_pain(3, 3, count=2), Direction.NOT_ENOUGH),
        (_pain(4, 4, 2, 2), Direction.LOWER),
        (_pain(2, 2, 4, 4), Direction.HIGHER),
        (_pain(3, 3, 2, 2), Direction.SAME),
        (_pain(3, 3, 4, 4), Direction.SAME),
    ],
)
def test_pain_changes_only_beyond_what_matters(times: list[PainTime], direction: Direction) -> None:
    assert pain_trend(times).direction is direction


def test_the_smallest_difference_that_matters_counts() -> None:
    times = [PainTime(MONDAY, 6, 4), PainTime(MONDAY + timedelta(weeks=1), 12, 4)]
    trend = pain_trend(times)
    assert (trend.earlier, trend.later, trend.direction) == (1.5, 3.0, Direction.HIGHER)


def test_a_difference_is_judged_as_it_is_told() -> None:
    times = [PainTime(MONDAY, 41, 18), PainTime(MONDAY + timedelta(weeks=1), 15, 19)]
    trend = pain_trend(times)  # 2.28 and 0.79, told as 2.3 and 0.8
    assert trend.direction is Direction.LOWER


def test_a_dose_steps_where_it_changes() -> None:
    week = timedelta(weeks=1)
    asked = [(MONDAY + n * week, value) for n, value in enumerate((8, 8, None, 10, 9))]
    steps = dose_steps(asked)
    assert [(one.day, one.old, one.new, one.is_more) for one in steps] == [
        (MONDAY + 3 * week, 8, 10, True),
        (MONDAY + 4 * week, 10, 9, False),
    ]
    assert dose_steps([]) == ()


def _measured(*degrees: float) -> list[DayValue]:
    return [DayValue(MONDAY + timedelta(weeks=number), value) for number, value in enumerate(degrees)]


def test_a_change_around_a_day_compares_what_was_before_with_the_latest() -> None:
    change = change_around(_measured(10, 30, 30, 30, 42, 42), NOISE, MONDAY + timedelta(weeks=4))
    assert change is not None
    assert (change.degrees, change.verdict) == (12.0, Verdict.LIKELY_REAL)


@pytest.mark.parametrize(
    ("days", "weeks"),
    [(_measured(30, 30, 42), 2), (_measured(30, 30, 30), 3), ([], 1)],
    ids=["two before", "none since", "nothing"],
)
def test_without_enough_around_a_day_nothing_is_said(days: list[DayValue], weeks: int) -> None:
    assert change_around(days, NOISE, MONDAY + timedelta(weeks=weeks)) is None


def test_measurements_long_apart_are_no_time_before_a_day() -> None:
    days = [DayValue(MONDAY + timedelta(weeks=weeks), 30) for weeks in (0, 10, 20, 21)]
    assert change_around(days, NOISE, MONDAY + timedelta(weeks=21)) is None
