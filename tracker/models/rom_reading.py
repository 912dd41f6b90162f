"""What charts of rotation read: the measurements of a period, and the few beside it that verdicts rest on.

How much is read depends on the period and not on how long somebody has measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Self, TypeVar

from django.db.models import BooleanField, ExpressionWrapper, F, Model, OrderBy, Q, QuerySet, Window
from django.db.models.functions import RowNumber

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
        wanted |= Q(pk__in=self._ranked(series, F("taken_on").asc(), FIRST_ROWS))
        if with_older:
            quarter = [QuarterOf("taken_on"), *series]
            wanted |= Q(pk__in=self._ranked(quarter, F("taken_on").desc(), 1))
            wanted |= Q(pk__in=self._ranked(series, F("taken_on").desc(), LAST_ROWS))
        return self.filter(wanted)

    def _ranked(self, parts: Sequence[Any], order: OrderBy, most: int) -> QuerySet[Any, Any]:
        """Return the keys of the first few of each part; only keys are sorted, which is quick."""
        ranked = self.order_by().annotate(
            nth=Window(RowNumber(), partition_by=parts, order_by=(order, F("created_at").asc()))
        )
        return ranked.filter(nth__lte=most).values("pk")
