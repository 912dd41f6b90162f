"""What charts of rotation read: the measurements of a period, and the few beside it that verdicts rest on.

How much is read depends on the period and not on how long somebody has measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Self, TypeVar

from django.db.models import BooleanField, Expression, ExpressionWrapper, F, Model, Q, Window
from django.db.models.functions import Lead, RowNumber

from tracker.models.calendar import QuarterOf
from tracker.models.taken import TakenQuerySet

Row = TypeVar("Row", bound=Model)

SERIES = ("motion", "position", "instrument")
SIDES = ("left_1", "right_1")
"""Without a first reading a side was not measured."""
FIRST_ROWS = 6
"""So many of each series, of one side and of both, tell its own error, which rests on its first three days;
two on a day are rare."""
LAST_ROWS = 4
"""So many of each series tell what changed, which rests on its last two days."""


class RomReading(TakenQuerySet[Row]):
    """Measurements as charts want them."""

    def for_charts(self, first: date, last: date, *, with_older: bool = False) -> Self:
        """Return those of the days, the first ones of each series, and the last one of all.

        `with_older`: before `first` the last one of each quarter as well, for each series, and its last ones.
        """
        # Somebody may begin with one side: each has first and last days of its own.
        sides = (ExpressionWrapper(Q(**{name: None}), BooleanField()) for name in SIDES)
        series = [*map(F, SERIES), *sides]
        latest = self.order_by("-taken_on").values("pk")[:1]
        wanted = Q(taken_on__range=(first, last)) | Q(pk__in=latest)
        keys = self.order_by().annotate(place=_in_series(RowNumber(), series))
        among = Q(place__lte=FIRST_ROWS)
        if with_older:
            # All of one order, so that the rows are sorted once: by what comes after each in its series.
            keys = keys.annotate(
                quarter=QuarterOf("taken_on"),
                next_quarter=_in_series(Lead(QuarterOf("taken_on")), series),
                followed=_in_series(Lead("pk", LAST_ROWS), series),
            )
            among |= Q(followed=None) | Q(next_quarter=None) | Q(next_quarter__gt=F("quarter"))
        return self.filter(wanted | Q(pk__in=keys.filter(among).values("pk")))


def _in_series(what: Expression, series: Sequence[Any]) -> Window:
    """Return something of a row's place among those of its series, the first measured first."""
    return Window(what, partition_by=series, order_by=(F("taken_on").asc(), F("created_at").asc()))
