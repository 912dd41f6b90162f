"""Whatever stands in a chart's texts, it stays text."""

from __future__ import annotations

import datetime as dt

from bs4 import BeautifulSoup

from tracker.domain.series import Point
from tracker.presenters.chart import Caption, Line, Style
from tracker.presenters.chart_parts import Dot, Row
from tracker.presenters.drawing_lines import Span, line_chart
from tracker.presenters.heatmap import DayLink
from tracker.templatetags.charts import calendar_rows, chart_dots, chart_rows, chart_stops

EVIL = """"><script>'&</script>"""
DAY = dt.date(2026, 11, 2)


def test_rows() -> None:
    rows = [Row(EVIL, (EVIL, "1"), DAY, (None, 1))]
    row = BeautifulSoup(f"<table>{chart_rows(rows)}</table>", "html.parser")
    assert [one.text for one in row.select("th, td")] == [EVIL, EVIL, "1"]
    assert not row.select("script")


def test_dots() -> None:
    (dot,) = BeautifulSoup(chart_dots([Dot("M0 0", EVIL)]), "html.parser").select("path")
    assert dot["data-value"] == EVIL


def test_places_for_the_keyboard() -> None:
    caption = Caption(name="name", title="Title", reading="Reading.")
    lines = [Line(Style.BOTH, EVIL, [Point(DAY, 5), Point(DAY + dt.timedelta(days=7), 6)])]
    chart = line_chart(caption, lines, Span(first=DAY, last=DAY + dt.timedelta(days=28)))
    places = BeautifulSoup(chart_stops(chart), "html.parser")
    assert EVIL in str(places.select("input")[0]["aria-label"])
    assert not places.select("script")


def test_days() -> None:
    day = DayLink(x="0", y="0", url=f"/?a={EVIL}", name=EVIL, count=1, text=EVIL)
    row = BeautifulSoup(f"<table>{calendar_rows([day])}</table>", "html.parser")
    link = row.select("a")[0]
    assert (link["href"], link.text) == (f"/?a={EVIL}", EVIL)
