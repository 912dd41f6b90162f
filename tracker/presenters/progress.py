"""Progress: sessions a week, minutes of stretching, pain, the exercises trained. Numbers, no verdicts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exercises.models import Exercise
from exercises.services.judge_exercises import Judge, judge_for
from tracker.domain.schedule import Span
from tracker.domain.series import Point, compare
from tracker.domain.weeks import sum_by_week, weeks_ending_with, weeks_met, weeks_since
from tracker.models import Athlete, PlanChange, Session, Set
from tracker.models.reading import DayFigures, TrainedExercise
from tracker.presenters.chart import (
    MISSING,
    Action,
    BarChart,
    Bars,
    Caption,
    Line,
    LineChart,
    Remark,
    Style,
    day_text,
)
from tracker.presenters.drawing import bar_chart, line_chart
from tracker.presenters.heatmap import sessions_words
from tracker.presenters.period import Period
from tracker.presenters.streak import STREAK_WEEKS, streak_words
from tracker.presenters.stretching import stretching_chart
from tracker.presenters.words import weeks_words

THOMEE_URL = "https://doi.org/10.1093/ptj/77.12.1690"
MOST_PAIN = 10


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
    """All that the progress page shows."""

    period: Period
    streak: str
    sessions: BarChart
    stretching: BarChart
    pain: LineChart
    exercises: tuple[TrainedLink, ...]


def build_progress(user: Any, *, period: Period, today: date) -> Progress:
    """Return the progress of a user in a period. Reads at most the year before `today`.

    Weeks before the first session ever count nowhere: nobody trains before they begin.
    """
    wanted = Athlete.of(user).sessions_a_week
    year = weeks_ending_with(today, STREAK_WEEKS)
    judge = judge_for(user)
    sessions = Session.objects.for_athlete(user).kept()
    first = sessions.first_day()
    sets = Set.objects.for_athlete(user).done().in_days(period.first, period.last)
    figures = sessions.in_days(year[0], period.last).figures_by_day()
    counts = {one["day"]: one["sessions"] for one in figures}
    pauses = [Span(*days) for days in PlanChange.objects.for_athlete(user).pauses().since(year[0]).spans()]
    return Progress(
        period=period,
        streak=streak_words(counts, first=first, wanted=wanted, pauses=pauses, today=today),
        sessions=_sessions_chart(counts, period, first, wanted),
        stretching=stretching_chart(sets.stretch_seconds_by_leg(), period, first),
        pain=_pain_chart([one for one in figures if _has_pain(one, period)], period, today),
        exercises=tuple(_trained(one, period, judge) for one in sets.exercises_trained()),
    )


def _log_action() -> Action:
    return Action(_("Log a session"), reverse("tracker:session-create"))


def _sessions_chart(by_day: dict[date, int], period: Period, first: date | None, wanted: int) -> BarChart:
    counts = sum_by_week(by_day, period.weeks)
    total = sum(counts)
    caption = Caption(
        name="sessions-a-week",
        title=_("Sessions a week"),
        reading=_sessions_reading(sum_by_week(by_day, weeks_since(first, period.weeks)), wanted),
        empty="" if total else _("No session in this time. Log one, and its week stands here."),
        action=_log_action(),
    )
    target = _("wanted: %(count)s a week") % {"count": wanted}
    bars = [Bars(_("Sessions"), counts)]
    return bar_chart(caption, period.weeks, bars, target=wanted, target_text=target)


def _sessions_reading(counts: tuple[int, ...], wanted: int) -> str:
    """Return the sentence about the weeks since the first session."""
    reached = weeks_met(counts, wanted)
    values = {
        "sessions": sessions_words(sum(counts)),
        "weeks": weeks_words(len(counts)),
        "wanted": wanted,
        "met": reached.met,
        "all": reached.all,
    }
    if not reached.all:
        return _("%(sessions)s in your first week, which is still open.") % values
    return _("%(sessions)s in %(weeks)s; weeks with at least %(wanted)s: %(met)s of %(all)s.") % values


def _has_pain(day: DayFigures, period: Period) -> bool:
    """Whether the day lies in the period and has a number of pain; 0 is one too."""
    return day["day"] >= period.first and (day["before"] is not None or day["after"] is not None)


def _pain_chart(days: list[DayFigures], period: Period, today: date) -> LineChart:
    caption = Caption(
        name="pain",
        title=_("Pain before and after"),
        reading=_pain_reading(days),
        empty=""
        if days
        else _("No pain number in this time. Note pain before and after when you log; 0 is a number too."),
        action=_log_action(),
        remark=Remark(
            _(
                "0 is no pain, 10 the worst you can imagine; the highest of the day. In the "
                "pain-monitoring model 0 to 2 is safe, 3 to 5 acceptable if it has settled by the next "
                "morning, and above 5 means stop. It was made for knees and Achilles tendons."
            ),
            Action(_("Thomeé 1997"), THOMEE_URL),
        ),
    )
    before = [Point(one["day"], one["before"]) for one in days if one["before"] is not None]
    after = [Point(one["day"], one["after"]) for one in days if one["after"] is not None]
    lines = (Line(Style.BEFORE, _("Before"), before), Line(Style.AFTER, _("After"), after))
    last = max([today, *(one["day"] for one in days)])
    return line_chart(caption, lines, first=period.first, last=last, highest=MOST_PAIN)


def _pain_reading(days: list[DayFigures]) -> str:
    if not days:
        return ""
    last = days[-1]
    latest = _("Last noted on %(day)s: %(before)s before, %(after)s after") % {
        "day": day_text(last["day"]),
        "before": MISSING if last["before"] is None else last["before"],
        "after": MISSING if last["after"] is None else last["after"],
    }
    found = compare([(one["before"], one["after"]) for one in days])
    if not found.days:
        return _("%(latest)s.") % {"latest": latest}
    return _(
        "%(latest)s; of %(days)s with both, the number after was lower on %(lower)s, the same on %(same)s "
        "and higher on %(higher)s."
    ) % {
        "latest": latest,
        "days": days_words(found.days),
        "lower": found.lower,
        "same": found.same,
        "higher": found.higher,
    }


def days_words(count: int) -> str:
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": count}


def _trained(one: TrainedExercise, period: Period, judge: Judge) -> TrainedLink:
    # No row of its own, only what its verdict rests on.
    exercise = Exercise(slug=one["slug"], name=one["name"], stress=cast("Any", one["stress"]))
    text = _("%(days)s, last on %(last)s") % {"days": days_words(one["days"]), "last": day_text(one["last"])}
    url = f"{reverse('tracker:exercise-progress', args=[one['slug']])}?period={period.key}"
    return TrainedLink(
        name=one["name"],
        slug=one["slug"],
        verdict=judge.verdict(exercise),
        url=url,
        text=text,
    )
