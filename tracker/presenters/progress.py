"""Progress: sessions a week, minutes of stretching, pain, the exercises trained. Numbers, no verdicts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker.domain.series import Point, compare
from tracker.domain.weeks import sum_by_week, weeks_ending_with, weeks_in_a_row
from tracker.models import Athlete, Session, Set
from tracker.models.reading import DayPain, TrainedExercise
from tracker.presenters.chart import (
    MISSING,
    Action,
    BarChart,
    Caption,
    Line,
    LineChart,
    Remark,
    Style,
    day_text,
    number_text,
)
from tracker.presenters.drawing import bar_chart, line_chart
from tracker.presenters.heatmap import sessions_words
from tracker.presenters.period import Period
from tracker.presenters.words import weeks_words

STRETCH_MINUTES = 10
"""Minutes a week at which the gain in range levelled off (Ingram 2025, doi:10.1007/s40279-024-02143-9)."""
INGRAM_URL = "https://doi.org/10.1007/s40279-024-02143-9"
THOMEE_URL = "https://doi.org/10.1093/ptj/77.12.1690"
STREAK_WEEKS = 53
MOST_PAIN = 10


@dataclass(frozen=True, slots=True)
class TrainedLink:
    """An exercise of the period."""

    name: str
    slug: str
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
    """Return the progress of a user in a period. Reads at most the year before `today`."""
    wanted = Athlete.of(user).sessions_a_week
    year = weeks_ending_with(today, STREAK_WEEKS)
    sessions = Session.objects.for_athlete(user).kept()
    sets = Set.objects.for_athlete(user).done().in_days(period.first, period.last)
    counts = sessions.in_days(year[0], period.last).counts_by_day()
    return Progress(
        period=period,
        streak=_streak_words(weeks_in_a_row(sum_by_week(counts, year), wanted), wanted),
        sessions=_sessions_chart(sum_by_week(counts, period.weeks), period, wanted),
        stretching=_stretching_chart(sum_by_week(sets.stretch_seconds_by_day(), period.weeks), period),
        pain=_pain_chart(sessions.in_days(period.first, period.last).pain_by_day(), period, today),
        exercises=tuple(_trained(one, period) for one in sets.exercises_trained()),
    )


def _streak_words(row: int, wanted: int) -> str:
    goal = ngettext("%(count)s session or more", "%(count)s sessions or more", wanted) % {"count": wanted}
    if not row:
        return _(
            "A week counts with %(goal)s. The week before this one had fewer; this one is not over yet."
        ) % {"goal": goal}
    weeks = (
        weeks_words(row) if row < STREAK_WEEKS - 1 else _("%(weeks)s or more") % {"weeks": weeks_words(row)}
    )
    return _("%(weeks)s in a row with %(goal)s. The running week never breaks the row.") % {
        "weeks": weeks,
        "goal": goal,
    }


def _log_action() -> Action:
    return Action(_("Log a session"), reverse("tracker:session-create"))


def _sessions_chart(counts: tuple[int, ...], period: Period, wanted: int) -> BarChart:
    total = sum(counts)
    reading = _("%(sessions)s in %(weeks)s; weeks with at least %(wanted)s: %(met)s of %(all)s.") % {
        "sessions": sessions_words(total),
        "weeks": weeks_words(len(counts)),
        "wanted": wanted,
        "met": sum(count >= wanted for count in counts),
        "all": len(counts),
    }
    caption = Caption(
        name="sessions-a-week",
        title=_("Sessions a week"),
        reading=reading,
        empty="" if total else _("No session in this time. Log one, and its week stands here."),
        action=_log_action(),
    )
    target = _("wanted: %(count)s a week") % {"count": wanted}
    values = list(zip(period.weeks, counts, strict=True))
    return bar_chart(caption, values, target=wanted, target_text=target, column=_("Sessions"))


def _stretching_chart(seconds: tuple[int, ...], period: Period) -> BarChart:
    minutes = [(Decimal(one) / 60).quantize(Decimal("0.1")) for one in seconds]
    reading = _(
        "%(now)s min this week so far, %(before)s min the week before; weeks with at least %(plateau)s min: "
        "%(met)s of %(all)s."
    ) % {
        "now": number_text(minutes[-1]),
        "before": number_text(minutes[-2]),
        "plateau": STRETCH_MINUTES,
        "met": sum(one >= STRETCH_MINUTES * 60 for one in seconds),
        "all": len(minutes),
    }
    caption = Caption(
        name="stretching-a-week",
        title=_("Minutes of stretching a week"),
        reading=reading,
        empty="" if any(seconds) else _("No timed stretch in this time. Log a stretch with its seconds."),
        action=Action(_("Find a stretch"), reverse("exercises:exercise-list")),
        remark=Remark(
            _(
                "The seconds of every exercise that stretches a muscle, both sides and all muscles "
                "together. The line: in a review of 189 studies the gain in range levelled off at about 10 "
                "minutes a week."
            ),
            Action(_("Ingram 2025"), INGRAM_URL),
        ),
    )
    values = list(zip(period.weeks, minutes, strict=True))
    target = _("%(minutes)s min a week") % {"minutes": STRETCH_MINUTES}
    return bar_chart(caption, values, target=STRETCH_MINUTES, target_text=target, column=_("Minutes"))


def _pain_chart(days: list[DayPain], period: Period, today: date) -> LineChart:
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
                "0 is no pain, 10 the worst that you can think of; the highest of the day. In the "
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


def _pain_reading(days: list[DayPain]) -> str:
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


def _trained(one: TrainedExercise, period: Period) -> TrainedLink:
    text = _("%(days)s, last on %(last)s") % {"days": days_words(one["days"]), "last": day_text(one["last"])}
    url = f"{reverse('tracker:exercise-progress', args=[one['slug']])}?period={period.key}"
    return TrainedLink(one["name"], one["slug"], url, text)
