"""Draws values by day, or by week, as lines with marks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from tracker.domain.columns import Unit
from tracker.domain.series import Number, Point
from tracker.presenters.chart import Caption, Event, Line, Norm, Style, day_text
from tracker.presenters.chart_parts import (
    HEIGHT,
    WIDTH,
    Dot,
    EventMark,
    LineChart,
    Row,
    Series,
    Stop,
    place,
)
from tracker.presenters.drawing import BOTTOM, DIGIT, TOP, Scale, column_head, mark, row_of, stops_of

MANY_POINTS = 25
"""The marks of a line of more points are small, or they would run into one another."""
RADIUS = {Style.LEFT: 5, Style.RIGHT: 3.2}
"""The mark of the left is larger, so that it shows around that of the right where both are the same."""
OTHER_RADIUS = 3.6
SMALL = 0.45
LETTER = 12
"""The height of a letter at the end of a line."""
MOST_STOPS = 60
"""No more places for the keyboard than these in one drawing; the table holds all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """What the axes of a chart have to hold: its days, and a value that it shows in any case.

    `unit` is how long a column is where the values are those of weeks or months. Where small changes matter
    the axis `is_close`: it begins near the lowest value, not at 0.
    """

    first: date
    last: date
    highest: float = 0
    unit: Unit | None = None
    is_close: bool = False


def line_chart(
    caption: Caption,
    lines: Iterable[Line],
    span: Span,
    *,
    norm: Norm | None = None,
    events: Iterable[Event] = (),
) -> LineChart:
    """Return the chart of the lines that have points."""
    drawn = [line for line in lines if line.points]
    scale = _scale(drawn, span)
    rows = _rows(drawn, span.unit)
    ends = _ends(drawn, scale, span)
    return LineChart(
        caption=caption,
        frame=scale.frame(),
        series=tuple(
            _series(line, _column(rows, number), scale, span, ends.get(line.style))
            for number, line in enumerate(drawn)
        ),
        columns=(column_head(span.unit), *(line.name for line in drawn)),
        rows=rows,
        stops=_stops(rows, drawn, scale, span, caption.unit),
        norm=scale.box(norm.low, norm.high, norm.text) if norm else None,
        events=tuple(_event(one, scale) for one in events),
    )


def _scale(lines: Sequence[Line], span: Span) -> Scale:
    values = [float(point.value) for line in lines for point in line.points]
    known = [*values, *(edge for line in lines if line.band for edge in line.band)]
    lowest = min(known, default=0) if span.is_close else min([0, *known])
    return Scale(span.first, span.last, max([*known, span.highest or 1]), lowest, is_close=span.is_close)


def _ends(lines: Sequence[Line], scale: Scale, span: Span) -> dict[Style, tuple[str, str]]:
    """Return where the letter of each side stands, behind its line: apart, where the lines end together."""
    half = _half(scale, span)
    ends = [
        (scale.y(line.points[-1].value), scale.x(line.points[-1].day) + half, line.style)
        for line in lines
        if line.letter
    ]
    found: dict[Style, tuple[str, str]] = {}
    floor = 0.0
    for y, x, style in sorted(ends):
        floor = max(y, floor)
        found[style] = (place(x), place(floor))
        floor += LETTER
    return found


def _column(rows: Sequence[Row], number: int) -> list[str]:
    """Return what the table says of a line: its points are drawn with the same words."""
    return [row.cells[number] for row in rows if row.values[number] is not None]


def _series(
    line: Line, texts: Sequence[str], scale: Scale, span: Span, end: tuple[str, str] | None
) -> Series:
    is_dense = len(line.points) > MANY_POINTS
    r = RADIUS.get(line.style, OTHER_RADIUS) * (SMALL if is_dense else 1)
    half = _half(scale, span)
    places = [(scale.x(point.day) + half, scale.y(point.value)) for point in line.points]
    has_marks = line.style is not Style.ASKED
    return Series(
        style=line.style,
        name=line.name,
        letter=line.letter,
        path=_path(line, scale, places),
        dots=tuple(
            Dot(mark(line.style, x, y, r) if has_marks else "", text)
            for text, (x, y) in zip(texts, places, strict=True)
        ),
        sample=mark(line.style, 16, 8, 4) if has_marks else "",
        is_dense=is_dense,
        band=scale.box(*line.band, line.band_text) if line.band else None,
        end=end,
    )


def _path(line: Line, scale: Scale, places: Sequence[tuple[float, float]]) -> str:
    if line.style is Style.ASKED:
        return _steps(places, scale.right)
    if line.trend:
        places = [(scale.x(point.day), scale.y(point.value)) for point in line.trend]
    return "M" + " ".join(f"{place(x)} {place(y)}" for x, y in places)


def _steps(places: Sequence[tuple[float, float]], right: float) -> str:
    """Return a line that holds each value until the next one."""
    first_x, first_y = places[0]
    steps = [f"M{place(first_x)} {place(first_y)}"]
    steps += [f"H{place(x)}V{place(y)}" for x, y in places[1:]]
    return "".join(steps) + f"H{place(min(right, places[-1][0] + DIGIT))}"


def _half(scale: Scale, span: Span) -> float:
    """Return how far the middle of a column lies from its first day; values of a day stand at the day."""
    days = {Unit.WEEK: 7, Unit.MONTH: 30, Unit.QUARTER: 91, Unit.YEAR: 365}
    if span.unit is None:
        return 0
    return (scale.right - scale.left) * days[span.unit] / scale.span / 2


def _rows(lines: Sequence[Line], unit: Unit | None) -> tuple[Row, ...]:
    by_line: list[Mapping[date, Number]] = [dict(line.points) for line in lines]
    days = sorted({day for values in by_line for day in values})
    return tuple(row_of(day, [values.get(day) for values in by_line], unit) for day in days)


def _stops(
    rows: Sequence[Row], lines: Sequence[Line], scale: Scale, span: Span, unit: str
) -> tuple[Stop, ...]:
    """Return a place for each row, and none where they would be too many; the table holds all."""
    if len(rows) > MOST_STOPS:
        return ()
    return stops_of(
        rows,
        _places([row.day for row in rows], scale, span),
        [(line.name, line.letter) for line in lines],
        head=column_head(span.unit),
        unit=unit,
    )


def _places(days: Sequence[date], scale: Scale, span: Span) -> list[tuple[float, float]]:
    """Return for each day where what belongs to it begins and ends: half way to its neighbours."""
    middles = [scale.x(day) + _half(scale, span) for day in days]
    between = [(one + other) / 2 for one, other in pairwise(middles)]
    edges = [scale.left, *between, WIDTH]
    return list(pairwise(edges)) if days else []


def _event(event: Event, scale: Scale) -> EventMark:
    x, r = scale.x(event.day), OTHER_RADIUS
    style = Style.BEFORE if event.is_up else Style.MORNING
    return EventMark(
        x=place(x),
        path=mark(style, x, TOP - 2, r),
        line=f"M{place(x)} {TOP + 2}V{HEIGHT - BOTTOM}",
        sample=mark(style, 16, 8, OTHER_RADIUS),
        text=event.text,
        day=day_text(event.day),
    )


def points_of(values: Mapping[date, Number]) -> list[Point]:
    """Return the points of values by day, in order."""
    return [Point(day, value) for day, value in sorted(values.items())]
