"""What the progress page reads: figures by week and month in few rows, however long somebody has trained."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple, TypedDict, TypeVar, cast

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
    Max,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Least, NullIf

from exercises.domain.dosage import SECONDS_A_REP
from exercises.domain.screening import STOP_ABOVE_PAIN
from exercises.domain.vocabulary import Muscle, Side, StressTag
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


class Figures(NamedTuple):
    """The figures of a week, of a month, or of a single session; `day` is the first day of it.

    `kind` says which, or that it is the very first session. `is_done` is told of single sessions alone. Of
    pain: the highest before, after and on the morning after, the sum and number of those after, how many
    mornings were noted, how many were worse than before the session, and how often it was above 5 after it.
    `load` is effort × minutes of the sessions whose time and effort are known; `rated` of how many sessions
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


class ExerciseWeek(TypedDict):
    """An exercise in a week: seconds of each leg, the load of sets whose session has no end, its days."""

    monday: date
    exercise_id: int
    slug: str
    name: str
    stress: tuple[StressTag, ...]
    stretches: tuple[Muscle, ...]
    left: int | None
    right: int | None
    load: int | None
    days: int
    last: date


class ProgressOfSessions(OwnedQuerySet[Row]):
    """Sessions in few rows."""

    def progress_figures(
        self,
        *,
        weeks_from: date,
        sessions_from: date,
        last: date,
        under_way_on: date,
        with_months: bool,
    ) -> list[Figures]:
        """Return the figures of each week and of each session from these days on, in one query.

        With `with_months`, those of each month ever as well. The very first session of all comes as FIRST.
        What the player began on `under_way_on` or later and has not finished is not done yet.
        """
        recent = self.filter(day__range=(weeks_from, last))
        single = self.filter(day__gte=sessions_from)
        first = self.filter(pk__in=self.order_by("day").values("pk")[:1])
        parts = [
            _figures(recent, WEEK, MondayOf("day")),
            _figures(single, SESSION, F("day"), under_way_on),
            _figures(first, FIRST, F("day"), under_way_on),
        ]
        if with_months:
            parts.append(_figures(self, MONTH, FirstOfMonth("day")))
        return [Figures(*row) for row in parts[0].union(*parts[1:], all=True)]


class ProgressOfSets(OwnedQuerySet[Row]):
    """Sets in few rows."""

    def weeks_of_exercises(self) -> list[ExerciseWeek]:
        """Return each exercise in each week, in one query; callers bound the days."""
        grouped = self.order_by().annotate(monday=MondayOf("day")).values("exercise_id", "monday")
        is_of_leg = {leg: Q(side__in=(leg, Side.BOTH)) for leg in (Side.LEFT, Side.RIGHT)}
        rows = grouped.annotate(
            slug=Max("exercise__slug"),
            name=Max("exercise__name"),
            stress=Max("exercise__stress"),
            stretches=Max("exercise__stretches"),
            left=Sum(TIMED, filter=is_of_leg[Side.LEFT]),
            right=Sum(TIMED, filter=is_of_leg[Side.RIGHT]),
            load=Sum(F("session__effort") * WORK, filter=Q(session__finished_at=None)),
            days=Count("day", distinct=True),
            last=Max("day"),
        )
        return cast("list[ExerciseWeek]", list(rows))


def _figures(
    sessions: QuerySet[Any], kind: str, start: Expression | F, under_way_on: date | None = None
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
    has_end = Q(finished_at__isnull=False)
    minutes = Least(MinutesBetween("finished_at", "started_at"), Value(MOST_MINUTES))
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
        load=Sum(F("effort") * minutes, filter=has_end, output_field=FloatField()),
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


def _is_done(sessions: QuerySet[Any], under_way_on: date) -> Case:
    """Say of a session whether anything of it was done, and it is not under way still."""
    sets: Any = cast("Any", sessions.model)._meta.get_field("sets").related_model
    done = sets._default_manager.filter(session=OuterRef("pk"), skipped=False)
    under_way = Q(evidence="timed", finished_at=None, day__gte=under_way_on)
    return Case(When(Exists(done) & ~under_way, then=True), default=False, output_field=BooleanField())
