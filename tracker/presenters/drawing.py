"""Draws charts: turns points by day and numbers by week into the parts of `tracker.presenters.chart`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _

from tracker.domain.series import Number
from tracker.domain.weeks import DAYS
from tracker.presenters.axis import day_ticks, round_ticks
from tracker.presenters.chart import (
    HEIGHT,
    MISSING,
    WIDTH,
    Bar,
    BarChart,
    Bars,
    BarSeries,
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
MANY_POINTS = 25
"""A line of more points is drawn without its marks, which would run into one another."""
RADIUS = {Style.LEFT: 5, Style.RIGHT: 3.2}
"""The mark of the left is larger, so that it shows around that of the right where both are the same."""
OTHER_RADIUS = 3.6
BAR_DAYS = 5.4
"""How much of a week's seven days its bars take up."""
MOST_LETTERED_WEEKS = 6
"""With more weeks the bars are too narrow for letters over them; the legend names them all the same."""


class Slot(NamedTuple):
    """The place of a bar in its week: which one of how many, counted from 0."""

    number: int
    of: int

    @property
    def days(self) -> tuple[float, float]:
        """The bar's edges in days from Monday; the bars of a week touch, those of two weeks do not."""
        width = BAR_DAYS / self.of
        first = (DAYS - BAR_DAYS) / 2 + width * self.number
        return first, first + width


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
    caption: Caption, weeks: Sequence[date], groups: Sequence[Bars], *, target: Number, target_text: str
) -> BarChart:
    """Return the chart of numbers by week (Mondays, in order), the bars of a week beside each other.

    The last week is the running one.
    """
    highest = max(target, *(value for group in groups for value in group.values))
    scale = Scale(weeks[0], weeks[-1] + timedelta(days=7), round_ticks(highest))
    by_week = zip(*(group.values for group in groups), strict=True)
    return BarChart(
        caption=caption,
        frame=scale.frame(),
        series=tuple(_bars(group, weeks, scale, Slot(n, len(groups))) for n, group in enumerate(groups)),
        target=Target(place(scale.y(target)), target_text),
        columns=(_("Week from"), *(group.name for group in groups)),
        rows=tuple(
            Row(day_text(week), tuple(number_text(value) for value in values))
            for week, values in zip(weeks, by_week, strict=True)
        ),
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
    r = RADIUS.get(line.style, OTHER_RADIUS)
    places = [(scale.x(point.day), scale.y(point.value)) for point in line.points]
    return Series(
        style=line.style,
        name=line.name,
        letter=line.letter,
        path="M" + " ".join(f"{place(x)} {place(y)}" for x, y in places),
        dots=()
        if is_dense
        else tuple(
            Dot(
                mark(line.style, x, y, r),
                number_text(point.value),
                f"{line.name}, {day_text(point.day)}: {number_text(point.value)}",
            )
            for point, (x, y) in zip(line.points, places, strict=True)
        ),
        sample="" if is_dense else mark(line.style, 16, 8, 4),
        is_dense=is_dense,
    )


def _rows_by_day(lines: Sequence[Line]) -> tuple[Row, ...]:
    by_line = [dict(line.points) for line in lines]
    days = sorted({day for values in by_line for day in values})
    return tuple(Row(day_text(day), tuple(_cell(values.get(day)) for values in by_line)) for day in days)


def _cell(value: Number | None) -> str:
    return MISSING if value is None else number_text(value)


def _bars(group: Bars, weeks: Sequence[date], scale: Scale, slot: Slot) -> BarSeries:
    return BarSeries(
        style=group.style,
        name=group.name,
        letter=group.letter,
        bars=tuple(
            _bar(group, week, value, scale, slot, is_open=week == weeks[-1])
            for week, value in zip(weeks, group.values, strict=True)
        ),
        is_lettered=bool(group.letter) and len(weeks) <= MOST_LETTERED_WEEKS,
    )


def _bar(group: Bars, week: date, value: Number, scale: Scale, slot: Slot, *, is_open: bool) -> Bar:
    left, right = (scale.x(week, days) for days in slot.days)
    top, bottom = scale.y(value), scale.y(0)
    parts = {"name": group.name, "day": day_text(week), "value": number_text(value)}
    return Bar(
        x=place(left),
        y=place(top),
        width=place(right - left),
        height=place(bottom - top),
        middle=place((left + right) / 2),
        value=parts["value"],
        text=(
            _("%(name)s, week from %(day)s: %(value)s") if group.style else _("Week from %(day)s: %(value)s")
        )
        % parts,
        is_open=is_open,
    )
