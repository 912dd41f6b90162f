"""One exercise over time: every amount that its sets hold, left and right as series of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from django.urls import reverse
from django.utils.translation import gettext as _

from exercises.domain.vocabulary import Side
from exercises.models import Exercise
from exercises.services.judge_exercises import Judge, judge_for
from tracker.domain.columns import Unit, columns_between, weeks_as_columns
from tracker.domain.weeks import DAYS
from tracker.models import Set
from tracker.models.reading import BestOfSide
from tracker.models.set_figures import Dose
from tracker.presenters.chart import Action, Remark
from tracker.presenters.chart_parts import LineChart
from tracker.presenters.drawing_lines import Span
from tracker.presenters.exercise_amounts import Amount, amounts_of
from tracker.presenters.exercise_charts import exercise_chart
from tracker.presenters.observation import observation_of
from tracker.presenters.period import Period
from tracker.presenters.words import Badge, badge_of

MOST_WEEKS_BY_DAY = 13
A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class BestAndLast:
    """The best of the last year and of the last day, of one amount on one side."""

    badge: Badge
    amount: str
    best: str
    last: str


@dataclass(frozen=True, slots=True)
class ExerciseProgress:
    """All that an exercise's progress page shows; without `last_day` it was never logged.

    `observation` says what rotation did since it was first done, "" where nothing can be said.
    """

    exercise: Exercise
    verdict: str
    period: Period
    last_day: date | None
    bests: tuple[BestAndLast, ...]
    charts: tuple[LineChart, ...]
    observation: str
    log: Action | None

    @property
    def columns(self) -> tuple[tuple[LineChart, ...], tuple[LineChart, ...]]:
        """The charts below the table of the best, and those beside it: a single one stands beside."""
        below = 1 if len(self.charts) > 1 else 0
        return self.charts[:below], self.charts[below:]


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read of an exercise, the columns it is drawn in, and what is said of that."""

    doses: Sequence[Dose]
    span: Span
    remarks: tuple[Remark, ...] = ()


def build_exercise_progress(
    user: Any, exercise: Exercise, *, period: Period, today: date
) -> ExerciseProgress:
    """Return what the user did of an exercise in the period, the best of the last year, and the last time."""
    judge = judge_for(user)
    done = Set.objects.for_athlete(user).of_exercise(exercise).done()
    edges = done.edges_of(exercise)
    first, last = edges["first"], edges["last"]
    amounts = amounts_of(exercise)
    best: Sequence[BestOfSide] = done.in_days(last - A_YEAR, last).best_and_last(last) if last else ()
    read = _read(done, period, first, max(today, last or today))
    return ExerciseProgress(
        exercise=exercise,
        verdict=judge.verdict(exercise),
        period=period,
        last_day=last,
        bests=_bests(amounts, best),
        charts=tuple(
            exercise_chart(one, read.doses, read.span, csv=_csv(exercise, one, period), remarks=read.remarks)
            for one in amounts
            if any(_value(row, one.key) is not None for row in best)
        ),
        observation=observation_of(user, exercise, first, period),
        log=_log(exercise, judge) if exercise.can_be_added else None,
    )


def _read(done: Any, period: Period, first: date | None, last: date) -> _Read:
    """Read what was done by day, by week of a year, and of all time a week in each column."""
    if first is None or not period.is_all or first >= period.first:
        unit = None if len(period.weeks) <= MOST_WEEKS_BY_DAY else Unit.WEEK
        end = last if unit is None else weeks_as_columns(period.weeks).end
        span = Span(first=period.first, last=end, unit=unit)
        return _Read(done.in_days(period.first, period.last).doses(unit), span)
    columns = columns_between(first, period.last)
    days = [end - timedelta(days=back) for _start, end in columns.spans for back in range(1, DAYS + 1)] + [
        last - timedelta(days=back) for back in range(DAYS)
    ]
    text = _("Of each month or longer time, the last week is drawn.")
    span = Span(first=columns.starts[0], last=columns.end, unit=columns.unit)
    remarks = () if columns.unit is Unit.WEEK else (Remark(text),)
    return _Read(done.on_days(days).doses(columns.unit), span, remarks)


def _csv(exercise: Exercise, amount: Amount, period: Period) -> str:
    address = reverse("tracker:exercise-progress-csv", args=[exercise.slug, f"exercise-{amount.column}"])
    return f"{address}?period={period.key}"


def _log(exercise: Exercise, judge: Judge) -> Action:
    """Return the way to log it: what may not be prescribed can only be recorded."""
    new = reverse("tracker:session-create")
    if exercise.is_own:
        return Action(_("Record it"), f"{new}?record={exercise.slug}")
    if judge.knows and not judge.may_prescribe(exercise):
        return Action(_("Record it all the same"), f"{new}?record={exercise.slug}")
    return Action(_("Log it"), f"{new}?exercise={exercise.slug}")


def _value(row: BestOfSide, key: str) -> Any:
    return cast("Mapping[str, Any]", row)[key]


def _bests(amounts: Sequence[Amount], best: Sequence[BestOfSide]) -> tuple[BestAndLast, ...]:
    of_side = {row["side"]: row for row in best}
    found = []
    for amount in amounts:
        for side in (one for one in Side if one in of_side):
            highest = _value(of_side[side], amount.key)
            latest = _value(of_side[side], amount.last_key)
            if highest is not None:
                shown = amount.words(latest) if latest is not None else ""
                found.append(BestAndLast(badge_of(side), amount.name, amount.words(highest), shown))
    return tuple(found)
