"""Today: what is due and why, what else can be done, and where the week stands."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exercises.services.judge_exercises import Judge
from tracker.domain.schedule import plan_for
from tracker.models import Athlete
from tracker.presenters.chart import Action
from tracker.presenters.morning import MorningQuestion, build_morning
from tracker.presenters.today_card import RoutineCard, play_url
from tracker.presenters.today_routines import PutOff, Rest, Routines
from tracker.presenters.today_week import Week, build_week
from tracker.services.fit_course import fitted_course
from tracker.services.offer import offer_for
from tracker.services.plan_state import plan_state
from tracker.services.play_session import is_late
from tracker.services.read_today import Latest, ProgrammeLine, read_shelf
from tracker.services.recent_training import RecentTraining, TrainedSession


@dataclass(frozen=True, slots=True)
class Done:
    """A session that was logged a moment ago, to take back or to look at."""

    id: uuid.UUID
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class LastSession:
    """The latest session, to look at or to repeat; `repeat_url` is "" while nothing is prescribed."""

    title: str
    day: date
    url: str
    repeat_url: str


@dataclass(frozen=True, slots=True)
class Start:
    """The first step of a person without a session: what to do, and where if not on the card below."""

    text: str
    action: Action | None


@dataclass(frozen=True, slots=True)
class TodayPage:
    """All that the page shows.

    `stop` stands in place of the routines where a red flag is raised, `ask` where the screening is to be
    answered again, `start` for a person without a session. `due` are the routines of today, `suggested` the
    one that is offered to a person without a plan, `others` all the rest. `programmes` are there to choose
    for who follows none; `programme` is the name of the one that is followed.
    """

    day: date
    done: Done | None
    morning: MorningQuestion | None
    stop: Action | None
    ask: Action | None
    start: Start | None
    under_way: tuple[Action, ...]
    due: tuple[RoutineCard, ...]
    rest: Rest | None
    put_off: tuple[PutOff, ...]
    suggested: RoutineCard | None
    others: tuple[RoutineCard, ...]
    programme: str
    programmes: tuple[ProgrammeLine, ...]
    week: Week
    last: LastSession | None

    @property
    def cards(self) -> tuple[RoutineCard, ...]:
        """The cards that are shown in full."""
        return (*self.due, *([self.suggested] if self.suggested else ()))


def build_today(user: Any, *, today: date, now: datetime, done: uuid.UUID | None = None) -> TodayPage:
    """Return the page of a user's day; `done` is the session that was just logged by one press."""
    state = plan_state(user, today)
    offer = offer_for(user, today=today, changes=state.changes)
    training, judge = offer.training, offer.judge
    shelf = read_shelf(user, with_latest=not training.sessions, with_programmes=state.programme is None)
    is_stopped = judge.is_stopped
    last = _last(training, shelf.latest, may_repeat=not is_stopped)
    course = fitted_course(state.course, shelf.routines, judge, lambda _held: offer.exercises)
    plan = plan_for(course, training.history, today)
    routines = Routines(state, offer, shelf, plan, today)
    due = () if is_stopped else routines.due()
    suggested = None if is_stopped else routines.suggested()
    shown = {one.slug for one in (*due, *([suggested] if suggested else ()))}
    return TodayPage(
        day=today,
        done=_done(training, done),
        morning=build_morning(training, today),
        stop=Action(_("What to do now"), reverse("exercises:screening-stop")) if is_stopped else None,
        ask=_ask(judge, now) if last and not is_stopped else None,
        start=None if last or is_stopped else _start(judge, now, has_card=suggested is not None or bool(due)),
        under_way=_under_way(training, now) if not is_stopped else (),
        due=due,
        rest=None if is_stopped else routines.rest(),
        put_off=() if is_stopped else routines.put_off(),
        suggested=suggested,
        others=() if is_stopped else routines.others(shown),
        programme=state.programme.name if state.programme else "",
        programmes=() if is_stopped else shelf.programmes,
        week=build_week(training, offer.exercises, wanted=Athlete.of(user).sessions_a_week),
        last=last,
    )


def _done(training: RecentTraining, done: uuid.UUID | None) -> Done | None:
    session = next((one for one in training.sessions if one.id == done), None)
    if session is None:
        return None
    count = len(session.sets)
    text = ngettext(
        "Logged as prescribed: %(name)s, %(count)s set.",
        "Logged as prescribed: %(name)s, %(count)s sets.",
        count,
    )
    values = {"name": _title(session.routine_name), "count": count}
    return Done(session.id, text % values, _session_url(session.id))


def _under_way(training: RecentTraining, now: datetime) -> tuple[Action, ...]:
    """Return the guided sessions that were begun and not finished of late."""
    return tuple(
        Action(_title(one.routine_name), play_url(one.id))
        for one in training.sessions
        if one.is_under_way and not is_late(one.started_at, now=now)
    )


def _last(training: RecentTraining, latest: Latest | None, *, may_repeat: bool) -> LastSession | None:
    found: TrainedSession | Latest | None = next(iter(training.sessions), latest)
    if found is None:
        return None
    return LastSession(
        title=_title(found.routine_name),
        day=found.day,
        url=_session_url(found.id),
        repeat_url=reverse("tracker:session-repeat", args=[found.id]) if may_repeat else "",
    )


def _title(routine: str) -> str:
    return routine or _("Own session")


def _session_url(session: uuid.UUID) -> str:
    return reverse("tracker:session-detail", args=[session])


def _ask(judge: Judge, now: datetime) -> Action | None:
    if not judge.must_ask(now):
        return None
    text = _("Answer the screening again") if judge.knows else _("Answer the screening")
    return Action(text, _screening_url())


def _start(judge: Judge, now: datetime, *, has_card: bool) -> Start:
    """Point a new person to the screening, then to the first routine, or to the exercises without that."""
    if judge.must_ask(now):
        text = _(
            "First a few questions about your health, which take less than a minute. Then you see which "
            "exercises fit you, and every routine comes as it fits you."
        )
        return Start(text, Action(_("Answer the screening"), _screening_url()))
    text = _(
        "Press Start, put the phone on the floor, and you are led through it exercise by exercise. If you "
        "did it without the phone, log it as done."
    )
    action = None if has_card else Action(_("Find an exercise"), reverse("exercises:exercise-list"))
    return Start(text, action)


def _screening_url() -> str:
    return f"{reverse('exercises:screening')}?next={reverse('tracker:today')}"
