"""A chart's table as a file: days as ISO dates, numbers with a point, units in the head."""

from __future__ import annotations

import csv
import io

from tracker.domain.series import Number
from tracker.presenters.chart_parts import BarChart, LineChart

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes text that begins like this for a formula."""


def chart_csv(chart: BarChart | LineChart) -> str:
    """Return the table of a chart, one line a row."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    first, *others = chart.columns
    unit = chart.caption.unit
    writer.writerow([safe(first), *(safe(f"{name} ({unit})" if unit else name) for name in others)])
    for row in chart.rows:
        writer.writerow([row.day.isoformat(), *(_number(value) for value in row.values)])
    return file.getvalue()


def safe(text: str) -> str:
    """Return text that no spreadsheet takes for a formula; numbers need none of this."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _number(value: Number | None) -> str:
    return "" if value is None else str(value)
