"""What every drawing shares: its scale, its marks, and the places that the keyboard reaches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from tracker.domain.columns import Unit
from tracker.domain.series import Number
from tracker.presenters.axis import close_ticks, day_ticks, round_ticks
from tracker.presenters.chart import MISSING, Style, day_text, month_text, number_text
from tracker.presenters.chart_parts import HEIGHT, WIDTH, Box, Frame, Row, Stop, Tick, place

TOP, BOTTOM, RIGHT = 24, 28, 14
"""Above the values there is room for the words of the point that was chosen."""
DIGIT = 8
"""Room for a digit beside the axis."""


class Scale:
    """Turns days and values into places of the drawing."""

    def __init__(
        self, first: date, last: date, highest: float, lowest: float = 0, *, is_close: bool = False
    ) -> None:
        self.first, self.last = first, last
        self.ticks = close_ticks(highest, lowest) if is_close else round_ticks(highest, lowest)
        self.left = DIGIT * max(len(number_text(tick)) for tick in (self.ticks[0], self.ticks[-1])) + DIGIT
        self.right = WIDTH - RIGHT
        self.span = max((last - first).days, 1)

    def x(self, day: date, offset: float = 0) -> float:
        """Return the place of a day; `offset` is in days, for the middle of a week."""
        return self.left + (self.right - self.left) * ((day - self.first).days + offset) / self.span

    def y(self, value: Number | float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * (float(value) - low) / (high - low)

    def box(self, low: float, high: float, text: str = "") -> Box:
        """Return the band between two values, as far as the drawing holds it."""
        top = self.y(min(high, self.ticks[-1]))
        return Box(place(top), place(max(0, self.y(max(low, self.ticks[0])) - top)), text)

    def frame(self) -> Frame:
        return Frame(
            left=place(self.left),
            right=place(self.right),
            bottom=place(HEIGHT - BOTTOM),
            base=place(HEIGHT - BOTTOM / 3),
            days=tuple(Tick(place(self.x(tick.day)), tick.text) for tick in day_ticks(self.first, self.last)),
            values=tuple(Tick(place(self.y(value)), number_text(value)) for value in self.ticks),
            value_x=place(self.left - DIGIT / 2),
            top=place(TOP),
            width=place(self.right - self.left),
            height=place(HEIGHT - BOTTOM - TOP),
            middle=place((self.left + self.right) / 2),
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
    if style is Style.MORNING:
        return f"M{place(x)} {place(y + r * 1.2)}l-{place(r * 1.1)} -{place(r * 2)}h{place(r * 2.2)}z"
    d = r * 1.25
    return f"M{place(x)} {place(y - d)}l{place(d)} {place(d)}l-{place(d)} {place(d)}l-{place(d)} -{place(d)}z"


def cell(value: Number | None) -> str:
    return MISSING if value is None else number_text(value)


def row_of(day: date, values: Sequence[Number | None], unit: Unit | None = None) -> Row:
    """Return a row of the table: of a day, or of a column of so long."""
    head = column_text(day, unit) if unit else day_text(day)
    return Row(head, tuple(cell(value) for value in values), day, tuple(values))


def column_text(start: date, unit: Unit) -> str:
    """Name a column by its first day: "2 Nov 2026", "Nov 2026", "2026"."""
    if unit is Unit.WEEK:
        return day_text(start)
    return str(start.year) if unit is Unit.YEAR else month_text(start)


def column_head(unit: Unit | None) -> str:
    """Name the first column of a table."""
    return {
        None: _("Day"),
        Unit.WEEK: _("Week from"),
        Unit.MONTH: _("Month"),
        Unit.QUARTER: _("Three months from"),
        Unit.YEAR: _("Year"),
    }[unit]


def stops_of(
    rows: Sequence[Row],
    places: Sequence[tuple[float, float]],
    series: Sequence[tuple[str, str]],
    *,
    head: str,
    unit: str,
) -> tuple[Stop, ...]:
    """Return a stop for each row at its place (from, to); of each series its name and its letter or "".

    `head` says what the rows are: "Day", "Week from".
    """
    found = []
    text = _("%(day)s: %(all)s (%(unit)s)")
    for row, (left, right) in zip(rows, places, strict=True):
        told = [
            (name, letter or name, value)
            for (name, letter), value in zip(series, row.cells, strict=True)
            if value != MISSING
        ]
        values = {"day": f"{head} {row.head}", "unit": unit}
        values["all"] = ", ".join(f"{name} {value}" for name, _letter, value in told)
        shown = " · ".join(f"{short} {value}" for _name, short, value in told)
        found.append(
            Stop(
                x=place(left),
                width=place(right - left),
                middle=place((left + right) / 2),
                label=text % values,
                text=f"{row.head}: {shown}",
            )
        )
    return tuple(found)
