"""Progress: four questions with their answers, the charts behind them, and the exercises trained."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, cast

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exercises.models import Exercise
from exercises.services.judge_exercises import Judge, judge_for
from tracker.presenters.answers import Answer, answers_of
from tracker.presenters.chart import Action, Caption, day_text
from tracker.presenters.chart_parts import BarChart, LineChart
from tracker.presenters.heatmap import Heatmap
from tracker.presenters.pain_chart import pain_chart
from tracker.presenters.period import Period
from tracker.presenters.rom_chart import rom_chart
from tracker.presenters.rom_series import Rom, rom_of
from tracker.presenters.stretching import stretch_seconds, stretching_chart
from tracker.presenters.training import CALENDAR_WEEKS, Training, read_training
from tracker.presenters.training_charts import calendar_chart, load_chart, sessions_chart
from tracker.services.judge_measuring import is_held

OPEN_SERIES = 2
"""So many series of rotation are drawn at once; the others are folded away."""


@dataclass(frozen=True, slots=True)
class TrainedLink:
    """An exercise of the period."""

    name: str
    slug: str
    verdict: str
    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Progress:
    """All that the progress page shows.

    `is_new`: there is nothing at all yet. `no_range` stands in place of the charts of rotation without any.
    """

    period: Period
    is_new: bool
    answers: tuple[Answer, ...]
    sessions: BarChart
    stretching: BarChart
    range: tuple[LineChart, ...]
    more_range: tuple[LineChart, ...]
    no_range: Caption | None
    measure: Action
    pain: LineChart
    load: BarChart
    calendar: Heatmap
    exercises: tuple[TrainedLink, ...]

    @property
    def has_older(self) -> bool:
        """Whether the period is longer than the time whose exercises are listed."""
        return len(self.period.weeks) > CALENDAR_WEEKS

    @property
    def charts(self) -> tuple[BarChart | LineChart, ...]:
        """Return the charts whose numbers can be had as a file."""
        return (self.sessions, self.stretching, *self.range, *self.more_range, self.pain, self.load)


def build_progress(
    user: Any, *, period: Period, today: date, now: datetime, every_point: bool = False
) -> Progress:
    """Return the progress of a user in a period.

    What is read is bounded by the period, and by months and quarters for all time. Weeks before the first
    session ever count nowhere: nobody trains before they begin.
    """
    judge = judge_for(user)
    training = read_training(user, period, today)
    rom = rom_of(user, period, every_row=every_point)
    ranges = [
        rom_chart(one, period, csv=_csv(period, one.method.slug), every_point=every_point)
        for one in rom.series
    ]
    csv = partial(_csv, period)
    is_closed = is_held(judge, now)
    return Progress(
        period=period,
        is_new=training.first is None and rom.last_day is None,
        answers=answers_of(training, rom, judge, now),
        sessions=sessions_chart(training, csv=csv("sessions-a-week")),
        stretching=stretching_chart(
            stretch_seconds(training.sets), period, training.first, csv=csv("stretching-a-week")
        ),
        range=tuple(ranges[:OPEN_SERIES]),
        more_range=tuple(ranges[OPEN_SERIES:]),
        no_range=None if ranges else _no_range(rom, is_held=is_closed),
        measure=_measure(is_held=is_closed),
        pain=pain_chart(training, csv=csv("pain")),
        load=load_chart(training, csv=csv("load-a-week")),
        calendar=calendar_chart(training),
        exercises=tuple(_trained(training, judge)),
    )


def _csv(period: Period, name: str) -> str:
    return f"{reverse('tracker:progress-csv', args=[name])}?period={period.key}"


def _no_range(rom: Rom, *, is_held: bool) -> Caption:
    text = _("Measure rotation on both sides, and what changed stands here with its error.")
    if is_held:
        text = _(
            "By your answers, measuring yourself is not for you now. What a clinician measured can be "
            "recorded here."
        )
    if rom.last_day:
        text = _("Not measured in this time; the last time was on %(day)s.") % {"day": day_text(rom.last_day)}
    return Caption(
        name="range",
        title=_("Range of motion"),
        reading="",
        empty=text,
        action=_measure(is_held=is_held),
    )


def _measure(*, is_held: bool) -> Action:
    """Return the way to a measurement: whom the screening holds back can record one only."""
    return Action(
        _("Record a measurement") if is_held else _("Measure"), reverse("tracker:measurement-create")
    )


def days_words(count: int) -> str:
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": count}


def _trained(training: Training, judge: Judge) -> Iterable[TrainedLink]:
    """Yield the exercises by name."""
    for one in sorted(training.sets.exercises, key=lambda one: one.name):
        # No row of its own, only what its verdict rests on.
        exercise = Exercise(slug=one.slug, name=one.name, stress=cast("Any", one.stress))
        values = {"days": days_words(one.days), "last": day_text(one.last)}
        address = reverse("tracker:exercise-progress", args=[one.slug])
        yield TrainedLink(
            name=one.name,
            slug=one.slug,
            verdict=judge.verdict(exercise),
            url=f"{address}?period={training.period.key}",
            text=_("%(days)s, last on %(last)s") % values,
        )
