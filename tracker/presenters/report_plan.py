"""The report's training: what is followed, sessions against the aim, and the minutes of stretching.

The figures are those of the progress page (`training`), read here with fewer queries.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from tracker.domain.course import Span
from tracker.domain.schedule import Course
from tracker.domain.weeks import sum_by_week, weeks_ending_with
from tracker.models import Athlete, Session, Set
from tracker.models.progress_reading import FIRST, SESSION, WEEK
from tracker.presenters.chart import day_text, number_text
from tracker.presenters.heatmap import sessions_words
from tracker.presenters.period import Period
from tracker.presenters.report_words import first_few
from tracker.presenters.streak import STREAK_WEEKS
from tracker.presenters.stretching import stretch_seconds
from tracker.presenters.training import Training
from tracker.presenters.words import unbroken, weeks_words
from tracker.services.plan_state import PlanState

MOST_PLANS = 5
MOST_PAUSES = 4


@dataclass(frozen=True, slots=True)
class Adherence:
    """The whole part, in sentences; empty ones are left away."""

    followed: tuple[str, ...]
    sessions: str
    row: str
    stretching: str
    paused: str
    said_in_short: str


def read_training(person: User, pauses: Iterable[Sequence[str]], period: Period, today: date) -> Training:
    """Return the person's training with these pauses, as `report_parts` gathers them; two queries.

    Nothing is planned with it, so the plan's state holds the pauses alone.
    """
    wanted = Athlete.of(person).sessions_a_week
    figures = (
        Session.objects.for_athlete(person)
        .kept()
        .progress_figures(
            weeks_from=weeks_ending_with(today, STREAK_WEEKS)[0],
            sessions_from=period.first,
            last=period.last,
            under_way_on=today,
        )
    )
    sets = Set.objects.for_athlete(person).done().in_days(period.first, period.last)
    course = Course(
        pattern=None, started_on=today, sessions_a_week=wanted, pauses=tuple(_span(*one) for one in pauses)
    )
    return Training(
        period=period,
        today=today,
        wanted=wanted,
        first=next((one.day for one in figures if one.kind == FIRST), None),
        weeks={one.day: one for one in figures if one.kind == WEEK},
        months={},
        sessions=tuple(one for one in figures if one.kind == SESSION and one.day <= period.last),
        sets=sets.set_figures(),
        state=PlanState(programme=None, course=course, changes=()),
    )


def build_adherence(training: Training, plans: Iterable[Sequence[Any]]) -> Adherence:
    """Return what the training comes to, with the plans as `report_parts` gathers them."""
    sessions = _sessions(training)
    weeks = training.own_weeks
    stretched = stretch_seconds(training.sets)
    return Adherence(
        followed=first_few([_followed(*one) for one in sorted(plans, key=_order)], MOST_PLANS),
        sessions=sessions,
        row=training.streak,
        stretching=_stretching(*(sum_by_week(leg, weeks) for leg in stretched)),
        paused=_paused(training),
        said_in_short=sessions,
    )


def _order(plan: Sequence[Any]) -> tuple[bool, bool, str]:
    """Sort what is followed now before what was left, and programmes before what is done every day."""
    programme, _routine, started_on, ended_on = plan
    return (ended_on is not None, not programme, started_on)


def _followed(programme: str | None, routine: str | None, started_on: str, ended_on: str | None) -> str:
    values = {"name": programme or routine, "first": day_text(date.fromisoformat(started_on))}
    if ended_on is None:
        text = _("%(name)s, since %(first)s") if programme else _("%(name)s every day, since %(first)s")
        return text % values
    values["last"] = day_text(date.fromisoformat(ended_on))
    text = (
        _("%(name)s, from %(first)s to %(last)s")
        if programme
        else _("%(name)s every day, from %(first)s to %(last)s")
    )
    return text % values


def _sessions(training: Training) -> str:
    """Say how often it was, and in how many weeks as often as was wanted."""
    if not training.total:
        return _("No session in this time.")
    values = {
        "sessions": sessions_words(training.total),
        "weeks": weeks_words(len(training.own_weeks)),
        "wanted": training.wanted,
        "met": training.kept.met,
        "all": training.kept.all,
    }
    if not training.kept.all:
        return _("%(sessions)s in the first week, which is still open.") % values
    return (
        _("%(sessions)s in %(weeks)s; weeks with at least %(wanted)s, the aim: %(met)s of %(all)s.") % values
    )


def _stretching(left: Sequence[int], right: Sequence[int]) -> str:
    """Say how long each leg was stretched in a whole week, on average; "" where nothing was timed."""
    if not sum(left) + sum(right):
        return ""
    if len(left) == 1:
        return _("Timed stretching in the first week so far: left %(left)s, right %(right)s.") % {
            "left": _minutes(left[0]),
            "right": _minutes(right[0]),
        }
    whole = len(left) - 1
    return _("Timed stretching in a whole week, on average: left %(left)s, right %(right)s.") % {
        "left": _minutes(Fraction(sum(left[:-1]), whole)),
        "right": _minutes(Fraction(sum(right[:-1]), whole)),
    }


def _minutes(seconds: Fraction | int) -> str:
    minutes = Decimal(round(Fraction(seconds, 6))) / 10
    return unbroken(_("%(minutes)s min") % {"minutes": number_text(minutes)})


def _paused(training: Training) -> str:
    first, last = training.period.first, min(training.period.last, training.today)
    pauses = sorted(training.pauses)
    spans = [one for one in pauses if one.first <= last and (one.last is None or one.last >= first)]
    told = "; ".join(first_few([_span_words(one) for one in reversed(spans)], MOST_PAUSES))
    return _("Paused: %(spans)s.") % {"spans": told} if told else ""


def _span_words(span: Span) -> str:
    if span.last is None:
        return _("since %(first)s") % {"first": day_text(span.first)}
    return _("%(first)s to %(last)s") % {"first": day_text(span.first), "last": day_text(span.last)}


def _span(first: str, last: str | None) -> Span:
    return Span(date.fromisoformat(first), date.fromisoformat(last) if last else None)
