"""The parts of drawn charts: everything that a template needs, already worked out.

Coordinates are text in the units of the drawing's view box, so that no language's decimal comma ends up in
them. Each chart carries its table, made of the very points that are drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.domain.series import Number
from tracker.presenters.chart import Caption, Style

WIDTH, HEIGHT = 320, 200


@dataclass(frozen=True, slots=True)
class Dot:
    """One drawn point: its mark and its value, as in the table."""

    path: str
    value: str


@dataclass(frozen=True, slots=True)
class Stop:
    """A place of the drawing that the keyboard reaches: all that is drawn over one day or week.

    `label` says it in full for those who hear it, `text` in short beside the drawing's top edge.
    """

    x: str
    width: str
    middle: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Box:
    """A band across the whole drawing."""

    y: str
    height: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """One drawn series. The letter of a side stands at the end of its line; many points have small marks."""

    style: Style
    name: str
    letter: str
    path: str
    dots: tuple[Dot, ...]
    sample: str
    is_dense: bool
    band: Box | None = None
    end: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class EventMark:
    """A drawn event: its line, its mark, and its words."""

    x: str
    path: str
    line: str
    sample: str
    text: str
    day: str


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
    value_x: str
    top: str
    width: str
    height: str
    middle: str
    box: str = f"0 0 {WIDTH} {HEIGHT}"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a chart's table: a day or a week, and a value for each column; `values` are bare numbers."""

    head: str
    cells: tuple[str, ...]
    day: date
    values: tuple[Number | None, ...]


@dataclass(frozen=True, slots=True)
class LineChart:
    """A few series of values by day, or by week."""

    caption: Caption
    frame: Frame
    series: tuple[Series, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    stops: tuple[Stop, ...] = ()
    norm: Box | None = None
    events: tuple[EventMark, ...] = ()


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
    target: Target | None
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    stops: tuple[Stop, ...] = ()


def place(value: float) -> str:
    """Return a coordinate as SVG wants it."""
    return f"{value:.1f}".removesuffix(".0")
