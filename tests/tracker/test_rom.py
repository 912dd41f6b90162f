"""Whether a change is more than its error: cases, and what holds for any series."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracker.measured import START, USUAL, moved, noise, weekly
from tracker.domain.rom import Change, Verdict, verdict
from tracker.domain.rom_days import DayValue

NOT_ENOUGH, WITHIN, POSSIBLE, LIKELY = Verdict
STRENGTH = {one: at for at, one in enumerate(Verdict)}

tenths = st.integers(-300, 900).map(lambda number: number / 10)
mdcs = st.floats(0.5, 20)


@st.composite
def any_rows(draw: st.DrawFn) -> list[DayValue]:
    """Return rows of a series: unsorted, with gaps, several a day, of one to four trials."""
    count = draw(st.integers(0, 9))
    return [
        DayValue(START + timedelta(days=draw(st.integers(0, 90))), draw(tenths), draw(st.integers(1, 4)))
        for _ in range(count)
    ]


@pytest.mark.parametrize(
    ("degrees", "found"),
    [
        ((), NOT_ENOUGH),
        ((30,), NOT_ENOUGH),
        ((30, 30, 45), NOT_ENOUGH),  # all of the reference
        ((30, 30, 30, 30), WITHIN),
        ((30, 30, 30, 34.9), WITHIN),
        ((30, 30, 30, 35), POSSIBLE),
        ((30, 30, 30, 50), POSSIBLE),  # one day alone is never likely real
        ((30, 30, 30, 34.9, 34.9), WITHIN),
        ((30, 30, 30, 35, 35), POSSIBLE),
        ((30, 30, 30, 37.9, 37.9), POSSIBLE),
        ((30, 30, 30, 38, 38), LIKELY),
        ((30, 30, 30, 22, 22), LIKELY),
        ((30, 30, 30, 22.1, 22.1), POSSIBLE),
        ((30, 30, 30, 7, 53), POSSIBLE),  # both far, not on the same side
        ((30, 30, 30, 23, 54), POSSIBLE),  # the mean far as well
        ((30, 30, 30, 30, 50), POSSIBLE),
        ((30, 30, 30, 50, 30), POSSIBLE),  # gone again
        ((30, 30, 30, 50, 30, 30), WITHIN),
        ((30, 30, 30, 50, 30, 50), POSSIBLE),  # not in a row
        ((30, 30, 30, 36, 44), POSSIBLE),  # one of the two is within the error of its comparison
        ((30, 30, 30, 37, 39), LIKELY),
        ((30, 30, 30, 30, 30, 30, 30, 42, 42), LIKELY),
        ((24, 30, 36, 42, 42), LIKELY),
    ],
)
def test_the_default_bands(degrees: tuple[float, ...], found: Verdict) -> None:
    assert verdict(weekly(*degrees), USUAL).verdict is found


def test_a_change_is_told_with_its_numbers() -> None:
    days = weekly(29, 31, 30, 38, 42)
    change = verdict(days, USUAL)
    assert change == Change(
        LIKELY, USUAL, degrees=10, error=8, baseline=tuple(days[:3]), latest=tuple(days[3:]), missing=0
    )
    assert (change.since, change.baseline_degrees, change.is_more) == (START, 30, True)
    assert not verdict(weekly(30, 30, 30, 20), USUAL).is_more


@pytest.mark.parametrize(
    ("single", "first_trials", "found"), [(11, 3, POSSIBLE), (11, 1, POSSIBLE), (8, 3, LIKELY)]
)
def test_single_trials_need_more(single: float, first_trials: int, found: Verdict) -> None:
    days = weekly(30, 30, 30, trials=first_trials) + weekly(
        39, 39, trials=1, first=START + timedelta(weeks=3)
    )
    assert verdict(days, noise(8, single)).verdict is found


def test_a_single_trial_is_likely_real_from_11_on() -> None:
    found = [verdict(weekly(30, 30, 30, to, to, trials=1), USUAL).verdict for to in (40.9, 41)]
    assert found == [POSSIBLE, LIKELY]


def test_a_reference_of_one_day_needs_both_days_beyond_the_whole_mdc() -> None:
    later = START + timedelta(weeks=6)
    found = [
        verdict([DayValue(START, 30), *weekly(*to, first=later)], USUAL).verdict
        for to in ((37.9, 39), (38, 38))
    ]
    assert found == [POSSIBLE, LIKELY]


def test_a_period_is_compared_with_its_own_first_days() -> None:
    days = weekly(20, 20, 20, 40, 40, 40, 40, 40)
    assert verdict(days, USUAL).verdict is LIKELY
    change = verdict(days, USUAL, since=days[3].day)
    assert (change.verdict, change.degrees, change.since) == (WITHIN, 0, days[3].day)


def test_what_is_later_than_today_is_left_out() -> None:
    days = weekly(30, 30, 30, 42, 42)
    assert verdict(days, USUAL, until=days[3].day).verdict is POSSIBLE
    assert verdict(days, USUAL, until=days[2].day).verdict is NOT_ENOUGH
    assert verdict(days, USUAL, since=days[-1].day + timedelta(days=1)).baseline == ()


@pytest.mark.parametrize(
    ("days", "until", "missing"),
    [
        ([], None, 4),
        (weekly(30), None, 3),
        (weekly(30, 30), START + timedelta(days=28), 2),
        (weekly(30, 30), START + timedelta(days=29), 1),
        (weekly(30, 30, 30), None, 1),
        (weekly(30, 30, 30, 30), None, 0),
    ],
)
def test_how_many_days_are_missing(days: list[DayValue], until: date | None, missing: int) -> None:
    assert verdict(days, USUAL, until=until).missing == missing


def told(change: Change) -> tuple[object, ...]:
    return change.verdict, change.degrees, change.error, change.missing


@given(any_rows(), st.randoms(use_true_random=False), mdcs)
def test_order_and_repeated_rows_do_not_matter(rows: list[DayValue], chance: Random, mdc: float) -> None:
    mixed = rows * 2
    chance.shuffle(mixed)
    assert told(verdict(mixed, noise(mdc, 2 * mdc))) == told(verdict(rows, noise(mdc, 2 * mdc)))


@given(any_rows(), st.integers(-400, 400), mdcs)
def test_the_same_shift_of_all_days_changes_nothing(rows: list[DayValue], by: int, mdc: float) -> None:
    change, shifted = (verdict(one, noise(mdc, 2 * mdc)) for one in (rows, moved(rows, by / 8)))
    assert shifted.verdict is change.verdict
    assert shifted.degrees == pytest.approx(change.degrees, abs=2e-6)


@given(any_rows(), mdcs)
def test_mirrored_series_have_the_same_verdict(rows: list[DayValue], mdc: float) -> None:
    mirrored = [replace(row, degrees=-row.degrees) for row in rows]
    assert verdict(mirrored, noise(mdc)).verdict is verdict(rows, noise(mdc)).verdict


@given(any_rows(), st.lists(st.floats(0.5, 40), min_size=4, max_size=4))
def test_more_noise_never_makes_a_verdict_stronger(rows: list[DayValue], levels: list[float]) -> None:
    found = [STRENGTH[verdict(rows, noise(mdc)).verdict] for mdc in sorted(levels)]
    assert all(first >= second for first, second in pairwise(found))


@given(any_rows(), mdcs)
def test_nothing_is_likely_real_without_two_days_beyond_the_reference(
    rows: list[DayValue], mdc: float
) -> None:
    change = verdict(rows, noise(mdc))
    if change.verdict is LIKELY:
        assert len(change.latest) == 2
        assert change.degrees is not None
        assert change.error is not None
        assert abs(change.degrees) >= change.error - 1e-5
        assert min(value.day for value in change.latest) > max(value.day for value in change.baseline)
