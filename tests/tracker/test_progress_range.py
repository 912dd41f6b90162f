"""Rotation on the progress page: series apart, verdicts with their numbers, and what is read for them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import MeasurementFactory
from tests.tracker.logged import local_today
from tracker.domain.measuring import Instrument, Motion, NormGroup
from tracker.domain.rom import Verdict
from tracker.models import Athlete, Measurement
from tracker.presenters.chart import MISSING
from tracker.presenters.period import period_of
from tracker.presenters.rom_chart import MOST_DAYS, rom_chart
from tracker.presenters.rom_series import Rom, rom_of
from tracker.presenters.rom_words import change_words, notes_on, range_words, series_words
from tracker.presenters.words import NO_BREAK

TODAY = date(2026, 11, 25)
WEEK = timedelta(weeks=1)


def measure(athlete: Athlete, day: date, left: float | None, right: float | None, **more: object) -> None:
    """Three equal readings a side."""
    values: dict[str, object] = {}
    for side, value in (("left", left), ("right", right)):
        values |= {f"{side}_{number}": value for number in (1, 2, 3)}
    MeasurementFactory(athlete=athlete, taken_on=day, **values, **more)


def weekly(athlete: Athlete, lefts: list[float], right: float | None = 30, **more: object) -> None:
    for back, left in enumerate(reversed(lefts)):
        measure(athlete, TODAY - back * WEEK, left, right, **more)


def _rom(athlete: Athlete, period: str = "3-months") -> Rom:
    return rom_of(athlete.user, period_of(period, TODAY))


@pytest.mark.parametrize(
    ("degrees", "text"), [(5.48, "+5.5°"), (0.04, "0.0°"), (-0.04, "0.0°"), (-7.96, "−8.0°"), (12, "+12.0°")]
)
def test_degrees_are_rounded_and_not_cut(degrees: float, text: str) -> None:
    assert change_words(degrees) == text


def test_a_change_beyond_its_error_is_told_with_its_numbers(athlete: Athlete) -> None:
    weekly(athlete, [20, 21, 19, 31, 31])
    (series,) = _rom(athlete).series
    left, right = series.sides
    assert left.change.verdict is Verdict.LIKELY_REAL
    assert right.change.verdict is Verdict.WITHIN_ERROR
    words = series_words(series).replace(NO_BREAK, " ")
    assert words.startswith("Left +11.0° since 28 Oct 2026, your measurement error is ±")
    assert ": probably real; right 0.0° since 28 Oct 2026" in words
    assert words in range_words(_rom(athlete)).replace(NO_BREAK, " ").replace("left +", "Left +")


def test_too_few_days_say_how_many_more(athlete: Athlete) -> None:
    assert range_words(_rom(athlete)) == "Not measured yet."
    measure(athlete, TODAY, 20, None)
    (series,) = _rom(athlete).series
    assert series_words(series) == "Left 20.0°, not enough data yet: it takes 3 more days of measuring."
    measure(athlete, TODAY - timedelta(days=400), 20, None, instrument=Instrument.RULER, shank_cm=40)
    assert len(_rom(athlete).series) == 1


def test_methods_are_never_joined_and_the_most_used_comes_first(athlete: Athlete) -> None:
    weekly(athlete, [20, 20])
    weekly(athlete, [40, 40, 40], motion=Motion.EXTERNAL)
    measure(athlete, TODAY, 25, 25, instrument=Instrument.GONIOMETER)
    found = [(one.method.motion, one.method.instrument, one.days) for one in _rom(athlete).series]
    assert found == [
        (Motion.EXTERNAL, Instrument.PHONE, 3),
        (Motion.INTERNAL, Instrument.PHONE, 2),
        (Motion.INTERNAL, Instrument.GONIOMETER, 1),
    ]


def test_a_period_compares_with_its_own_first_days_and_keeps_the_error_of_all(athlete: Athlete) -> None:
    weekly(athlete, [10, 11, 9] + [30] * 12)
    (short,) = _rom(athlete, "4-weeks").series
    (long,) = _rom(athlete, "1-year").series
    assert short.sides[0].change.degrees == 0
    assert long.sides[0].change.degrees == 20
    assert short.sides[0].noise == long.sides[0].noise
    assert short.sides[0].noise.days == 3


def test_deleted_ones_and_those_of_others_count_nowhere(athlete: Athlete) -> None:
    MeasurementFactory(taken_on=TODAY)
    MeasurementFactory(athlete=athlete, taken_on=TODAY, deleted_at="2026-11-25T12:00Z")
    assert _rom(athlete) == Rom((), None)


def test_a_gap_is_told_only_beyond_its_error_and_pain_with_little_rotation_leads_to_a_clinician(
    athlete: Athlete,
) -> None:
    measure(athlete, TODAY - WEEK, 30, 26, pain=3)
    (series,) = _rom(athlete).series
    assert list(notes_on(series)) == []
    measure(athlete, TODAY, 30, 14, pain=3)
    (series,) = _rom(athlete).series
    notes = " ".join(notes_on(series)).replace(NO_BREAK, " ")
    assert "have a clinician look at this hip" in notes
    assert "the left side turned 16.0° further than the right" in notes
    assert "risk" not in notes


def test_published_values_stand_behind_with_their_source(athlete: Athlete) -> None:
    athlete.norm_group = NormGroup.MEN
    athlete.save()
    weekly(athlete, [30])
    (series,) = rom_of(Athlete.objects.get(pk=athlete.pk).user, period_of("", TODAY)).series
    chart = rom_chart(series, period_of("", TODAY), csv="")
    assert chart.norm is not None
    people = "430 athletes of about 18 years (Czuppon 2017)"
    assert chart.norm.text == f"published, mean ± SD: 17.1° to 36.7°, {people}"
    sources = [remark.source.url for remark in chart.caption.remarks if remark.source]
    assert "/references/#czuppon-2017" in sources


@pytest.mark.parametrize("period", ["1-year", "all"])
def test_a_dense_line_is_thinned_and_says_so(athlete: Athlete, period: str) -> None:
    Measurement.objects.bulk_create(
        MeasurementFactory.build(athlete=athlete, taken_on=TODAY - timedelta(days=3 * number))
        for number in range(300)
    )
    chosen = period_of(period, TODAY)
    (series,) = rom_of(athlete.user, chosen).series
    chart = rom_chart(series, chosen, csv="")
    assert len(chart.rows) <= MOST_DAYS
    assert "The file below holds every measurement." in " ".join(one.text for one in chart.caption.remarks)
    (every,) = rom_of(athlete.user, chosen, every_row=True).series
    assert len(rom_chart(every, chosen, csv="", every_point=True).rows) == (300 if period == "all" else 120)


def test_what_is_read_does_not_grow_with_the_years(athlete: Athlete) -> None:
    Measurement.objects.bulk_create(
        MeasurementFactory.build(athlete=athlete, taken_on=TODAY - number * WEEK) for number in range(500)
    )
    own = Measurement.objects.for_athlete(athlete.user).kept()
    for key, most in (("4-weeks", 10), ("3-months", 19), ("1-year", 58)):
        period = period_of(key, TODAY)
        assert len(own.for_charts(period.first, period.last)) <= most
    period = period_of("all", TODAY)
    assert len(own.for_charts(period.first, period.last, with_older=True)) <= 58 + 39


def test_the_latest_days_are_those_in_a_row_however_long_ago_they_lie(athlete: Athlete) -> None:
    days = [TODAY - timedelta(weeks=200) + number * WEEK for number in range(40)]
    Measurement.objects.bulk_create(MeasurementFactory.build(athlete=athlete, taken_on=day) for day in days)
    (series,) = rom_of(athlete.user, period_of("all", TODAY)).series
    assert [one.day for one in series.sides[0].change.latest] == days[-2:]


def _soup(client: Client, path: str) -> BeautifulSoup:
    response = client.get(path)
    assert response.status_code == 200
    return BeautifulSoup(response.content.decode(), "html.parser")


def test_left_and_right_are_apart_by_letter_mark_and_dash_and_the_table_holds_the_points(
    signed_in: Client, athlete: Athlete
) -> None:
    today = local_today(athlete)
    for back, left in enumerate((24.5, 25, 26)):
        measure(athlete, today - back * WEEK, left, 30 if back else None)
    figure = _soup(signed_in, "/progress/").select_one("figure[data-chart^=range-]")
    assert figure is not None
    assert [one.text for one in figure.select(".line-letter")] == ["L", "R"]
    left, right = (figure.select(f"svg[role=img] .dot-{side} path") for side in "lr")
    assert all("a" in str(one["d"]) for one in left)
    assert all("h" in str(one["d"]) for one in right)
    assert figure.select(".line-l")
    assert figure.select(".line-r")
    assert figure.select_one(".band-r[fill^=url]")
    assert not figure.select(".band-l[fill]")
    for column, marks in enumerate((left, right)):
        cells = [row.select("td")[column].text for row in figure.select("tbody tr")]
        assert [str(one["data-value"]) for one in marks] == [cell for cell in cells if cell != MISSING]
    assert [one.text for one in left] == [""] * 3


def test_each_place_of_a_chart_is_reached_by_keyboard_and_named(signed_in: Client, athlete: Athlete) -> None:
    today = local_today(athlete)
    measure(athlete, today, 24, 30)
    figure = _soup(signed_in, "/progress/").select_one("figure[data-chart^=range-]")
    assert figure is not None
    (place,) = figure.select(".plot-stops input[type=radio]")
    label = str(place["aria-label"])
    assert "Left 24, Right 30 (degrees)" in label
    assert str(today.year) in label
    # The picture itself holds nothing that takes the focus.
    assert not figure.select("svg[role=img] input, svg[role=img] a, svg[role=img] [tabindex]")
    assert figure.select_one('[role=radiogroup][aria-label^="Points of"]')


def test_measuring_costs_no_query_more(signed_in: Client, athlete: Athlete) -> None:
    signed_in.get("/progress/")
    counts = []
    for number in (1, 40):
        for back in range(number):
            measure(athlete, local_today(athlete) - timedelta(days=back), 24, 30)
        with CaptureQueriesContext(connection) as found:
            signed_in.get("/progress/?period=all")
        counts.append(len(found))
    assert counts[0] == counts[1] <= 8
