"""One exercise over time: every amount that its sets hold, left and right as series of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exercises.domain.vocabulary import Recorded, RepUnit, Side
from exercises.models import Exercise
from exercises.services.judge_exercises import Judge, judge_for
from tracker.domain.series import Number, Point, facts_of
from tracker.models import Set
from tracker.models.reading import BestOfSide
from tracker.presenters.chart import Action, Caption, Line, Style, day_text
from tracker.presenters.chart_parts import LineChart
from tracker.presenters.drawing_lines import Span, line_chart
from tracker.presenters.period import Period
from tracker.presenters.words import (
    CM_IN_A_METRE,
    Badge,
    badge_of,
    distance_words,
    load_words,
    reach_words,
    unbroken,
)

STYLES = {Side.LEFT: Style.LEFT, Side.RIGHT: Style.RIGHT, Side.BOTH: Style.BOTH}


@dataclass(frozen=True, slots=True)
class Amount:
    """Something that a set can hold: its column, its name, its chart's title, and how a value reads.

    `factor` makes of the stored value the one on the chart.
    """

    column: str
    name: str
    title: str
    words: Callable[[Any], str]
    factor: int = 1

    @property
    def key(self) -> str:
        return f"most_{self.column}"


@dataclass(frozen=True, slots=True)
class BestAndLast:
    """The best ever and the last of one amount on one side."""

    badge: Badge
    amount: str
    best: str
    last: str


@dataclass(frozen=True, slots=True)
class ExerciseProgress:
    """All that an exercise's progress page shows; without `last_day` it was never logged."""

    exercise: Exercise
    verdict: str
    period: Period
    last_day: date | None
    bests: tuple[BestAndLast, ...]
    charts: tuple[LineChart, ...]
    log: Action | None

    @property
    def columns(self) -> tuple[tuple[LineChart, ...], tuple[LineChart, ...]]:
        """The charts below the table of the best, and those beside it: a single one stands beside."""
        below = 1 if len(self.charts) > 1 else 0
        return self.charts[:below], self.charts[below:]


def build_exercise_progress(
    user: Any, exercise: Exercise, *, period: Period, today: date
) -> ExerciseProgress:
    """Return what the user did of an exercise: by day in the period, the best ever, and the last time."""
    judge = judge_for(user)
    done = Set.objects.for_athlete(user).of_exercise(exercise).done()
    days = done.in_days(period.first, period.last).best_by_day()
    last = done.on_last_day().best_by_day()
    best = done.best_by_side()
    amounts = _amounts(exercise)
    return ExerciseProgress(
        exercise=exercise,
        verdict=judge.verdict(exercise),
        period=period,
        last_day=last[0]["day"] if last else None,
        bests=_bests(amounts, best, last),
        charts=tuple(
            _chart(one, days, period, today)
            for one in amounts
            if any(_value(row, one) is not None for row in best)
        ),
        log=_log(exercise, judge) if exercise.is_offered else None,
    )


def _log(exercise: Exercise, judge: Judge) -> Action:
    """Return the way to log it: what may not be prescribed can only be recorded."""
    new = reverse("tracker:session-create")
    if judge.knows and not judge.may_prescribe(exercise):
        return Action(_("Record it all the same"), f"{new}?record={exercise.slug}")
    return Action(_("Log it"), f"{new}?exercise={exercise.slug}")


def _amounts(exercise: Exercise) -> tuple[Amount, ...]:
    is_steps = exercise.rep_unit == RepUnit.STEPS
    is_reach = Recorded.REACH in exercise.records
    return (
        Amount("load", _("Load"), _("Load, heaviest set of the day (kg)"), load_words),
        Amount("distance", _("Reach"), _("Reach, farthest of the day (cm)"), reach_words, CM_IN_A_METRE)
        if is_reach
        else Amount("distance", _("Distance"), _("Distance, longest set of the day (m)"), distance_words),
        Amount("seconds", _("Seconds"), _("Seconds, longest of the day"), _seconds_words),
        Amount("reps", _("Steps"), _("Steps, most in a set of the day"), _steps_words)
        if is_steps
        else Amount("reps", _("Reps"), _("Reps, most in a set of the day"), _reps_words),
    )


def _seconds_words(seconds: int) -> str:
    return unbroken(_("%(seconds)s s") % {"seconds": seconds})


def _reps_words(reps: int) -> str:
    return unbroken(ngettext("%(count)s rep", "%(count)s reps", reps) % {"count": reps})


def _steps_words(steps: int) -> str:
    return unbroken(ngettext("%(count)s step", "%(count)s steps", steps) % {"count": steps})


def _value(row: BestOfSide, amount: Amount) -> Number | None:
    value: int | Decimal | None = row[amount.key]  # type: ignore[literal-required]
    return value


def _bests(
    amounts: Sequence[Amount], best: Sequence[BestOfSide], last: Sequence[BestOfSide]
) -> tuple[BestAndLast, ...]:
    last_of_side = {row["side"]: row for row in last}
    found = []
    for amount in amounts:
        for side in Side:
            highest = next((_value(row, amount) for row in best if row["side"] == side), None)
            latest = _value(last_of_side[side], amount) if side in last_of_side else None
            if highest is not None:
                shown = amount.words(latest) if latest is not None else ""
                found.append(BestAndLast(badge_of(side), amount.name, amount.words(highest), shown))
    return tuple(found)


def _chart(amount: Amount, days: Sequence[BestOfSide], period: Period, today: date) -> LineChart:
    of_side = {side: _points(amount, side, days) for side in Side}
    lines = [
        Line(
            STYLES[side],
            badge_of(side).name.capitalize(),
            [Point(day, value * amount.factor) for day, value in points],
            badge_of(side).letter,
        )
        for side, points in of_side.items()
    ]
    caption = Caption(
        name=f"exercise-{amount.column}",
        title=amount.title,
        reading=_reading(amount, of_side),
        empty=""
        if any(of_side.values())
        else _("Nothing in this time. Choose a longer one above, or log it again."),
    )
    last = max([today, *(row["day"] for row in days)])
    return line_chart(caption, lines, Span(first=period.first, last=last))


def _points(amount: Amount, side: Side, days: Sequence[BestOfSide]) -> list[Point]:
    values = ((row["day"], _value(row, amount)) for row in days if row["side"] == side)
    return [Point(day, value) for day, value in values if value is not None]


def _reading(amount: Amount, of_side: dict[Side, list[Point]]) -> str:
    """Return one sentence: for each side its first, last and highest value of the period."""
    parts = []
    for side, points in of_side.items():
        facts = facts_of(points)
        if facts is None:
            continue
        values = {
            "side": badge_of(side).name,
            "first": amount.words(facts.first.value),
            "first_day": day_text(facts.first.day),
            "last": amount.words(facts.last.value),
            "last_day": day_text(facts.last.day),
            "best": amount.words(facts.best.value),
        }
        if len(points) == 1:
            parts.append(_("%(side)s %(last)s on %(last_day)s") % values)
        else:
            text = _("%(side)s %(first)s on %(first_day)s, %(last)s on %(last_day)s, at most %(best)s")
            parts.append(text % values)
    sentence = "; ".join(parts)
    return _("%(sentence)s.") % {"sentence": sentence[:1].upper() + sentence[1:]} if parts else ""
