"""Draws charts: turns points by day and numbers by week into the parts of `tracker.presenters.chart`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _

from tracker.domain.series import Number
from tracker.presenters.axis import day_ticks, round_ticks
from tracker.presenters.chart import (
    HEIGHT,
    MISSING,
    WIDTH,
    Bar,
    BarChart,
    Caption,
    Dot,
    Frame,
    Line,
    LineChart,
    Row,
    Series,
    Style,
    Target,
    Tick,
    day_text,
    number_text,
    place,
)

TOP, BOTTOM, RIGHT = 14, 28, 12
DIGIT = 8
"""Room for a digit beside the axis."""
MANY_POINTS = 40


class Scale:
    """Turns days and values into places of the drawing."""

    def __init__(self, first: date, last: date, ticks: Sequence[int]) -> None:
        self.first, self.last, self.ticks = first, last, ticks
        self.left = DIGIT * len(number_text(ticks[-1])) + DIGIT
        self.span = max((last - first).days, 1)

    def x(self, day: date, offset: float = 0) -> float:
        """Return the place of a day; `offset` is in days, for the middle of a week."""
        return self.left + (WIDTH - RIGHT - self.left) * ((day - self.first).days + offset) / self.span

    def y(self, value: Number) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * float(value) / self.ticks[-1]

    def frame(self) -> Frame:
        return Frame(
            left=place(self.left),
            right=place(WIDTH - RIGHT),
            bottom=place(HEIGHT - BOTTOM),
            base=place(HEIGHT - BOTTOM / 3),
            days=tuple(Tick(place(self.x(tick.day)), tick.text) for tick in day_ticks(self.first, self.last)),
            values=tuple(Tick(place(self.y(value)), number_text(value)) for value in self.ticks),
            value_x=place(self.left - DIGIT / 2),
        )


def line_chart(
    caption: Caption, lines: Iterable[Line], *, first: date, last: date, highest: Number | None = None
) -> LineChart:
    """Return the chart of the lines that have points; `highest` fixes the top of the axis."""
    drawn = [line for line in lines if line.points]
    values = [point.value for line in drawn for point in line.points]
    scale = Scale(first, last, round_ticks(highest or max(values, default=1)))
    return LineChart(
        caption=caption,
        frame=scale.frame(),
        series=tuple(_series(line, scale) for line in drawn),
        columns=(_("Day"), *(line.name for line in drawn)),
        rows=_rows_by_day(drawn),
    )


def bar_chart(
    caption: Caption, values: Sequence[tuple[date, Number]], *, target: Number, target_text: str, column: str
) -> BarChart:
    """Return the chart of numbers by week (Mondays, in order); the last week is the running one."""
    first, last = values[0][0], values[-1][0] + timedelta(days=7)
    scale = Scale(first, last, round_ticks(max(target, *(value for _week, value in values))))
    return BarChart(
        caption=caption,
        frame=scale.frame(),
        bars=tuple(_bar(week, value, scale, is_open=week == values[-1][0]) for week, value in values),
        target=Target(place(scale.y(target)), target_text),
        columns=(_("Week from"), column),
        rows=tuple(Row(day_text(week), (number_text(value),)) for week, value in values),
    )


def mark(style: Style, x: float, y: float, r: float) -> str:
    """Return a mark as a path: a circle for left, a square for right, others for the rest."""
    if style is Style.LEFT:
        half = f"a{place(r)} {place(r)} 0 1 0"
        return f"M{place(x - r)} {place(y)}{half} {place(2 * r)} 0{half} -{place(2 * r)} 0z"
    if style is Style.RIGHT:
        s = r * 0.9
        return f"M{place(x - s)} {place(y - s)}h{place(2 * s)}v{place(2 * s)}h-{place(2 * s)}z"
    if style is Style.BEFORE:
        return f"M{place(x)} {place(y - r * 1.2)}l{place(r * 1.1)} {place(r * 2)}h-{place(r * 2.2)}z"
    d = r * 1.25
    return f"M{place(x)} {place(y - d)}l{place(d)} {place(d)}l-{place(d)} {place(d)}l-{place(d)} -{place(d)}z"


def _series(line: Line, scale: Scale) -> Series:
    is_dense = len(line.points) > MANY_POINTS
    r = 1.8 if is_dense else 3.6
    places = [(scale.x(point.day), scale.y(point.value)) for point in line.points]
    return Series(
        style=line.style,
        name=line.name,
        letter=line.letter,
        path="M" + " ".join(f"{place(x)} {place(y)}" for x, y in places),
        dots=tuple(
            Dot(
                mark(line.style, x, y, r),
                number_text(point.value),
                f"{line.name}, {day_text(point.day)}: {number_text(point.value)}",
            )
            for point, (x, y) in zip(line.points, places, strict=True)
        ),
        sample=mark(line.style, 16, 8, 4),
        is_dense=is_dense,
    )


def _rows_by_day(lines: Sequence[Line]) -> tuple[Row, ...]:
    by_line = [dict(line.points) for line in lines]
    days = sorted({day for values in by_line for day in values})
    return tuple(Row(day_text(day), tuple(_cell(values.get(day)) for values in by_line)) for day in days)


def _cell(value: Number | None) -> str:
    return MISSING if value is None else number_text(value)


def _bar(week: date, value: Number, scale: Scale, *, is_open: bool) -> Bar:
    left, right = scale.x(week, 0.8), scale.x(week, 6.2)
    top, bottom = scale.y(value), scale.y(0)
    return Bar(
        x=place(left),
        y=place(top),
        width=place(right - left),
        height=place(bottom - top),
        value=number_text(value),
        text=_("Week from %(day)s: %(value)s") % {"day": day_text(week), "value": number_text(value)},
        is_open=is_open,
    )
