"""The error of a series: the usual one of the method, and a person's own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracker.measured import USUAL, moved, weekly
from tracker.domain.measuring import Instrument, Position
from tracker.domain.rom_days import DayValue
from tracker.domain.rom_noise import (
    Z95,
    NoiseSource,
    chi_square,
    mdc_of,
    noise_of,
    own_noise,
    sem_of_mdc,
    usual_noise,
)

any_baseline = st.lists(st.floats(0, 60), min_size=3, max_size=3).map(lambda values: weekly(*values))


def test_mdc_is_that_of_weir() -> None:
    assert mdc_of(3.1) == pytest.approx(8.6, abs=0.01)  # Pua 2008
    assert mdc_of(4.7) == pytest.approx(13.0, abs=0.03)
    assert sem_of_mdc(mdc_of(2)) == pytest.approx(2)


@pytest.mark.parametrize("position", Position)
@pytest.mark.parametrize("instrument", Instrument)
def test_the_default_is_8_degrees_and_11_for_a_single_trial(
    position: Position, instrument: Instrument
) -> None:
    noise = usual_noise(position, instrument)
    assert noise.mdc == pytest.approx(8)
    assert mdc_of(noise.sem_of(weekly(30, trials=1)[0])) == pytest.approx(11)
    assert mdc_of(noise.sem_of(weekly(30, trials=2)[0])) == pytest.approx(11)
    assert noise.sem_of(weekly(30, trials=4)[0]) == noise.sem
    assert noise.low < noise.mdc < noise.high


@pytest.mark.parametrize(
    ("position", "instrument", "source", "span", "studies"),
    [
        (Position.SEATED, Instrument.INCLINOMETER, "published", (5.4, 8.6), ("krause-2014", "gradoz-2018")),
        (Position.SEATED, Instrument.GONIOMETER, "published", (6.1, 8.6), ("gradoz-2018",)),
        (Position.SUPINE, Instrument.INCLINOMETER, "published", (6.1, 8.6), ("gradoz-2018",)),
        (Position.SEATED, Instrument.PHONE, "default", (5.4, 13), ("krause-2014", "gradoz-2018", "pua-2008")),
        (Position.PRONE, Instrument.GONIOMETER, "default", (5.4, 13), None),
        (Position.SUPINE, Instrument.RULER, "default", (5.4, 13), None),
    ],
)
def test_what_is_published_for_the_method_goes_with_it(
    position: Position,
    instrument: Instrument,
    source: str,
    span: tuple[float, float],
    studies: tuple[str, ...] | None,
) -> None:
    noise = usual_noise(position, instrument)
    assert (noise.source, noise.low, noise.high, noise.days) == (source, *span, 0)
    assert studies is None or noise.studies == studies


@pytest.mark.parametrize(
    "baseline", [[], weekly(30), weekly(30, 40), weekly(30, 35, 40, trials=1), weekly(30, 35, 40, trials=2)]
)
def test_before_three_full_days_the_usual_error_counts(baseline: list[DayValue]) -> None:
    assert own_noise(USUAL, baseline) is USUAL
    assert noise_of(Position.SEATED, Instrument.PHONE, baseline) == USUAL


def test_from_three_days_on_it_is_their_own_with_its_uncertainty() -> None:
    noise = noise_of(Position.SEATED, Instrument.PHONE, weekly(26, 30, 34))
    assert (noise.source, noise.days) == (NoiseSource.OWN, 3)
    # 6 × 8.33 (the default's variance) and 2 × 16, divided by 8.
    assert noise.sem == pytest.approx(((6 * USUAL.sem**2 + 2 * 16) / 8) ** 0.5)
    assert noise.mdc == pytest.approx(8.87, abs=0.01)
    # An SD with 8 degrees of freedom is known to within ×0.68 and ×1.92.
    assert noise.low == pytest.approx(noise.mdc * 0.6755, rel=0.01)
    assert noise.high == pytest.approx(noise.mdc * 1.9158, rel=0.01)
    assert noise.single_sem == USUAL.single_sem


def test_three_equal_days_do_not_make_a_perfect_measurer() -> None:
    noise = own_noise(USUAL, weekly(30, 30, 30))
    assert 5.4 < noise.mdc < 8  # never below what was published


def test_a_single_trial_is_never_better_than_three() -> None:
    noise = own_noise(USUAL, weekly(10, 30, 50))
    assert noise.single_sem == noise.sem > USUAL.single_sem


@given(any_baseline, st.floats(-30, 30))
def test_own_noise_is_about_the_spread_and_not_the_level(baseline: list[DayValue], by: float) -> None:
    noise, shifted = own_noise(USUAL, baseline), own_noise(USUAL, moved(baseline, by))
    assert shifted.sem == pytest.approx(noise.sem)
    assert noise.low < noise.mdc < noise.high


@given(any_baseline, st.floats(1, 3))
def test_a_wider_spread_is_never_less_noise(baseline: list[DayValue], factor: float) -> None:
    wider = [DayValue(value.day, value.degrees * factor, value.trials) for value in baseline]
    assert own_noise(USUAL, wider).sem >= own_noise(USUAL, baseline).sem - 1e-9


@pytest.mark.parametrize(
    ("freedom", "low", "high"), [(6, 1.237, 14.449), (8, 2.180, 17.535), (10, 3.247, 20.483)]
)
def test_chi_square_against_the_table(freedom: int, low: float, high: float) -> None:
    assert chi_square(freedom, -Z95) == pytest.approx(low, rel=0.03)
    assert chi_square(freedom, Z95) == pytest.approx(high, rel=0.01)
