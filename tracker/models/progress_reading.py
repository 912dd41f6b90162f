"""What the progress page reads: figures by week and month in few rows, however long somebody has trained."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple, TypeVar, cast

from django.db.models import (
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
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Least

from exercises.domain.screening import STOP_ABOVE_PAIN
from tracker.models.calendar import FirstOfMonth, MinutesBetween, MondayOf
from tracker.models.ownership import OwnedQuerySet
from tracker.models.set_figures import WORK

Row = TypeVar("Row", bound=Model)

WEEK, MONTH, SESSION, FIRST = "week", "month", "session", "first"

MOST_MINUTES = 180.0
"""A product default: a session that was left open for longer counts as long as this."""


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
        first = self.filter(pk=Subquery(self.order_by("day").values("pk")[:1]))
        parts = [
            _figures(recent, WEEK, MondayOf("day"), loads_from=loads_from),
            _figures(single, SESSION, F("day"), under_way_on=under_way_on),
            _figures(first, FIRST, F("day"), under_way_on=under_way_on),
        ]
        if months_from:
            parts.append(_figures(self.filter(day__gte=months_from), MONTH, FirstOfMonth("day")))
        return [Figures(*row) for row in parts[0].union(*parts[1:], all=True)]


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
