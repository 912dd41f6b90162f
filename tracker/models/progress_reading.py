"""What the progress page reads: figures by week and month in few rows, however long somebody has trained."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, Self, TypedDict, TypeVar, cast

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    CharField,
    Count,
    Exists,
    Expression,
    F,
    FloatField,
    IntegerField,
    Max,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, Least, NullIf

from exercises.domain.dosage import SECONDS_A_REP
from exercises.domain.screening import STOP_ABOVE_PAIN
from exercises.domain.vocabulary import Side, StressTag
from tracker.domain.columns import Unit
from tracker.models.calendar import FirstOfMonth, MinutesBetween, MondayOf
from tracker.models.ownership import OwnedQuerySet

Row = TypeVar("Row", bound=Model)

WEEK, MONTH, SESSION, FIRST = "week", "month", "session", "first"

MOST_MINUTES = 180.0
"""A product default: a session that was left open for longer counts as long as this."""


# Cast first: PostgreSQL multiplies small integers as such, and 1,000 reps of a minute overflow them.
_REPS, _SECONDS = Cast("reps", BigIntegerField()), Cast("seconds", BigIntegerField())
TIMED = Coalesce(_REPS, 1) * _SECONDS
"""Seconds under way as they were written down; null where none were."""
WORK = Case(When(reps=None, then=_SECONDS), default=_REPS * Coalesce(NullIf(_SECONDS, 0), SECONDS_A_REP))
"""The same as `exercises.domain.dosage.work_seconds`."""


BESTS = {
    "most_reps": Max("reps"),
    "most_seconds": Max("seconds"),
    "most_distance": Max("distance_m"),
    "most_load": Max("load_kg"),
}
ASKED = {
    f"asked_{name}": Max(Cast(KeyTextTransform(name, "prescribed"), IntegerField()))
    for name in ("reps", "seconds")
}


class Figures(NamedTuple):
    """The figures of a week, of a month, or of a single session; `day` is the first day of it.

    `kind` says which, or that it is the very first session. `is_done` is told of single sessions alone. Of
    pain: the highest before, after and on the morning after, the sum and number of those after, how many
    mornings were noted, how many were worse than before the session, and how often it was above 5 after it.
    `load` is effort × minutes of the sessions of a week, where that is asked for; `rated` of how many of them
    the effort is known.
    """

    kind: str
    day: date
    routine: str | None
    sessions: int
    is_done: bool
    before: int | None
    after: int | None
    morning: int | None
    after_sum: int | None
    after_count: int
    mornings: int
    worse: int
    above: int
    load: float | None
    rated: int


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


class ProgressOfSessions(OwnedQuerySet[Row]):
    """Sessions in few rows."""

    def progress_figures(
        self,
        *,
        weeks_from: date,
        sessions_from: date,
        last: date,
        under_way_on: date,
        loads_from: date | None = None,
        months_from: date | None = None,
    ) -> list[Figures]:
        """Return the figures of each week and of each session from these days on, in one query.

        With `months_from`, those of each month from then on as well; with `loads_from`, weeks from then on
        know their load. The very first session of all comes as FIRST.
        What the player began on `under_way_on` or later and has not finished is not done yet.
        """
        recent = self.filter(day__range=(weeks_from, last))
        single = self.filter(day__gte=sessions_from)
        first = self.filter(pk__in=self.order_by("day").values("pk")[:1])
        parts = [
            _figures(recent, WEEK, MondayOf("day"), loads_from=loads_from),
            _figures(single, SESSION, F("day"), under_way_on=under_way_on),
            _figures(first, FIRST, F("day"), under_way_on=under_way_on),
        ]
        if months_from:
            parts.append(_figures(self.filter(day__gte=months_from), MONTH, FirstOfMonth("day")))
        return [Figures(*row) for row in parts[0].union(*parts[1:], all=True)]


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
            tuple(Trained(*row[1:4], row[6], row[0]) for row in rows if row[1] is not None),
        )

    def on_days(self, days: Iterable[date]) -> Self:
        return self.filter(day__in=list(days))

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


def _figures(
    sessions: QuerySet[Any],
    kind: str,
    start: Expression | F,
    *,
    under_way_on: date | None = None,
    loads_from: date | None = None,
) -> QuerySet[Any, Any]:
    """Return the figures by `start`; with `under_way_on`, those of each session."""
    followed: Any = Cast(Value(None), CharField(max_length=100))
    is_done: Any = Value(False, output_field=BooleanField())
    if under_way_on:
        followed, is_done = F("routine__slug"), _is_done(sessions, under_way_on)
    grouped = sessions.order_by().annotate(
        kind=Value(kind, output_field=CharField()), start=start, followed=followed, is_done=is_done
    )
    grouped = grouped.values("kind", "start", "followed", "is_done", *(["pk"] if under_way_on else []))
    return grouped.annotate(
        sessions=Count("pk"),
        before=Max("pain_before"),
        after=Max("pain_after"),
        morning_pain=Max("morning__pain"),
        after_sum=Sum("pain_after"),
        after_count=Count("pain_after"),
        mornings=Count("morning__pain"),
        worse=Count("pk", filter=Q(morning__pain__gt=Coalesce("pain_before", 0))),
        above=Count("pk", filter=Q(pain_after__gt=STOP_ABOVE_PAIN)),
        load=_load(sessions, loads_from) if loads_from else Cast(Value(None), FloatField()),
        rated=Count("effort"),
    ).values_list(
        "kind",
        "start",
        "followed",
        "sessions",
        "is_done",
        "before",
        "after",
        "morning_pain",
        "after_sum",
        "after_count",
        "mornings",
        "worse",
        "above",
        "load",
        "rated",
    )


def _load(sessions: QuerySet[Any], first: date) -> Sum:
    """Effort × minutes from a day on: those from start to end, or the time of the sets where no end is "
    "known."""
    sets: Any = cast("Any", sessions.model)._meta.get_field("sets").related_model
    work = sets._default_manager.filter(session=OuterRef("pk"), skipped=False).order_by().values("session")
    minutes = Case(
        When(finished_at=None, then=Subquery(work.annotate(work=Sum(WORK)).values("work")) / Value(60.0)),
        default=Least(MinutesBetween("finished_at", "started_at"), Value(MOST_MINUTES)),
        output_field=FloatField(),
    )
    return Sum(F("effort") * minutes, filter=Q(day__gte=first), output_field=FloatField())


def _is_done(sessions: QuerySet[Any], under_way_on: date) -> Case:
    """Say of a session whether anything of it was done, and it is not under way still."""
    sets: Any = cast("Any", sessions.model)._meta.get_field("sets").related_model
    done = sets._default_manager.filter(session=OuterRef("pk"), skipped=False)
    under_way = Q(evidence="timed", finished_at=None, day__gte=under_way_on)
    return Case(When(Exists(done) & ~under_way, then=True), default=False, output_field=BooleanField())
