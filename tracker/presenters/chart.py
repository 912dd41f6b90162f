"""The parts of charts: everything that a template needs to draw one, already worked out.

Coordinates are text in the units of the drawing's view box, so that no language's decimal comma ends up in
them. Each chart carries its table, made of the very points that are drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.utils.formats import date_format, number_format

from tracker.domain.series import Number, Point

WIDTH, HEIGHT = 320, 190
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
class Bars:
    """Numbers by week as they are handed in; only the bars of a side have a style and a letter."""

    name: str
    values: Sequence[Number]
    style: Style | None = None
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """One drawn point: where, which mark, and what it says."""

    path: str
    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Series:
    """One drawn series; a line of many points `is_dense` and has no dots."""

    style: Style
    name: str
    letter: str
    path: str
    dots: tuple[Dot, ...]
    sample: str
    is_dense: bool


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
    """One bar; that of the running week is drawn hollow, because the week is not over.

    `middle` is where a letter stands over it.
    """

    x: str
    y: str
    width: str
    height: str
    middle: str
    value: str
    text: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class BarSeries:
    """The bars of one series; `is_lettered` where there is room for its letter over each."""

    style: Style | None
    name: str
    letter: str
    bars: tuple[Bar, ...]
    is_lettered: bool


@dataclass(frozen=True, slots=True)
class Target:
    """A line across a bar chart, with its name."""

    y: str
    text: str


@dataclass(frozen=True, slots=True)
class BarChart:
    """A number a week, or one for each side and never their sum, with a line to measure them by."""

    caption: Caption
    frame: Frame
    series: tuple[BarSeries, ...]
    target: Target
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


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
