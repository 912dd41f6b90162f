"""What charts of rotation read: the measurements of a period, and the few beside it that verdicts rest on.

How much is read depends on the period and not on how long somebody has measured.
"""

from __future__ import annotations

from datetime import date
from typing import Self, TypeVar

from django.db.models import F, Model, Q, Window
from django.db.models.functions import RowNumber

from tracker.models.calendar import QuarterOf
from tracker.models.ownership import OwnedQuerySet

Row = TypeVar("Row", bound=Model)

SERIES = ("motion", "position", "instrument")
FIRST_ROWS = 6
"""So many of each series tell its own error, which rests on its first three days; two on a day are rare."""

_EARLIEST = (F("taken_on").asc(), F("created_at").asc(), F("id").asc())
_LATEST = (F("taken_on").desc(), F("created_at").desc(), F("id").desc())


class RomReading(OwnedQuerySet[Row]):
    """Measurements as charts want them."""

    def for_charts(self, first: date, last: date, *, with_older: bool = False) -> Self:
        """Return those of the days, the first ones of each series, and the last one of all.

        `with_older`: before `first` the last one of each quarter as well, for each series.
        """
        ranked = self.annotate(
            nth=Window(RowNumber(), partition_by=[F(name) for name in SERIES], order_by=_EARLIEST),
            nth_last=Window(RowNumber(), order_by=_LATEST),
        )
        wanted = Q(taken_on__range=(first, last)) | Q(nth__lte=FIRST_ROWS) | Q(nth_last=1)
        if with_older:
            quarter = [QuarterOf("taken_on"), *(F(name) for name in SERIES)]
            ranked = ranked.annotate(
                nth_of_quarter=Window(RowNumber(), partition_by=quarter, order_by=_LATEST)
            )
            wanted |= Q(nth_of_quarter=1)
        return ranked.filter(wanted)
