"""Trials make a value, measurements a day, days a series with a reference and a trend."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracker.measured import START, weekly
from tracker.domain.rom_days import (
    DayValue,
    baseline_of,
    day_values,
    rolling_median,
    spread,
    value_of,
    wants_another,
)

any_trials = st.lists(st.floats(-30, 90), min_size=1, max_size=4)


@pytest.mark.parametrize(
    ("trials", "value"),
    [
        ([31], 31),
        ([30, 33], 31.5),
        ([30, 31, 35], 32),
        ([30, 31, 32, 45], 31),
        ([18, 30, 31, 32], 31),
        ([32, 18, 31, 30], 31),
        ([10, 20, 30, 40], 25),  # equally close below and above: all four
        ([30, 30, 30, 30], 30),
        ([Decimal("30.5"), Decimal("31.5")], 31),
        ([-5, 0, 5], 0),
    ],
)
def test_trials_make_a_value(trials: Sequence[float], value: float) -> None:
    assert value_of(trials) == pytest.approx(value)


def test_no_trials_make_none() -> None:
    with pytest.raises(ValueError, match="no trials"):
        value_of([])


@given(any_trials)
def test_the_order_of_the_trials_does_not_matter(trials: list[float]) -> None:
    assert value_of(trials) == value_of(sorted(trials)) == value_of(trials[::-1])


@given(any_trials)
def test_a_value_lies_among_its_trials(trials: list[float]) -> None:
    assert min(trials) - 1e-9 <= value_of(trials) <= max(trials) + 1e-9


@pytest.mark.parametrize(
    ("trials", "degrees", "wants"),
    [
        ([], 0, False),
        ([30], 0, False),
        ([20, 40], 20, False),  # the third is still to come
        ([30, 35, 40], 10, False),
        ([30, 35, 40.5], 10.5, True),
        ([30, 35, 40.5, 31], 10.5, False),  # asked for once
    ],
)
def test_a_wide_spread_asks_for_one_more(trials: Sequence[float], degrees: float, wants: bool) -> None:
    assert (spread(trials), wants_another(trials)) == (degrees, wants)


def test_several_measurements_on_a_day_are_one_day() -> None:
    rows = [DayValue(START, 30), DayValue(START, 34), *weekly(31)]
    assert day_values(rows[:2]) == (DayValue(START, 32),)
    assert len(day_values(rows)) == 1


def test_a_single_trial_does_not_spoil_a_full_measurement_of_its_day() -> None:
    assert day_values([DayValue(START, 50, 1), DayValue(START, 30, 3)]) == (DayValue(START, 30, 3),)


def test_days_come_in_order() -> None:
    days = weekly(30, 31, 32)
    assert day_values(reversed(days)) == tuple(days)


@pytest.mark.parametrize(
    ("gap", "count"),
    [(1, 3), (7, 3), (14, 3), (15, 2), (28, 2), (29, 1)],
)
def test_the_reference_is_the_first_three_days_within_four_weeks(gap: int, count: int) -> None:
    days = weekly(30, 31, 32, 33, 34, gap=gap)
    assert baseline_of(days) == tuple(days[:count])


def test_a_period_has_a_reference_of_its_own() -> None:
    days = weekly(30, 31, 32, 33, 34, 35, 36)
    assert baseline_of(days, START + timedelta(days=8)) == tuple(days[2:5])
    assert baseline_of(days, START + timedelta(days=365)) == ()


def test_no_days_have_no_reference() -> None:
    assert baseline_of([]) == ()


def test_the_trend_is_a_median_of_three_and_ignores_one_outlier() -> None:
    days = weekly(30, 31, 60, 32, 33)
    trend = rolling_median(days)
    assert [(value.day, value.degrees) for value in trend] == [
        (days[2].day, 31),
        (days[3].day, 32),
        (days[4].day, 33),
    ]


@pytest.mark.parametrize("count", [0, 1, 2])
def test_fewer_than_three_days_have_no_trend(count: int) -> None:
    assert rolling_median(weekly(*range(count))) == ()
