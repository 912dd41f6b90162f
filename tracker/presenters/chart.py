"""What a chart is made of before it is drawn: its words, and its values by day or by week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.utils.dates import MONTHS_3
from django.utils.formats import get_format
from django.utils.translation import gettext as _

from tracker.domain.columns import Unit
from tracker.domain.series import Number, Point

MISSING = "–"


class Style(StrEnum):
    """How a series looks: its colour, its stroke and its marks. Left and right have theirs to themselves."""

    LEFT = "l"
    RIGHT = "r"
    BOTH = "b"
    BEFORE = "before"
    AFTER = "after"
    MORNING = "morning"
    ASKED = "asked"
    """What was prescribed: a line in steps, without marks."""


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
    """What stands around a drawing. `empty` is what a chart without points says in place of it.

    `unit` is the word for what the axis counts; `csv` the address of the table as a file, "" for none.
    """

    name: str
    title: str
    reading: str
    empty: str = ""
    action: Action | None = None
    remarks: tuple[Remark, ...] = ()
    unit: str = ""
    csv: str = ""

    @property
    def label(self) -> str:
        """The drawing's text for those who do not see it."""
        return f"{self.title}. {self.reading}"


@dataclass(frozen=True, slots=True)
class Line:
    """One series as it is handed in: points in the order of their days.

    The points have marks and stand in the table. `trend`, where there is one, is drawn through them in place
    of a line from point to point.
    """

    style: Style
    name: str
    points: Sequence[Point]
    letter: str = ""
    trend: Sequence[Point] = ()
    band: tuple[float, float] | None = None
    """From which value to which a point may lie by error alone."""
    band_text: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """Numbers by week as they are handed in; only the bars of a side have a style and a letter."""

    name: str
    values: Sequence[Number]
    style: Style | None = None
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Norm:
    """Published values, drawn as a quiet band behind the lines."""

    low: float
    high: float
    text: str


@dataclass(frozen=True, slots=True)
class Event:
    """A day on which something was changed: shown by a mark at the top, and in words below the drawing."""

    day: date
    text: str
    is_up: bool = True


def day_text(day: date) -> str:
    """Return a day as charts and their sentences name it: "2 Nov 2026".

    The same as the date format "j M Y" in a quarter of the time: a page names hundreds of days.
    """
    return f"{day.day} {month_text(day)}"


def month_text(day: date) -> str:
    """Return a month in the same way: "Nov 2026"."""
    return f"{str(MONTHS_3[day.month]).title()} {day.year}"


def number_text(value: Number) -> str:
    """Return a number without idle zeros, with the language's decimal sign."""
    if isinstance(value, Decimal):
        value = value.normalize() if value % 1 else value.to_integral_value()
        # No grouping of digits: it is off for the site, and a chart has no room for it.
        text = f"{value:f}"
        return text.replace(".", get_format("DECIMAL_SEPARATOR")) if "." in text else text
    return str(value)


def tenth_text(value: float) -> str:
    """Return a number rounded to one decimal; Django's own formatting would cut off the rest."""
    return number_text(Decimal(str(value)).quantize(Decimal("0.1")))


def mean_of_weeks(unit: Unit) -> tuple[Remark, ...]:
    """Say of columns longer than a week what their bars stand for."""
    return () if unit is Unit.WEEK else (Remark(_("Each bar is the mean of its weeks.")),)


def last_year_alone(*, is_all: bool) -> tuple[Remark, ...]:
    """Say of all time that a chart shows the last year of it."""
    return (Remark(_("Of all time, the last year is shown here.")),) if is_all else ()
