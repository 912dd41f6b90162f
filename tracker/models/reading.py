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

from django.db.models import Count, F, Max, Model, OuterRef, Q, Subquery, Sum

from exercises.domain.vocabulary import Side, StressTag
from tracker.models.progress_reading import TIMED, WORK, ProgressOfSessions, ProgressOfSets

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
    """The highest of each amount in some sets of one side; `day` only where days are told apart."""

    day: date
    side: str
    most_reps: int | None
    most_seconds: int | None
    most_distance: Decimal | None
    most_load: Decimal | None


class StretchSeconds(NamedTuple):
    """The seconds of stretching by day, of the left leg and of the right."""

    left: dict[date, int]
    right: dict[date, int]


class TrainedExercise(TypedDict):
    """An exercise that was done, on how many days, and last when; `stress` is what the screening looks at."""

    slug: str
    name: str
    stress: tuple[StressTag, ...]
    days: int
    last: date


BESTS = {
    "most_reps": Max("reps"),
    "most_seconds": Max("seconds"),
    "most_distance": Max("distance_m"),
    "most_load": Max("load_kg"),
}


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

    def stretch_seconds_by_leg(self) -> StretchSeconds:
        """Return the timed seconds of each day that went to stretching, of either leg for itself.

        A set that was done with both legs at once counts for each of them.
        """
        stretches = self.exclude(exercise__stretches=()).exclude(seconds=None)
        by_side = stretches.order_by("day").values_list("day", "side").annotate(seconds_in_all=Sum(TIMED))
        found = StretchSeconds({}, {})
        for day, side, seconds in by_side:
            for leg, days in ((Side.LEFT, found.left), (Side.RIGHT, found.right)):
                if side in (leg, Side.BOTH):
                    days[day] = days.get(day, 0) + seconds
        return found

    def best_by_day(self) -> list[BestOfSide]:
        """Return the highest amounts of each day and side, in the order of the days."""
        return list(self.order_by("day", "side").values("day", "side").annotate(**BESTS))

    def best_by_side(self) -> list[BestOfSide]:
        """Return the highest amounts of each side."""
        return list(self.order_by("side").values("side").annotate(**BESTS))

    def on_last_day(self) -> Self:
        """Only the sets of the latest day that has any."""
        return self.filter(day=self.order_by("-day").values("day")[:1])

    def exercises_trained(self) -> list[TrainedExercise]:
        """Return the exercises of the sets, by name."""
        named = self.order_by("exercise__name").values(
            slug=F("exercise__slug"), name=F("exercise__name"), stress=F("exercise__stress")
        )
        trained = named.annotate(days=Count("day", distinct=True), last=Max("day"))
        return cast("list[TrainedExercise]", list(trained))
