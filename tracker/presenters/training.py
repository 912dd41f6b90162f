"""A person's training in a period, read once: figures by week, the plan, and what both come to in sentences.

Called once for a user and a period, by the progress page and by the report alike. No HTML.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from tracker.domain.columns import Columns, Unit, start_of
from tracker.domain.kept_weeks import kept_weeks
from tracker.domain.pain_trend import PainTime, PainTrend, pain_trend
from tracker.domain.schedule import LOOK_BACK, Done, Plan, Span, plan_for
from tracker.domain.weeks import WeeksMet, weeks_ending_with, weeks_since
from tracker.models import Athlete, Session, Set
from tracker.models.progress_reading import FIRST, MONTH, SESSION, WEEK, Figures
from tracker.models.set_figures import SetFigures
from tracker.presenters.heatmap import sessions_words
from tracker.presenters.period import Period
from tracker.presenters.streak import STREAK_WEEKS, streak_words
from tracker.presenters.words import weeks_words
from tracker.services.plan_state import PlanState, plan_state

CALENDAR_WEEKS = 13


@dataclass(frozen=True)
class Training:
    """What was read. `weeks` and `months` by their first days; months only where the period is all time."""

    period: Period
    today: date
    wanted: int
    first: date | None
    weeks: Mapping[date, Figures]
    months: Mapping[date, Figures]
    sessions: tuple[Figures, ...]
    sets: SetFigures
    state: PlanState

    @cached_property
    def columns(self) -> Columns:
        return self.period.columns(self.first)

    @property
    def figures(self) -> Mapping[date, Figures]:
        """Return the figures that the columns are made of."""
        return self.weeks if self.columns.unit is Unit.WEEK else self.months

    @property
    def pauses(self) -> tuple[Span, ...]:
        return self.state.course.pauses

    @cached_property
    def counts(self) -> dict[date, int]:
        """Return the sessions of each week of the last year."""
        return {day: one.sessions for day, one in self.weeks.items()}

    @cached_property
    def own_weeks(self) -> tuple[date, ...]:
        """Return the weeks of the period since the first session ever; of all time, those of the last "
        "year."""
        return weeks_since(self.first, self.period.weeks)

    @cached_property
    def kept(self) -> WeeksMet:
        return kept_weeks(self.counts, self.own_weeks, self.wanted, self.pauses)

    @cached_property
    def total(self) -> int:
        """Return the number of sessions in the period."""
        shown = self.months.values() if self.period.is_all else self._weeks_of_period
        return sum(one.sessions for one in shown)

    @property
    def _weeks_of_period(self) -> list[Figures]:
        return [self.weeks[day] for day in self.period.weeks if day in self.weeks]

    @cached_property
    def pain(self) -> PainTrend:
        shown = self.months.values() if self.period.is_all else self._weeks_of_period
        return pain_trend(
            [
                PainTime(one.day, one.after_sum or 0, one.after_count, one.above, one.mornings, one.worse)
                for one in sorted(shown, key=lambda one: one.day)
            ]
        )

    @cached_property
    def loads(self) -> dict[date, int]:
        """Return the load of each week of the period that has one; of all time, of the last year."""
        return {day: round(one.load) for day, one in self.weeks.items() if one.load is not None}

    @cached_property
    def plan(self) -> Plan:
        """Return what is due today and next."""
        done = [Done(one.day, one.routine) for one in self.sessions if one.routine and one.is_done]
        return plan_for(self.state.course, done, self.today)

    @cached_property
    def streak(self) -> str:
        return streak_words(
            self.counts, first=self.first, wanted=self.wanted, pauses=self.pauses, today=self.today
        )

    def sessions_reading(self) -> str:
        """Return how often it was, and in how many weeks often enough."""
        values = {
            "sessions": sessions_words(self.total),
            "weeks": weeks_words(len(self.own_weeks)),
            "wanted": self.wanted,
            "met": self.kept.met,
            "all": self.kept.all,
        }
        if not self.kept.all:
            return _("%(sessions)s in your first week, which is still open.") % values
        if self.period.is_all:
            text = _(
                "%(sessions)s in all; in the last year, weeks with at least %(wanted)s: %(met)s of %(all)s."
            )
            return text % values
        return _("%(sessions)s in %(weeks)s; weeks with at least %(wanted)s: %(met)s of %(all)s.") % values


def read_training(user: Any, period: Period, today: date) -> Training:
    """Return a user's training; four queries, and one less without a session in the last year."""
    year = weeks_ending_with(today, STREAK_WEEKS)
    calendar = weeks_ending_with(today, CALENDAR_WEEKS)[0]
    kept = Session.objects.for_athlete(user).kept()
    figures = kept.progress_figures(
        weeks_from=year[0],
        sessions_from=min(calendar, today - timedelta(days=LOOK_BACK)),
        last=period.last,
        under_way_on=today,
        loads_from=period.first,
        months_from=_months_from(period),
    )
    first = next((one.day for one in figures if one.kind == FIRST), None)
    sets = Set.objects.for_athlete(user).done().in_days(period.first, period.last)
    return Training(
        period=period,
        today=today,
        wanted=Athlete.of(user).sessions_a_week,
        first=first,
        weeks={one.day: one for one in figures if one.kind == WEEK},
        months={one.day: one for one in figures if one.kind == MONTH},
        sessions=tuple(one for one in figures if one.kind == SESSION),
        sets=sets.set_figures(exercises_from=max(period.first, calendar)) if first else SetFigures(),
        state=plan_state(user, today, pauses_since=year[0]),
    )


def _months_from(period: Period) -> date | None:
    """Return from when on months are read, which are drawn of a year, too."""
    if period.is_all:
        return date.min
    return None if period.recent.unit is Unit.WEEK else start_of(period.first, Unit.MONTH)
