"""Today: where the week stands, the last session, and the routines as they fit the person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exercises.models import Exercise, Routine
from exercises.models.plan import RoutineQuerySet
from exercises.services.judge_exercises import Judge, judge_for
from exercises.services.personal_routine import PersonalItem, aims_of, personal_items
from tracker.domain.weeks import DAYS, monday_of
from tracker.models import Athlete, Session
from tracker.presenters.chart import Action
from tracker.presenters.history import session_title

FIRST_ROUTINE = "hip-mobility-routine"
"""The routine that a new person is sent to: the short one of the founding article."""
LOOK_BACK = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class ChangedItem:
    """An exercise of a routine that is not for the person now, and what stands in its place."""

    slug: str
    verdict: str
    text: str


@dataclass(frozen=True, slots=True)
class RoutineCard:
    """A routine to do: what to take care of ("" for nothing), and when it was last done.

    `fit` says how many of its exercises are not for the person ("" for none), `changes` what becomes of them.
    """

    name: str
    slug: str
    summary: str
    url: str
    log_url: str
    caution: str
    last: str
    fit: str
    changes: tuple[ChangedItem, ...]


@dataclass(frozen=True, slots=True)
class LastSession:
    """The latest session, to look at or to repeat; `repeat_url` is "" while nothing is prescribed."""

    title: str
    day: date
    url: str
    repeat_url: str


@dataclass(frozen=True, slots=True)
class Start:
    """The first steps of a person without a session: what to do, and where."""

    text: str
    action: Action


@dataclass(frozen=True, slots=True)
class TodayPage:
    """All that the page shows.

    `stop` stands in place of the routines where a red flag is raised, `ask` where the screening is to be
    answered again, `start` for a person without a session.
    """

    day: date
    week: str
    dots: tuple[bool, ...]
    done_today: str
    last: LastSession | None
    routines: tuple[RoutineCard, ...]
    start: Start | None
    stop: Action | None
    ask: Action | None


def build_today(user: Any, *, today: date, now: datetime) -> TodayPage:
    """Return the page of a user's day."""
    judge = judge_for(user)
    flag = any(one.slug in judge.answers for one in judge.red_flags())
    wanted = Athlete.of(user).sessions_a_week
    sessions = Session.objects.for_athlete(user).kept()
    monday = monday_of(today)
    week = sessions.in_days(monday, monday + timedelta(days=DAYS - 1)).counts_by_day()
    last = sessions.with_routine().with_first_day().newest_first().first()
    done_on = sessions.in_days(today - LOOK_BACK, today + timedelta(days=1)).last_day_of_routine()
    is_old = last is not None and cast("Any", last).first_day < today - LOOK_BACK
    routines = () if flag else _routines(Routine.objects.annotate(done_on=done_on), judge, today, is_old)
    done = sum(week.values())
    return TodayPage(
        day=today,
        week=_("%(done)s of %(wanted)s sessions this week.") % {"done": done, "wanted": wanted},
        dots=tuple(number < done for number in range(wanted)),
        done_today=_done_today(week.get(today, 0)),
        last=_last(last, may_repeat=not flag) if last else None,
        routines=routines,
        start=None if last or flag else _start(routines, judge, now),
        stop=Action(_("What to do now"), reverse("exercises:screening-stop")) if flag else None,
        ask=_ask(judge, now) if last and not flag else None,
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


def _routines(found: RoutineQuerySet, judge: Judge, today: date, is_old: bool) -> tuple[RoutineCard, ...]:
    """Return the cards of routines that come with the day when they were last done."""
    routines = sorted(found.in_order().with_items(), key=lambda one: one.slug != FIRST_ROUTINE)
    aims = aims_of(routines, judge)
    candidates = list(Exercise.objects.same_aim(aims)) if aims else []
    return tuple(
        _routine(
            one,
            _last_done(cast("Any", one).done_on, today, is_old=is_old),
            personal_items(one, judge=judge, candidates=candidates) if judge.knows else (),
            judge,
        )
        for one in routines
    )


def _routine(routine: Routine, last: str, items: tuple[PersonalItem, ...], judge: Judge) -> RoutineCard:
    changed = [one for one in items if one.is_replaced or one.is_left_out]
    return RoutineCard(
        name=routine.name,
        slug=routine.slug,
        summary=routine.summary,
        url=routine.get_absolute_url(),
        log_url=f"{reverse('tracker:session-create')}?routine={routine.slug}",
        caution=next(iter(routine.caution_list), ""),
        last=last,
        fit=_fit(len(changed), len(items)),
        changes=tuple(_changed(one, judge) for one in changed),
    )


def _fit(changed: int, count: int) -> str:
    if not changed:
        return ""
    text = ngettext(
        "%(changed)s of %(count)s is not for you now. Your version:",
        "%(changed)s of %(count)s are not for you now. Your version:",
        changed,
    )
    return text % {"changed": changed, "count": count}


def _changed(one: PersonalItem, judge: Judge) -> ChangedItem:
    text = (
        _("%(other)s instead of %(name)s") % {"other": one.exercise.name, "name": one.own.name}
        if one.exercise
        else _("Left out: %(name)s") % {"name": one.own.name}
    )
    shown = one.exercise or one.own
    return ChangedItem(shown.slug, judge.verdict(shown), text)


def _last(session: Session, *, may_repeat: bool) -> LastSession:
    return LastSession(
        title=session_title(session),
        day=session.day,
        url=session.get_absolute_url(),
        repeat_url=reverse("tracker:session-repeat", args=[session.pk]) if may_repeat else "",
    )


def _ask(judge: Judge, now: datetime) -> Action | None:
    if not judge.must_ask(now):
        return None
    text = _("Answer the screening again") if judge.knows else _("Answer the screening")
    return Action(text, _screening_url())


def _start(routines: tuple[RoutineCard, ...], judge: Judge, now: datetime) -> Start:
    """Point a new person to the screening, then to the first routine, or to the exercises without that."""
    if judge.must_ask(now):
        text = _(
            "First a few questions about your health, which take less than a minute. Then you see which "
            "exercises fit you, and every routine comes as it fits you."
        )
        return Start(text, Action(_("Answer the screening"), _screening_url()))
    text = _(
        "Start with the short routine. Do it, then log it: the form is filled with what was prescribed, and "
        "saving it as it stands is enough."
    )
    for routine in routines:
        if routine.slug == FIRST_ROUTINE:
            return Start(text, Action(_("Look at the %(routine)s") % {"routine": routine.name}, routine.url))
    return Start(text, Action(_("Find an exercise"), reverse("exercises:exercise-list")))


def _screening_url() -> str:
    return f"{reverse('exercises:screening')}?next={reverse('tracker:today')}"
