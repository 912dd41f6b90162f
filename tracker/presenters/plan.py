"""The plan: what is followed, the next 14 days with the reason of each, daily blocks, and pauses."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _

from exercises.models import Routine
from exercises.services.judge_exercises import Judge, judge_for
from exercises.services.personal_routine import stand_ins
from tracker.domain.schedule import Course, Plan, PlannedDay, ReasonKind, plan_for
from tracker.models import ChangeKind, PlanChange
from tracker.presenters.chart import Action
from tracker.presenters.plan_aim import aim_words
from tracker.presenters.plan_reasons import (
    Names,
    date_text,
    due_words,
    later_rest_words,
    later_words,
    next_words,
    rest_words,
    span_words,
)
from tracker.presenters.plan_undo import Deed, DeedKind, Known, Said, said_of
from tracker.services.fit_course import fitted_course
from tracker.services.plan_state import PlanState, plan_state
from tracker.services.read_today import ProgrammeLine, Shelf, read_programmes, read_shelf
from tracker.services.recent_training import recent_training


@dataclass(frozen=True, slots=True)
class PlannedRoutine:
    """A routine on a day, and why it is due then; "" for what was done."""

    name: str
    url: str
    reason: str


@dataclass(frozen=True, slots=True)
class DayLine:
    """A day of the list: what is due, what was done, and why nothing is due ("" where something is)."""

    day: date
    name: str
    kind: str
    due: tuple[PlannedRoutine, ...]
    done: tuple[str, ...]
    rest: str


@dataclass(frozen=True, slots=True)
class PauseLine:
    """A pause; `holds` says that it holds today, so that one can go on."""

    id: uuid.UUID
    text: str
    holds: bool


@dataclass(frozen=True, slots=True)
class FollowedProgramme:
    """The programme that is followed.

    `aim` says what the person's own aim cannot reach of it, `left_out` names the routines that are not
    planned because nothing in them is for the person; both may be "".
    """

    name: str
    url: str
    since: str
    aim: str
    left_out: str


@dataclass(frozen=True, slots=True)
class DailyBlock:
    """A routine that is done every day."""

    slug: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class PlanPage:
    """All that the page shows, beside the form for a pause.

    `stop` stands in place of the days where a red flag is raised, `ask` where the screening is to be answered
    first. `choices` are the programmes that are not followed.
    """

    said: Said | None
    stop: Action | None
    ask: Action | None
    programme: FollowedProgramme | None
    days: tuple[DayLine, ...]
    daily: tuple[DailyBlock, ...]
    pauses: tuple[PauseLine, ...]
    choices: tuple[ProgrammeLine, ...]


def build_plan(user: Any, *, today: date, deed: Deed | None = None) -> PlanPage:
    """Return the page of a user's plan; `deed` is what they did just before."""
    judge = judge_for(user)
    state = plan_state(user, today)
    shelf = read_shelf(user, with_latest=False, with_programmes=True)
    named = {deed.thing} if deed and deed.kind in {DeedKind.DAILY, DeedKind.NO_DAILY} else set()
    known = _known(shelf, state.course.routines | named)
    course = fitted_course(state.course, shelf.routines, judge, lambda held: stand_ins(held, judge))
    is_stopped = judge.is_stopped
    history = recent_training(user, today).history
    followed = state.programme.slug if state.programme else ""
    return PlanPage(
        said=said_of(deed, state, known, today) if deed else None,
        stop=Action(_("What to do now"), reverse("exercises:screening-stop")) if is_stopped else None,
        ask=None if is_stopped else _ask(judge),
        programme=_followed(state, course, shelf, judge, known.names, today),
        days=() if is_stopped else _days(plan_for(course, history, today), known.names, today),
        daily=tuple(_daily(slug, known.routines) for slug in state.course.daily),
        pauses=tuple(_pause(one, today) for one in _pauses(state.changes)),
        choices=tuple(one for slug, one in known.programmes.items() if slug != followed),
    )


def _ask(judge: Judge) -> Action | None:
    if judge.knows:
        return None
    return Action(
        _("Answer the screening"), f"{reverse('exercises:screening')}?next={reverse('tracker:plan')}"
    )


def _known(shelf: Shelf, wanted: Collection[str]) -> Known:
    """Return the catalogue's names; routines that offer nothing are read only where one is asked for."""
    routines = {one.slug: one for one in shelf.routines}
    if not routines.keys() >= set(wanted):
        routines = {one.slug: one for one in Routine.objects.all()}
    programmes = shelf.programmes if shelf.routines else read_programmes()
    return Known(programmes={one.slug: one for one in programmes}, routines=routines)


def _followed(
    state: PlanState, course: Course, shelf: Shelf, judge: Judge, names: Names, today: date
) -> FollowedProgramme | None:
    if state.programme is None:
        return None
    whole = state.course.pattern
    left_out = [names[one] for one in (whole.routines if whole else ()) if one not in course.routines]
    return FollowedProgramme(
        name=state.programme.name,
        url=reverse("exercises:programme-detail", args=[state.programme.slug]),
        since=date_text(state.programme.started_on, today),
        aim="" if left_out else _aim(course, shelf.routines, judge),
        left_out=get_text_list(left_out, _("and")),
    )


def _aim(course: Course, routines: Iterable[Routine], judge: Judge) -> str:
    """Say what the person's own aim cannot reach of the exercises that are for them."""
    if course.pattern is None:
        return ""
    own = {
        routine.slug: [one.exercise for one in routine.current_items if judge.may_prescribe(one.exercise)]
        for routine in routines
        if routine.slug in course.pattern.routines
    }
    return aim_words(course.pattern, own, aim=course.sessions_a_week)


def _days(plan: Plan, names: Names, today: date) -> tuple[DayLine, ...]:
    return tuple(_day(one, names, today) for one in plan.days)


def _day(planned: PlannedDay, names: Names, today: date) -> DayLine:
    is_today = planned.day == today
    return DayLine(
        day=planned.day,
        name=_("Today") if is_today else capfirst(date_format(planned.day, "l")),
        kind=_kind(planned),
        due=tuple(
            PlannedRoutine(
                name=names.get(one.routine, one.routine),
                url=_routine_url(one.routine),
                reason=due_words(one.reason, names=names, today=today)
                if is_today
                else later_words(one.reason, names=names),
            )
            for one in planned.due
        ),
        done=tuple(names.get(slug, slug) for slug in planned.done) if is_today else (),
        rest=_rest(planned, today),
    )


def _kind(planned: PlannedDay) -> str:
    if planned.due:
        return "due"
    return "pause" if planned.rest and planned.rest.kind is ReasonKind.PAUSED else "rest"


def _rest(planned: PlannedDay, today: date) -> str:
    if planned.rest is None:
        return ""
    if planned.day != today:
        return later_rest_words(planned.rest, today=today)
    return f"{rest_words(planned.rest, today=today)} {next_words(planned.rest.next_day, today)}".strip()


def _daily(slug: str, routines: Mapping[str, Routine]) -> DailyBlock:
    return DailyBlock(slug, routines[slug].name, _routine_url(slug))


def _routine_url(slug: str) -> str:
    return reverse("exercises:routine-detail", args=[slug])


def _pauses(changes: Iterable[PlanChange]) -> list[PlanChange]:
    return [one for one in changes if one.kind is ChangeKind.PAUSE]


def _pause(pause: PlanChange, today: date) -> PauseLine:
    holds = pause.first_day <= today and (pause.last_day is None or today <= pause.last_day)
    return PauseLine(pause.pk, span_words(pause.first_day, pause.last_day, today), holds)
