"""What progress pages read of sets: figures by week or month in few rows, however many sets there are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, Self, TypedDict, TypeVar, cast

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    F,
    IntegerField,
    Max,
    Model,
    Q,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, NullIf

from exercises.domain.dosage import SECONDS_A_REP
from exercises.domain.vocabulary import Side, StressTag
from tracker.domain.columns import Unit
from tracker.models.calendar import AmongDays, FirstOfMonth, MondayOf
from tracker.models.ownership import OwnedQuerySet

Row = TypeVar("Row", bound=Model)

# Cast first: PostgreSQL multiplies small integers as such, and 1,000 reps of a minute overflow them.
_REPS, _SECONDS = Cast("reps", BigIntegerField()), Cast("seconds", BigIntegerField())
TIMED = Coalesce(_REPS, 1) * _SECONDS
"""Seconds under way as they were written down; null where none were."""
WORK = Case(When(reps=None, then=_SECONDS), default=_REPS * Coalesce(NullIf(_SECONDS, 0), SECONDS_A_REP))
"""The same as `exercises.domain.dosage.work_seconds`."""


class _Amount(KeyTextTransform):
    """A number of a document; for SQLite the framework would read each document three times over."""

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, tuple[Any, ...]]:
        lhs, params, (key,) = self.preprocess_lhs(compiler, connection)
        return f"JSON_EXTRACT({lhs}, %s)", (*params, f"$.{key}")


BESTS = {
    "most_reps": Max("reps"),
    "most_seconds": Max("seconds"),
    "most_distance": Max("distance_m"),
    "most_load": Max("load_kg"),
}
ASKED = {
    f"asked_{name}": Max(Cast(_Amount(name, "prescribed"), IntegerField())) for name in ("reps", "seconds")
}


class Dose(TypedDict):
    """The most that was done and asked for in one set of a day, week or month that begins on `start`."""

    start: date
    side: str
    most_reps: int | None
    most_seconds: int | None
    most_distance: Decimal | None
    most_load: Decimal | None
    asked_reps: int | None
    asked_seconds: int | None


class Edges(TypedDict):
    """The first and the last day on which an exercise was done; None where it never was."""

    first: date | None
    last: date | None


class Stretched(NamedTuple):
    """The seconds of stretching of a week, for each leg."""

    monday: date
    left: int | None
    right: int | None


class Trained(NamedTuple):
    """An exercise, on how many days it was done, and last when; `stress` is what the screening looks at."""

    slug: str
    name: str
    stress: tuple[StressTag, ...]
    days: int
    last: date


class SetFigures(NamedTuple):
    """What sets come to."""

    weeks: tuple[Stretched, ...] = ()
    exercises: tuple[Trained, ...] = ()


class ProgressOfSets(OwnedQuerySet[Row]):
    """Sets in few rows."""

    def set_figures(self, *, exercises_from: date | None = None) -> SetFigures:
        """Return the stretching of each week, and the exercises from a day on if asked, in one query.

        Callers bound the days. To tell the exercises apart in each week as well costs three times as much.
        """
        # By a list of keys: a join would look each set's exercise up.
        exercises: Any = cast("Any", self.model)._meta.get_field("exercise").related_model
        stretches = exercises.everything.exclude(stretches=()).values("pk")
        weeks = (
            self.order_by()
            .filter(exercise__in=stretches)
            .annotate(monday=MondayOf("day"))
            .values("monday")
            .annotate(
                slug=Cast(Value(None), CharField(max_length=100)),
                name=Cast(Value(None), CharField(max_length=100)),
                stress=Cast(Value(None), CharField(max_length=100)),
                left=Sum(TIMED, filter=Q(side__in=(Side.LEFT, Side.BOTH))),
                right=Sum(TIMED, filter=Q(side__in=(Side.RIGHT, Side.BOTH))),
                days=Value(0, output_field=BigIntegerField()),
            )
            .values_list("monday", "slug", "name", "stress", "left", "right", "days")
        )
        if exercises_from is None:
            return SetFigures(
                tuple(Stretched(day, left, right) for day, *_named, left, right, _days in weeks)
            )
        done = (
            self.order_by()
            .filter(day__gte=exercises_from)
            .values("exercise_id")
            .annotate(
                last=Max("day"),
                slug=Max("exercise__slug"),
                name=Max("exercise__name"),
                stress=Max("exercise__stress"),
                left=Cast(Value(None), BigIntegerField()),
                right=Cast(Value(None), BigIntegerField()),
                days=Count("day", distinct=True),
            )
            .values_list("last", "slug", "name", "stress", "left", "right", "days")
        )
        rows = list(done.union(weeks, all=True))
        return SetFigures(
            tuple(Stretched(row[0], row[4], row[5]) for row in rows if row[1] is None),
            tuple(Trained(row[1], row[2], row[3], row[6], row[0]) for row in rows if row[1] is not None),
        )

    def on_days(self, days: Iterable[date]) -> Self:
        return self.filter(AmongDays("day", tuple(days)))

    def doses(self, unit: Unit | None) -> list[Dose]:
        """Return the highest amounts by side and by day, week or month, in order; callers bound the days.

        For longer columns than months they come by month.
        """
        start: Any = F("day")
        if unit is not None:
            start = MondayOf("day") if unit is Unit.WEEK else FirstOfMonth("day")
        grouped = self.order_by().annotate(start=start).values("start", "side").order_by("start", "side")
        return cast("list[Dose]", list(grouped.annotate(**BESTS, **ASKED)))

    def edges_of(self, exercise: Model) -> Edges:
        """Return the first and the last day of these sets, which are those of an exercise."""
        row = (
            type(exercise)
            ._base_manager.filter(pk=exercise.pk)
            .values(
                first=Subquery(self.order_by("day").values("day")[:1]),
                last=Subquery(self.order_by("-day").values("day")[:1]),
            )
        )
        return cast("Edges", row.get())
