"""What is said of a series of rotation in a period, where days, sides or readings of one day differ."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from exercises.domain.vocabulary import Side
from tests.tracker.test_progress_range import measure
from tracker.models import Athlete
from tracker.presenters.period import period_of
from tracker.presenters.rom_series import RomSeries, rom_of
from tracker.presenters.rom_words import error_words, notes_on, series_words
from tracker.presenters.words import NO_BREAK

MONDAY = date(2026, 11, 23)
DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)


def _series(athlete: Athlete, today: date = MONDAY, period: str = "3-months") -> RomSeries:
    (series,) = rom_of(athlete.user, period_of(period, today)).series
    return series


def test_the_first_days_are_over_after_four_weeks_and_not_with_the_week_that_runs(athlete: Athlete) -> None:
    measure(athlete, MONDAY - 4 * WEEK, 20, None)
    assert _series(athlete).sides[0].change.missing == 3
    assert _series(athlete, MONDAY + DAY).sides[0].change.missing == 1


def test_a_measurement_of_tomorrow_counts_for_a_traveller(athlete: Athlete) -> None:
    for day in (MONDAY - 3 * WEEK, MONDAY - 2 * WEEK, MONDAY - WEEK, MONDAY + DAY):
        measure(athlete, day, 20, None)
    assert _series(athlete).sides[0].change.latest[-1].day == MONDAY + DAY


def test_nobody_is_told_to_measure_and_a_short_time_says_so(athlete: Athlete) -> None:
    measure(athlete, MONDAY, 20, None)
    assert (
        series_words(_series(athlete))
        == "Left 20.0°, not enough data yet: it takes 3 more days of measuring."
    )
    for back in (20, 24, 28, 32):
        measure(athlete, MONDAY - back * WEEK, 20, None)
    words = series_words(_series(athlete, period="4-weeks"))
    assert words == "Left 20.0°, not enough data in this time; a longer one may say more."


def test_pain_of_any_measurement_of_the_last_day_counts(athlete: Athlete) -> None:
    measure(athlete, MONDAY, 12, None, pain=4)
    measure(athlete, MONDAY, None, 30, pain=0)
    series = _series(athlete)
    assert series.for_clinician == (Side.LEFT,)
    assert series.is_for_clinician


@pytest.mark.parametrize(
    ("left", "right", "where"),
    [(12, 30, "on the left"), (30, 12, "on the right"), (14, 12, "on both sides")],
)
def test_the_sides_for_a_clinician_are_named(athlete: Athlete, left: int, right: int, where: str) -> None:
    measure(athlete, MONDAY, left, right, pain=4)
    (said,) = (note for note in notes_on(_series(athlete)) if "clinician" in note)
    assert said.startswith(f"Less than 15° of internal rotation {where}, and pain with it: have a clinician ")


def test_pain_of_the_other_side_alone_does_not(athlete: Athlete) -> None:
    measure(athlete, MONDAY, 12, None, pain=0)
    measure(athlete, MONDAY, None, 30, pain=4)
    assert not _series(athlete).is_for_clinician


def test_a_side_that_was_measured_later_keeps_its_own_first_days(athlete: Athlete) -> None:
    for back in range(30, 22, -1):
        measure(athlete, MONDAY - back * WEEK, 20, None)
    for back, right in ((20, 20), (19, 30), (18, 40), (1, 30), (0, 30)):
        measure(athlete, MONDAY - back * WEEK, 20, right)
    _left, right_side = _series(athlete, period="4-weeks").sides
    assert right_side.noise == _series(athlete, period="1-year").sides[1].noise
    assert right_side.noise.days == 3


def test_each_side_has_the_span_of_its_own_error(athlete: Athlete) -> None:
    for back, left, right in ((10, 20, 20), (9, 20, 30), (8, 20, 40)):
        measure(athlete, MONDAY - back * WEEK, left, right)
    words = error_words(_series(athlete)).replace(NO_BREAK, " ")
    assert "the left one may be anything from 4.7° to 13.4°, the right one from 10.5° to 29.9°" in words


def test_a_wide_gap_that_was_there_before_is_told_as_such(athlete: Athlete) -> None:
    measure(athlete, MONDAY - WEEK, 40, 20)
    assert "the time before" not in " ".join(notes_on(_series(athlete)))
    measure(athlete, MONDAY, 40, 20)
    assert "It was 10° or more the time before, too." in " ".join(notes_on(_series(athlete)))
