"""Charts: round axes, and a table that holds exactly the points that are drawn."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup, Tag
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.columns import weeks_as_columns
from tracker.domain.series import Point
from tracker.domain.weeks import weeks_ending_with
from tracker.presenters.axis import day_ticks, round_ticks
from tracker.presenters.chart import (
    MISSING,
    Action,
    Bars,
    Caption,
    Line,
    Style,
    number_text,
    tenth_text,
)
from tracker.presenters.chart_parts import HEIGHT, WIDTH, BarChart, LineChart
from tracker.presenters.drawing_bars import bar_chart
from tracker.presenters.drawing_lines import Span, line_chart
from tracker.presenters.heatmap import Heatmap, heatmap, heatmap_weeks

TODAY = date(2026, 11, 23)
FIRST = TODAY - timedelta(days=80)
SPAN = Span(first=FIRST, last=TODAY)
CAPTION = Caption(name="holds", title="Holds", reading="Left 30 s.")


def _days(*offsets: int) -> list[date]:
    return [FIRST + timedelta(days=offset) for offset in offsets]


def _figure(template: str, chart: object) -> Tag:
    html = render_to_string(f"components/{template}", {"chart": chart, "after": "list"})
    figure = BeautifulSoup(html, "html.parser").select_one("figure")
    assert figure is not None
    return figure


def _sides() -> LineChart:
    left = [Point(day, value) for day, value in zip(_days(0, 10, 20), (30, 35, 40), strict=True)]
    right = [Point(day, value) for day, value in zip(_days(10, 30), (20, Decimal("22.50")), strict=True)]
    return line_chart(
        CAPTION,
        [
            Line(Style.LEFT, "Left", left, "L"),
            Line(Style.RIGHT, "Right", right, "R"),
            Line(Style.BOTH, "B", []),
        ],
        SPAN,
    )


def _bars(values: list[int], target: int = 3) -> BarChart:
    weeks = weeks_as_columns(weeks_ending_with(TODAY, len(values)))
    return bar_chart(CAPTION, weeks, [Bars("Sessions", values)], target=(target, "wanted: 3"))


def _legs(left: list[int], right: list[int]) -> BarChart:
    groups = [Bars("Left", left, Style.LEFT, "L"), Bars("Right", right, Style.RIGHT, "R")]
    weeks = weeks_as_columns(weeks_ending_with(TODAY, len(left)))
    return bar_chart(CAPTION, weeks, groups, target=(10, "10 min"))


def _year(*back: int) -> Heatmap:
    counts: dict[date, int] = {}
    for days in back:
        day = TODAY - timedelta(days=days)
        counts[day] = counts.get(day, 0) + 1
    return heatmap(CAPTION, counts, today=TODAY)


@pytest.mark.parametrize(
    ("highest", "ticks"),
    [
        (0, (0, 1)),
        (1, (0, 1)),
        (3, (0, 1, 2, 3)),
        (6, (0, 2, 4, 6)),
        (10, (0, 2, 4, 6, 8, 10)),
        (Decimal("10.5"), (0, 5, 10, 15)),
        (45, (0, 10, 20, 30, 40, 50)),
        (14_400, (0, 5000, 10_000, 15_000)),
    ],
)
def test_value_axis_has_round_numbers(highest: int | Decimal, ticks: tuple[int, ...]) -> None:
    assert round_ticks(highest) == ticks


@given(st.decimals(min_value=0, max_value=10**7, places=2))
def test_value_axis_reaches_the_highest_value_with_few_even_steps(highest: Decimal) -> None:
    ticks = round_ticks(highest)
    steps = {after - before for before, after in pairwise(ticks)}
    assert ticks[0] == 0
    assert ticks[-1] >= highest
    assert len(steps) == 1
    assert 2 <= len(ticks) <= 6


@given(st.dates(date(1900, 1, 1), date(2900, 1, 1)), st.integers(min_value=1, max_value=800))
def test_day_axis_names_at_most_six_days_of_its_own(first: date, span: int) -> None:
    last = first + timedelta(days=span)
    days = [tick.day for tick in day_ticks(first, last)]
    assert len(days) <= 6
    assert days == sorted(set(days))
    assert all(first <= day <= last for day in days)


def test_short_axis_names_mondays_and_a_long_one_months() -> None:
    with translation.override("en-gb"):
        short = day_ticks(date(2026, 11, 2), date(2026, 11, 23))
        long = day_ticks(date(2026, 9, 1), date(2026, 11, 23))
    assert [tick.text for tick in short] == ["2 Nov", "9 Nov", "16 Nov", "23 Nov"]
    assert [tick.text for tick in long] == ["Sep", "Oct", "Nov"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (12, "12"),
        (Decimal("0.00"), "0"),
        (Decimal("10.00"), "10"),
        (Decimal("100.00"), "100"),
        (Decimal("2.50"), "2.5"),
        (Decimal("0.72"), "0.72"),
    ],
)
def test_numbers_have_no_idle_zeros(value: int | Decimal, text: str) -> None:
    assert number_text(value) == text


def test_coordinates_keep_their_point_where_the_language_has_a_comma() -> None:
    with translation.override("de"):
        chart = _sides()
    assert number_text(Decimal("2.5")) == "2.5"
    assert "," not in "".join(series.path for series in chart.series)
    assert [row.cells for row in chart.rows][-1] == (MISSING, "22,5")


def test_left_and_right_are_two_series_and_never_added() -> None:
    chart = _sides()
    assert [(series.letter, len(series.dots)) for series in chart.series] == [("L", 3), ("R", 2)]
    assert chart.columns[1:] == ("Left", "Right")
    assert [row.cells for row in chart.rows] == [
        ("30", MISSING),
        ("35", "20"),
        ("40", MISSING),
        (MISSING, "22.5"),
    ]


def test_table_of_a_line_chart_holds_the_points_of_its_drawing() -> None:
    figure = _figure("_line_chart.html", _sides())
    assert figure["data-chart"] == "holds"
    for column, style in ((0, "l"), (1, "r")):
        drawn = [str(dot["data-value"]) for dot in figure.select(f"svg[role=img] .dot-{style} path")]
        cells = [row.select("td")[column].text for row in figure.select("tbody tr")]
        assert drawn
        assert drawn == [cell for cell in cells if cell != MISSING]


def test_drawing_says_what_it_shows_and_has_no_style_attribute() -> None:
    figure = _figure("_line_chart.html", _sides())
    drawing = figure.select_one("svg[role=img]")
    assert drawing is not None
    assert drawing["aria-label"] == "Holds. Left 30 s."
    assert "Left 30 s." in figure.get_text()
    assert not figure.select("[style]")
    assert [badge.text for badge in figure.select(".legend .side")] == ["L", "R"]
    assert figure.select_one("details table") is not None


def test_left_is_drawn_with_circles_and_right_with_squares() -> None:
    left, right = _sides().series
    assert all("a" in dot.path for dot in left.dots)
    assert all("h" in dot.path and "v" in dot.path for dot in right.dots)


def test_left_shows_around_right_where_both_are_the_same() -> None:
    points = [Point(day, 30) for day in _days(0, 10)]
    lines = [Line(Style.LEFT, "Left", points, "L"), Line(Style.RIGHT, "Right", points, "R")]
    left, right = line_chart(CAPTION, lines, SPAN).series
    radius = float(left.dots[0].path.split("a")[1].split()[0])
    side = float(right.dots[0].path.split("h")[1].split("v")[0])
    assert radius > side * 2**0.5 / 2


@pytest.mark.parametrize(("count", "is_dense"), [(25, False), (26, True)])
def test_marks_of_a_line_with_many_points_are_small(count: int, is_dense: bool) -> None:
    points = [Point(day, 30 + n % 7) for n, day in enumerate(_days(*range(count)))]
    chart = line_chart(CAPTION, [Line(Style.LEFT, "Left", points, "L")], SPAN)
    figure = _figure("_line_chart.html", chart)
    assert len(figure.select("svg[role=img] .dot path")) == count
    assert bool(figure.select("svg[role=img] .dot.dense")) is is_dense
    assert len(figure.select("tbody tr")) == count
    assert len(_pairs(chart.series[0].path)) == count


def _pairs(path: str) -> list[tuple[float, float]]:
    numbers = [float(one) for one in path.removeprefix("M").split()]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def test_points_lie_inside_the_drawing_and_rise_with_their_values() -> None:
    places = _pairs(_sides().series[0].path)
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in places)
    assert [y for _x, y in places] == sorted((y for _x, y in places), reverse=True)
    assert [x for x, _y in places] == sorted(x for x, _y in places)


def test_table_of_a_bar_chart_holds_its_bars() -> None:
    figure = _figure("_bar_chart.html", _bars([0, 4, 2, 1]))
    drawn = [str(bar["data-value"]) for bar in figure.select("svg[role=img] rect")]
    assert drawn == [cell.text for cell in figure.select("tbody td")] == ["0", "4", "2", "1"]


def test_only_the_running_week_is_hollow() -> None:
    for chart in (_bars([3, 3, 3]), _legs([3, 3, 3], [1, 1, 1])):
        for series in chart.series:
            assert [bar.is_open for bar in series.bars] == [False, False, True]


def test_left_and_right_have_a_bar_each_and_no_sum() -> None:
    figure = _figure("_bar_chart.html", _legs([0, 4, 2], [1, 5, 3]))
    left, right = (
        [str(bar["data-value"]) for bar in figure.select(f"svg[role=img] .columns-{side} rect")]
        for side in ("l", "r")
    )
    assert (left, right) == (["0", "4", "2"], ["1", "5", "3"])
    assert [[cell.text for cell in row.select("td")] for row in figure.select("tbody tr")] == [
        ["0", "1"],
        ["4", "5"],
        ["2", "3"],
    ]
    assert [head.text for head in figure.select("thead th")] == ["Week from", "Left", "Right"]


def test_bars_of_left_and_right_are_told_apart_without_their_colours() -> None:
    figure = _figure("_bar_chart.html", _legs([4, 2], [5, 3]))
    pattern = figure.select_one("pattern")
    assert pattern is not None
    assert [one["fill"] for one in figure.select("svg[role=img] .columns-r")] == [f"url(#{pattern['id']})"]
    assert not figure.select("svg[role=img] .columns-l[fill]")
    assert [one.text for one in figure.select(".column-letter")] == ["L", "L", "R", "R"]
    assert [badge.text for badge in figure.select(".legend .side")] == ["L", "R"]


def test_letters_over_bars_give_way_where_weeks_are_many() -> None:
    figure = _figure("_bar_chart.html", _legs([4] * 13, [5] * 13))
    assert not figure.select(".column-letter")
    assert [badge.text for badge in figure.select(".legend .side")] == ["L", "R"]


@pytest.mark.parametrize("weeks", [1, 4, 13, 52])
def test_bars_of_a_week_touch_and_those_of_two_weeks_do_not(weeks: int) -> None:
    left, right = _legs([4] * weeks, [5] * weeks).series
    for one, other in zip(left.bars, right.bars, strict=True):
        assert float(one.x) + float(one.width) == pytest.approx(float(other.x), abs=0.11)
    for one, other in zip(right.bars, left.bars[1:], strict=False):
        assert float(one.x) + float(one.width) < float(other.x)


def test_a_bar_that_reaches_the_target_ends_on_its_line() -> None:
    chart = _bars([1, 3, 5])
    low, even, high = chart.series[0].bars
    assert even.y == chart.target.y
    assert float(high.y) < float(chart.target.y) < float(low.y)


def test_target_above_all_bars_stays_on_the_drawing() -> None:
    assert 0 < float(_bars([1, 1], target=14).target.y) < HEIGHT


def test_chart_without_points_says_what_to_do_next() -> None:
    caption = Caption("holds", "Holds", "", empty="Nothing yet.", action=Action("Log it", "/sessions/new/"))
    chart = line_chart(caption, [], SPAN)
    html = BeautifulSoup(render_to_string("components/_line_chart.html", {"chart": chart}), "html.parser")
    assert html.select_one("figure") is None
    assert "Nothing yet." in html.text
    assert [link["href"] for link in html.select("a")] == ["/sessions/new/"]


def test_calendar_holds_twelve_months_up_to_today() -> None:
    weeks = heatmap_weeks(TODAY)
    assert weeks[0] <= date(2025, 11, 23)
    assert weeks[-1] == TODAY


def test_table_and_links_of_the_calendar_are_the_days_with_sessions() -> None:
    figure = _figure("_heatmap.html", _year(0, 0, 1, 200, 364))
    links = [str(link["href"]) for link in figure.select("svg.heat-links a")]
    listed = [str(link["href"]) for link in figure.select("table a")]
    assert sorted(links) == sorted(listed)
    assert "/sessions/?day=2026-11-23" in links
    assert [cell.text for cell in figure.select("td")] == ["2", "1", "1", "1"]
    assert {link["aria-label"] for link in figure.select("svg.heat-links a")} >= {
        "23 November 2026: 2 sessions"
    }


def test_calendar_links_lie_outside_of_the_picture() -> None:
    figure = _figure("_heatmap.html", _year(3))
    assert not figure.select("svg[role=img] a")
    assert figure.select("svg.heat-links a title")


@pytest.mark.parametrize(("sessions", "level"), [(1, 1), (2, 2), (3, 3), (7, 3)])
def test_more_sessions_make_a_darker_square(sessions: int, level: int) -> None:
    chart = _year(*[10] * sessions)
    assert [one.number for one in chart.bands[1].levels] == [0, level]
    assert [one.number for one in chart.bands[0].levels] == [0]


def test_days_to_come_have_no_square() -> None:
    latest = _year().bands[1]
    assert latest.levels[0].path.count("M") == 26 * 7 + 1


@pytest.mark.parametrize(
    ("value", "text"), [(0.75, "0.8"), (0.149, "0.1"), (0.16, "0.2"), (5.0, "5"), (9.96, "10")]
)
def test_a_mean_is_rounded_and_not_cut(value: float, text: str) -> None:
    assert tenth_text(value) == text
