"""What history and progress pages read: figures by day, worked out in the database.

Each method returns plain values and costs no more than the rows before it in the chain, so callers bound them
by days (`in_days`) or by sessions (`in_sessions`) first. All keep left and right apart.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple, Self, TypedDict, TypeVar, cast

from django.db.models import Count, Max, Model, OuterRef, Q, Subquery, Sum

from tracker.models.progress_reading import ProgressOfSessions
from tracker.models.set_figures import BESTS, WORK, ProgressOfSets

Row = TypeVar("Row", bound=Model)


class DayFigures(TypedDict):
    """The number of a day's sessions, and their highest pain, before and after."""

    day: date
    sessions: int
    before: int | None
    after: int | None


class SideAmounts(TypedDict):
    """What a session holds for one side; `work` is in seconds."""

    session_id: uuid.UUID
    side: str
    done: int
    left_out: int
    work: int | None
    most_pain: int | None


class BestOfSide(TypedDict):
    """The highest of each amount in some sets of one side, and in those of the last day alone."""

    side: str
    most_reps: int | None
    most_seconds: int | None
    most_distance: Decimal | None
    most_load: Decimal | None
    last_reps: int | None
    last_seconds: int | None
    last_distance: Decimal | None
    last_load: Decimal | None


class StretchSeconds(NamedTuple):
    """The seconds of stretching by day, of the left leg and of the right."""

    left: dict[date, int]
    right: dict[date, int]


class SessionReading(ProgressOfSessions[Row]):
    """Figures of sessions."""

    def first_day(self) -> date | None:
        """Return the day of the very first session, or None where there is none."""
        first: date | None = self.order_by("day").values_list("day", flat=True).first()
        return first

    def counts_by_day(self) -> dict[date, int]:
        """Return the number of sessions of each day that has any."""
        return dict(self.order_by("day").values_list("day").annotate(sessions=Count("pk")))

    def figures_by_day(self) -> list[DayFigures]:
        """Return the figures of each day that has a session, in order."""
        days = self.order_by("day").values("day")
        figures = days.annotate(sessions=Count("pk"), before=Max("pain_before"), after=Max("pain_after"))
        return cast("list[DayFigures]", list(figures))

    def last_day_of_routine(self) -> Subquery:
        """Return, for a query of routines, the day on which each was last done."""
        return Subquery(self.filter(routine=OuterRef("pk")).order_by("-day").values("day")[:1])

    def deleted_before(self, deleted_at: datetime, pk: uuid.UUID) -> Self:
        """Deleted sessions that come after this one in latest-deleted-first order (the next page)."""
        return self.filter(Q(deleted_at__lt=deleted_at) | Q(deleted_at=deleted_at, id__lt=pk))


class SetReading(ProgressOfSets[Row]):
    """Figures of sets."""

    def in_sessions(self, keys: Iterable[uuid.UUID]) -> Self:
        return self.filter(session__in=list(keys))

    def amounts_by_side(self) -> list[SideAmounts]:
        """Return what each session holds, one row a side, left and right never in one count."""
        done = Q(skipped=False)
        by_side = self.order_by().values("session_id", "side")
        amounts = by_side.annotate(
            done=Count("pk", filter=done),
            left_out=Count("pk", filter=Q(skipped=True)),
            work=Sum(WORK, filter=done),
            most_pain=Max("pain", filter=done),
        )
        return cast("list[SideAmounts]", list(amounts))

    def best_and_last(self, last: date) -> list[BestOfSide]:
        """Return the highest amounts of each side, and those of the last day."""
        of_last = {
            f"last_{name}": Max(column, filter=Q(day=last))
            for name, column in (
                ("reps", "reps"),
                ("seconds", "seconds"),
                ("distance", "distance_m"),
                ("load", "load_kg"),
            )
        }
        return cast(
            "list[BestOfSide]", list(self.order_by("side").values("side").annotate(**BESTS, **of_last))
        )
