"""The parts of a chart of which there are many: marks, bars, places for the keyboard, rows of the table.

Written here, because a loop of a template takes five times as long for each, and a page has hundreds. Every
text is escaped where it is put in; coordinates are digits of our own, and the framework's formatting, which
asks of each of them whether it is safe, would cost more than all else here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from tracker.presenters.chart_parts import BarChart, BarSeries, Dot, LineChart, Row
from tracker.presenters.heatmap import Band, DayLink

register = template.Library()


@register.simple_tag
def chart_dots(dots: Sequence[Dot]) -> SafeString:
    """Draw the marks of a line."""
    return _joined(f'<path d="{dot.path}" data-value="{escape(dot.value)}" />' for dot in dots)


@register.simple_tag
def chart_bars(series: BarSeries) -> SafeString:
    """Draw the bars of a series, with their letter where there is room."""
    bars = _joined(
        f'<rect class="{"column column-open" if bar.is_open else "column"}" x="{bar.x}" y="{bar.y}" '
        f'width="{bar.width}" height="{bar.height}" data-value="{escape(bar.value)}" />'
        for bar in series.bars
    )
    if not series.is_lettered:
        return bars
    letter = escape(series.letter)
    return bars + _joined(
        f'<text class="column-letter" x="{bar.middle}" y="{bar.y}" dy="-4">{letter}</text>'
        for bar in series.bars
    )


@register.simple_tag
def chart_stops(chart: BarChart | LineChart) -> SafeString:
    """Lay a radio button over each place, with the line and the words that show where it is chosen."""
    frame, name = chart.frame, escape(chart.caption.name)
    return _joined(
        f'<g class="stop"><foreignObject x="{stop.x}" y="{frame.top}" width="{stop.width}" '
        f'height="{frame.height}"><input type="radio" name="{name}-point" aria-label="{escape(stop.label)}">'
        f'</foreignObject><path d="M{stop.middle} {frame.top}V{frame.bottom}" />'
        f'<text x="{frame.right}" y="12" aria-hidden="true">{escape(stop.text)}</text></g>'
        for stop in chart.stops
    )


@register.simple_tag
def chart_rows(rows: Sequence[Row]) -> SafeString:
    """Write the rows of the table."""
    return _joined(
        (f'<tr><th scope="row">{escape(row.head)}</th>{_cells(row.cells)}</tr>' for row in rows),
        between="\n",
    )


def _cells(cells: Iterable[str]) -> str:
    return "".join(f'<td class="num">{escape(cell)}</td>' for cell in cells)


@register.simple_tag
def calendar_links(band: Band) -> SafeString:
    """Lay a link over each square with sessions."""
    return _joined(
        f'<a href="{escape(day.url)}" aria-label="{(text := escape(day.text))}"><title>{text}</title>'
        f'<rect x="{day.x}" y="{day.y}" width="{band.size}" height="{band.size}" rx="3" /></a>'
        for day in band.links
    )


@register.simple_tag
def calendar_rows(days: Sequence[DayLink]) -> SafeString:
    """Write the rows of a calendar's table."""
    return _joined(
        (
            f'<tr><th scope="row"><a href="{escape(day.url)}">{escape(day.name)}</a></th>'
            f'<td class="num">{day.count}</td></tr>'
            for day in days
        ),
        between="\n",
    )


def _joined(parts: Iterable[str], *, between: str = "") -> SafeString:
    """Put parts together whose texts are escaped already."""
    return mark_safe(between.join(parts))  # noqa: S308  # nosec
