"""Draws numbers by week, or by month, as bars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tracker.domain.columns import Columns
from tracker.domain.series import Number
from tracker.presenters.chart import Bars, Caption
from tracker.presenters.chart_parts import Bar, BarChart, BarSeries, Target, place
from tracker.presenters.drawing import Scale, column_head, row_of, stops_of

SHARE = 0.78
"""How much of a column's width its bars take up."""
MOST_LETTERED = 6
"""With more columns the bars are too narrow for letters over them; the legend names them all the same."""


class Slot(NamedTuple):
    """The place of a bar in its column: which one of how many, counted from 0."""

    number: int
    of: int

    def edges(self, left: float, right: float) -> tuple[float, float]:
        """Return the bar's edges; the bars of a column touch, those of two columns do not."""
        width = (right - left) * SHARE / self.of
        first = left + (right - left) * (1 - SHARE) / 2 + width * self.number
        return first, first + width


def bar_chart(
    caption: Caption,
    columns: Columns,
    groups: Sequence[Bars],
    *,
    target: tuple[Number, str] | None = None,
) -> BarChart:
    """Return the chart of numbers by column, the bars of a column beside each other.

    The last column is the running one. `target` is a line to measure them by, with its name.
    """
    highest = max(float(value) for group in groups for value in group.values)
    scale = Scale(columns.starts[0], columns.end, max(highest, float(target[0]) if target else 1))
    places = [(scale.x(start), scale.x(end)) for start, end in columns.spans]
    by_column = zip(*(group.values for group in groups), strict=True)
    rows = tuple(
        row_of(start, values, columns.unit) for start, values in zip(columns.starts, by_column, strict=True)
    )
    return BarChart(
        caption=caption,
        frame=scale.frame(),
        series=tuple(
            _bars(group, [row.cells[n] for row in rows], places, scale, Slot(n, len(groups)))
            for n, group in enumerate(groups)
        ),
        target=Target(place(scale.y(target[0])), target[1]) if target else None,
        columns=(column_head(columns.unit), *(group.name for group in groups)),
        rows=rows,
        stops=stops_of(
            rows,
            places,
            [(group.name, group.letter) for group in groups],
            head=column_head(columns.unit),
            unit=caption.unit,
        ),
    )


def _bars(
    group: Bars,
    texts: Sequence[str],
    places: Sequence[tuple[float, float]],
    scale: Scale,
    slot: Slot,
) -> BarSeries:
    """Return the bars of a group; `texts` are what the table says of them."""
    last = len(places) - 1
    return BarSeries(
        style=group.style,
        name=group.name,
        letter=group.letter,
        bars=tuple(
            _bar(value, text, slot.edges(*edges), scale, is_open=number == last)
            for number, (edges, value, text) in enumerate(zip(places, group.values, texts, strict=True))
        ),
        is_lettered=bool(group.letter) and len(places) <= MOST_LETTERED,
    )


def _bar(value: Number, text: str, edges: tuple[float, float], scale: Scale, *, is_open: bool) -> Bar:
    left, right = edges
    top, bottom = scale.y(value), scale.y(0)
    return Bar(
        x=place(left),
        y=place(top),
        width=place(right - left),
        height=place(bottom - top),
        middle=place((left + right) / 2),
        value=text,
        is_open=is_open,
    )
