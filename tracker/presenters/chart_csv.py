"""A chart's table as a file: days as ISO dates, numbers with a point, units in the head."""

from __future__ import annotations

import csv
import io

from tracker.domain.csv_text import safe
from tracker.domain.series import Number
from tracker.presenters.chart_parts import BarChart, LineChart


def chart_csv(chart: BarChart | LineChart) -> str:
    """Return the table of a chart, one line a row."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    first, *others = chart.columns
    writer.writerow([safe(first), *(safe(_head(name, chart.caption.unit)) for name in others)])
    for row in chart.rows:
        writer.writerow([row.day.isoformat(), *(_number(value) for value in row.values)])
    return file.getvalue()


def _head(name: str, unit: str) -> str:
    """Return a column's name with its unit, unless one says what the other does."""
    return f"{name} ({unit})" if unit and unit.casefold() != name.casefold() else name


def _number(value: Number | None) -> str:
    return "" if value is None else str(value)
