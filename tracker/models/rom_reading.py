"""What charts of rotation read: the measurements of a period, and the few beside it that verdicts rest on.

How much is read depends on the period and not on how long somebody has measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Self, TypeVar

from django.db.models import BooleanField, ExpressionWrapper, F, Model, OrderBy, Q, Window
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
        ranks = {"first": _rank(series, F("taken_on").asc())}
        among = Q(first__lte=FIRST_ROWS)
        if with_older:
            ranks["latest"] = _rank(series, F("taken_on").desc())
            ranks["of_quarter"] = _rank([QuarterOf("taken_on"), *series], F("taken_on").desc())
            among |= Q(latest__lte=LAST_ROWS) | Q(of_quarter__lte=1)
        # Only keys are sorted, which is quick, and all ranks are worked out in one go.
        wanted |= Q(pk__in=self.order_by().annotate(**ranks).filter(among).values("pk"))
        return self.filter(wanted)


def _rank(parts: Sequence[Any], order: OrderBy) -> Window:
    """Return the place of a row among those of its part, from 1 on."""
    return Window(RowNumber(), partition_by=parts, order_by=(order, F("created_at").asc()))
