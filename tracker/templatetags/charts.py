"""The parts of a chart of which there are many: marks, bars, places for the keyboard, rows of the table.

Written here, because a loop of a template takes five times as long for each, and a page has hundreds.
"""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tracker.presenters.chart_parts import BarChart, BarSeries, Dot, LineChart, Row
from tracker.presenters.heatmap import Band, DayLink

register = template.Library()

CLASSES = {False: "column", True: "column column-open"}


@register.simple_tag
def chart_dots(dots: Sequence[Dot]) -> SafeString:
    """Draw the marks of a line."""
    return format_html_join("", '<path d="{}" data-value="{}" />', ((dot.path, dot.value) for dot in dots))


@register.simple_tag
def chart_bars(series: BarSeries) -> SafeString:
    """Draw the bars of a series, with their letter where there is room."""
    bars = format_html_join(
        "",
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}" data-value="{}" />',
        (
            (
                "column column-open" if bar.is_open else "column",
                bar.x,
                bar.y,
                bar.width,
                bar.height,
                bar.value,
            )
            for bar in series.bars
        ),
    )
    if not series.is_lettered:
        return bars
    letters = '<text class="column-letter" x="{}" y="{}" dy="-4">{}</text>'
    return bars + format_html_join("", letters, ((bar.middle, bar.y, series.letter) for bar in series.bars))


@register.simple_tag
def chart_stops(chart: BarChart | LineChart) -> SafeString:
    """Lay a radio button over each place, with the line and the words that show where it is chosen."""
    frame = chart.frame
    # What is the same in all of them are coordinates and a name of ours: nothing to escape.
    place = (
        f'<g class="stop"><foreignObject x="{{}}" y="{frame.top}" width="{{}}" height="{frame.height}">'
        f'<input type="radio" name="{chart.caption.name}-point" aria-label="{{}}"></foreignObject>'
        f'<path d="M{{}} {frame.top}V{frame.bottom}" />'
        f'<text x="{frame.right}" y="12" aria-hidden="true">{{}}</text></g>'
    )
    stops = ((stop.x, stop.width, stop.label, stop.middle, stop.text) for stop in chart.stops)
    return format_html_join("", place, stops)


@register.simple_tag
def chart_rows(rows: Sequence[Row]) -> SafeString:
    """Write the rows of the table."""
    if not rows:
        return format_html("")
    cells = '<td class="num">{}</td>' * len(rows[0].cells)
    row = '<tr><th scope="row">{}</th>' + cells + "</tr>"
    return format_html_join("\n", row, ((row.head, *row.cells) for row in rows))


@register.simple_tag
def calendar_links(band: Band) -> SafeString:
    """Lay a link over each square with sessions."""
    square = (
        '<a href="{0}" aria-label="{1}"><title>{1}</title>'
        f'<rect x="{{2}}" y="{{3}}" width="{band.size}" height="{band.size}" rx="3" /></a>'
    )
    return format_html_join("", square, ((day.url, day.text, day.x, day.y) for day in band.links))


@register.simple_tag
def calendar_rows(days: Sequence[DayLink]) -> SafeString:
    """Write the rows of a calendar's table."""
    row = '<tr><th scope="row"><a href="{}">{}</a></th><td class="num">{}</td></tr>'
    return format_html_join("\n", row, ((day.url, day.name, day.count) for day in days))
