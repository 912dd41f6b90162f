"""The parts of charts: everything that a template needs to draw one, already worked out.

Coordinates are text in the units of the drawing's view box, so that no language's decimal comma ends up in them.
Each chart carries its table, made of the very points that are drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from tracker.domain.series import Number, Point
from tracker.presenters.axis import day_ticks, round_ticks

WIDTH, HEIGHT = 320, 190
TOP, BOTTOM, RIGHT = 14, 28, 12
DIGIT = 8
MANY_POINTS = 40
MISSING = "–"


class Style(StrEnum):
    """How a series looks: its colour, its stroke and its marks. Left and right have theirs to themselves."""

    LEFT = "l"
    RIGHT = "r"
    BOTH = "b"
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Action:
    """A link that says what to do next, or where something comes from."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence under a chart, with its source."""

    text: str
    source: Action | None = None


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands around a drawing. `empty` is what a chart without points says in place of it."""

    name: str
    title: str
    reading: str
    empty: str = ""
    action: Action | None = None
    remark: Remark | None = None

    @property
    def label(self) -> str:
        """The drawing's text for those who do not see it."""
        return f"{self.title}. {self.reading}"


@dataclass(frozen=True, slots=True)
class Line:
    """One series as it is handed in: points in the order of their days."""

    style: Style
    name: str
    points: Sequence[Point]
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """One drawn point: where, which mark, and what it says."""

    path: str
    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Series:
    """One drawn series."""

    style: Style
    name: str
    letter: str
    path: str
    dots: tuple[Dot, ...]
    sample: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis and its text."""

    at: str
    text: str


@dataclass(frozen=True, slots=True)
class Frame:
    """The drawing's size, its edges and its two axes."""

    left: str
    right: str
    bottom: str
    base: str
    days: tuple[Tick, ...]
    values: tuple[Tick, ...]
    box: str = f"0 0 {WIDTH} {HEIGHT}"
    value_x: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a chart's table: a day or a week, and a value for each column."""

    head: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LineChart:
    """Up to three series of values by day."""

    caption: Caption
    frame: Frame
    series: tuple[Series, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; that of the running week is drawn hollow, because the week is not over."""

    x: str
    y: str
    width: str
    height: str
    value: str
    text: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Target:
    """A line across a bar chart, with its name."""

    y: str
    text: str


@dataclass(frozen=True, slots=True)
class BarChart:
    """A number a week, against a target."""

    caption: Caption
    frame: Frame
    bars: tuple[Bar, ...]
    target: Target
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


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


def day_text(day: date) -> str:
    """Return a day as charts and their sentences name it: "2 Nov 2026"."""
    return date_format(day, "j M Y")


def number_text(value: Number) -> str:
    """Return a number without idle zeros, with the language's decimal sign."""
    if isinstance(value, Decimal):
        value = value.normalize() if value % 1 else value.to_integral_value()
    return str(number_format(value, use_l10n=True))


def place(value: float) -> str:
    """Return a coordinate as SVG wants it."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def mark(style: Style, x: float, y: float, r: float) -> str:
    """Return a mark as a path: a circle for left, a square for right; a diamond or a triangle for the rest."""
    if style is Style.LEFT:
        return f"M{place(x - r)} {place(y)}a{place(r)} {place(r)} 0 1 0 {place(2 * r)} 0a{place(r)} {place(r)} 0 1 0 -{place(2 * r)} 0z"
    if style is Style.RIGHT:
        s = r * 0.9
        return f"M{place(x - s)} {place(y - s)}h{place(2 * s)}v{place(2 * s)}h-{place(2 * s)}z"
    if style is Style.BEFORE:
        return f"M{place(x)} {place(y - r * 1.2)}l{place(r * 1.1)} {place(r * 2)}h-{place(r * 2.2)}z"
    d = r * 1.25
    return f"M{place(x)} {place(y - d)}l{place(d)} {place(d)}l-{place(d)} {place(d)}l-{place(d)} -{place(d)}z"


def _series(line: Line, scale: Scale) -> Series:
    r = 2.2 if len(line.points) > MANY_POINTS else 3.6
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
    )


def _rows_by_day(lines: Sequence[Line]) -> tuple[Row, ...]:
    by_line = [dict(line.points) for line in lines]
    days = sorted({day for values in by_line for day in values})
    return tuple(
        Row(day_text(day), tuple(number_text(values[day]) if day in values else MISSING for values in by_line))
        for day in days
    )


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
