"""The week on Today: sessions against the person's own number, and the stretching of either leg."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exercises.domain.vocabulary import Side
from exercises.models import Exercise
from tracker.domain.adherence import StretchGoal, stretch_goal
from tracker.domain.weeks import DAYS, monday_of
from tracker.presenters.chart import Action, number_text
from tracker.presenters.stretching import INGRAM_URL
from tracker.presenters.words import Badge, badge_of, unbroken
from tracker.services.recent_training import RecentTraining, TrainedSession

FULL = 100


@dataclass(frozen=True, slots=True)
class LegLine:
    """The stretching of one leg in the last 7 days; `width` is how full its bar is, in per cent."""

    badge: Badge
    text: str
    width: int
    mark: str


@dataclass(frozen=True, slots=True)
class Week:
    """Where the week stands; `legs` is empty where nothing was stretched by time in the last 7 days."""

    text: str
    done_today: str
    dots: tuple[bool, ...]
    legs: tuple[LegLine, ...]
    note: str
    source: Action


def build_week(training: RecentTraining, exercises: Iterable[Exercise], *, wanted: int) -> Week:
    """Return the week that holds today; `exercises` are those that know whether they stretch anything.

    A session that is under way is not counted yet.
    """
    today = training.today
    monday = monday_of(today)
    finished = (one for one in training.sessions if not (one.is_under_way and one.day >= today))
    counts = Counter(one.day for one in finished)
    done = sum(counts[monday + timedelta(days=number)] for number in range(DAYS))
    stretches = frozenset(one.pk for one in exercises if one.stretches)
    goals = {leg: _goal(training.sessions, stretches, leg, today) for leg in (Side.LEFT, Side.RIGHT)}
    any_goal = goals[Side.LEFT]
    return Week(
        text=_("%(done)s of %(wanted)s sessions this week.") % {"done": done, "wanted": wanted},
        done_today=_done_today(counts[today]),
        dots=tuple(number < done for number in range(wanted)),
        legs=tuple(_line(leg, goal) for leg, goal in goals.items())
        if any(goal.seconds for goal in goals.values())
        else (),
        note=_(
            "The minutes of the last 7 days, all stretches together. They are no goal: in a review of 189 "
            "studies the gain in range levelled off at about %(session)s min a session and %(week)s min a "
            "week."
        )
        % {"session": any_goal.wanted_a_session // 60, "week": any_goal.wanted // 60},
        source=Action(_("Ingram 2025"), INGRAM_URL),
    )


def _done_today(count: int) -> str:
    if not count:
        return _("Nothing logged today yet.")
    text = ngettext("%(count)s session logged today.", "%(count)s sessions logged today.", count)
    return text % {"count": count}


def _goal(
    sessions: Iterable[TrainedSession], stretches: frozenset[int], leg: Side, today: date
) -> StretchGoal:
    """Return where one leg stands; a set with both legs at once counts for each."""
    seconds: Counter[date] = Counter()
    for session in sessions:
        for one in session.sets:
            if one.exercise in stretches and one.seconds and not one.skipped and one.side in (leg, Side.BOTH):
                seconds[session.day] += one.seconds * (1 if one.reps is None else one.reps)
    return stretch_goal(seconds, today)


def _line(leg: Side, goal: StretchGoal) -> LegLine:
    values = {"minutes": _minutes(goal.seconds), "wanted": goal.wanted // 60, "today": _minutes(goal.today)}
    text = unbroken(_("%(minutes)s of %(wanted)s min") % values)
    if goal.today:
        values["session"] = goal.wanted_a_session // 60
        text = f"{text}, {unbroken(_('today %(today)s of %(session)s') % values)}"
    return LegLine(
        badge=badge_of(leg),
        text=text,
        width=min(FULL, FULL * goal.seconds // goal.wanted),
        mark="left" if leg is Side.LEFT else "right",
    )


def _minutes(seconds: int) -> str:
    return number_text((Decimal(seconds) / 60).quantize(Decimal("0.1")))
