"""Today: where the week stands, the last session, and the routines to log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exercises.models import Routine
from tracker.domain.weeks import DAYS, monday_of
from tracker.models import Athlete, Session
from tracker.presenters.chart import Action
from tracker.presenters.history import session_title

FIRST_ROUTINE = "hip-mobility-routine"
"""The routine that a new person is sent to: the short one of the founding article."""
LOOK_BACK = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class RoutineCard:
    """A routine to do: what to take care of ("" for nothing), and when it was last done."""

    name: str
    slug: str
    summary: str
    url: str
    log_url: str
    caution: str
    last: str


@dataclass(frozen=True, slots=True)
class LastSession:
    """The latest session, to look at or to repeat."""

    title: str
    day: date
    url: str
    repeat_url: str


@dataclass(frozen=True, slots=True)
class TodayPage:
    """All that the page shows; `start` stands there for a person without a session."""

    day: date
    week: str
    dots: tuple[bool, ...]
    done_today: str
    last: LastSession | None
    routines: tuple[RoutineCard, ...]
    start: Action | None


def build_today(user: Any, *, today: date) -> TodayPage:
    """Return the page of a user's day."""
    wanted = Athlete.of(user).sessions_a_week
    sessions = Session.objects.for_athlete(user).kept()
    monday = monday_of(today)
    week = sessions.in_days(monday, monday + timedelta(days=DAYS - 1)).counts_by_day()
    recent = sessions.in_days(today - LOOK_BACK, today + timedelta(days=1)).last_day_by_routine()
    last = sessions.with_routine().newest_first().first()
    first = sessions.first_day()
    is_old = first is not None and first < today - LOOK_BACK
    routines = tuple(
        _routine(one, _last_done(recent.get(one.pk), today, is_old=is_old))
        for one in sorted(Routine.objects.in_order(), key=lambda one: one.slug != FIRST_ROUTINE)
    )
    done = sum(week.values())
    return TodayPage(
        day=today,
        week=_("%(done)s of %(wanted)s sessions this week.") % {"done": done, "wanted": wanted},
        dots=tuple(number < done for number in range(wanted)),
        done_today=_done_today(week.get(today, 0)),
        last=_last(last) if last else None,
        routines=routines,
        start=None if last else _start(routines),
    )


def _done_today(count: int) -> str:
    if not count:
        return _("Nothing logged today yet.")
    text = ngettext("%(count)s session logged today.", "%(count)s sessions logged today.", count)
    return text % {"count": count}


def _last_done(day: date | None, today: date, *, is_old: bool) -> str:
    """Say when a routine was last done; `is_old` says that there are sessions from before the last year."""
    if day is None:
        return _("not done in the last 12 months") if is_old else _("not done yet")
    if day == today:
        return _("done today")
    return _("last done on %(day)s") % {"day": date_format(day, "j F Y")}


def _routine(routine: Routine, last: str) -> RoutineCard:
    return RoutineCard(
        name=routine.name,
        slug=routine.slug,
        summary=routine.summary,
        url=routine.get_absolute_url(),
        log_url=f"{reverse('tracker:session-create')}?routine={routine.slug}",
        caution=next(iter(routine.caution_list), ""),
        last=last,
    )


def _last(session: Session) -> LastSession:
    return LastSession(
        title=session_title(session),
        day=session.day,
        url=session.get_absolute_url(),
        repeat_url=reverse("tracker:session-repeat", args=[session.pk]),
    )


def _start(routines: tuple[RoutineCard, ...]) -> Action:
    """Point a new person to the first routine, or to the exercises where the catalogue does not hold it."""
    for routine in routines:
        if routine.slug == FIRST_ROUTINE:
            return Action(_("Look at the %(routine)s") % {"routine": routine.name}, routine.url)
    return Action(_("Find an exercise"), reverse("exercises:exercise-list"))
