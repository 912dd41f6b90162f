"""What somebody does with their plan and their log beside training, one thing at a time, by a seed."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from tests.tracker.life import Life
from tracker.models import ChangeKind, PlanChange, Session
from tracker.services.answer_morning import NotAskedError, answer_morning
from tracker.services.change_day import put_off_routine, restore_day, skip_exercise, swap_exercise
from tracker.services.change_session import change_session
from tracker.services.change_settings import change_settings
from tracker.services.delete_session import delete_session, restore_session
from tracker.services.enrol import enrol, leave_programme, start_daily, stop_daily
from tracker.services.hold_dose import NothingToHoldError, hold_dose
from tracker.services.log_session import log_session
from tracker.services.pause_plan import pause_plan, resume_plan, take_back_pause
from tracker.services.session_entry import SessionEntry, entry_of
from tracker.services.swap_choice import choice_for

Change = Callable[[Life], None]

ZONES = ("Europe/Zurich", "Pacific/Pago_Pago", "Pacific/Kiritimati", "America/New_York", "Pacific/Auckland")
"""The calendars that differ most, and clocks that change on either half of the globe."""


def put_off(life: Life) -> None:
    for slug in life.due[:1]:
        put_off_routine(athlete=life.athlete, routine=life.routines[slug], day=life.today)


def leave_out(life: Life) -> None:
    for slug in life.due[:1]:
        routine = life.routines[slug]
        exercise = life.random.choice(routine.current_items).exercise
        skip_exercise(athlete=life.athlete, routine=routine, exercise=exercise, day=life.today)


def swap(life: Life) -> None:
    for slug in life.due[:1]:
        routine = life.routines[slug]
        exercise = life.random.choice(routine.current_items).exercise
        for instead in choice_for(routine, exercise, life.offer).exercises[:1]:
            swap_exercise(
                athlete=life.athlete, routine=routine, exercise=exercise, instead=instead, day=life.today
            )


def put_back(life: Life) -> None:
    of_day = (ChangeKind.PUT_OFF, ChangeKind.SKIP, ChangeKind.SWAP)
    for one in life.state.changes:
        if one.kind in of_day and one.first_day == life.today:
            restore_day(athlete=life.athlete, change=one.pk, day=life.today)
            return


def train_alone(life: Life) -> None:
    life.train_alone()


def train_more(life: Life) -> None:
    life.train(life.random.choice(sorted(life.routines)))


def train_again(life: Life) -> None:
    """Do for a second time what was done today."""
    for slug in life.plan.today.done[:1]:
        life.train(slug)


def record_late(life: Life) -> None:
    """Log a whole routine of an earlier day by hand, slideboard or not."""
    at = life.now - timedelta(days=life.random.randrange(1, 12), hours=life.random.randrange(20))
    recent = life.offer.training.sessions[:1]
    found = Session.objects.with_sets().get(pk=recent[0].id) if recent else None
    if found is None or life.random.random() < 0.3:
        life.record(life.slideboard, at)
        return
    sets = tuple(dataclasses.replace(one, id=life.key()) for one in entry_of(found).sets)
    entry = SessionEntry(id=life.key(), started_at=at, sets=sets)
    log_session(athlete=life.athlete, entry=entry, routine=found.routine, now=life.now)


def move(life: Life) -> None:
    """Give a session another day."""
    if session := _recent(life):
        at = session.started_at + timedelta(days=life.random.randrange(-6, 7))
        _change(life, session, started_at=min(at, life.now))


def hurt(life: Life) -> None:
    """Note pain, during or on the morning after."""
    if session := _recent(life):
        pain = life.random.randrange(9)
        if life.random.random() < 0.5:
            sets = entry_of(session).sets
            _change(life, session, sets=(*sets[:-1], dataclasses.replace(sets[-1], pain=pain)))
            return
        with suppress(NotAskedError):
            answer_morning(
                athlete=life.athlete, session=session.pk, pain=pain, today=life.today, now=life.now
            )


def do_better(life: Life) -> None:
    """Note more reps than were asked for."""
    if session := _recent(life):
        sets = tuple(
            dataclasses.replace(one, reps=one.reps + 3) if one.reps else one for one in entry_of(session).sets
        )
        _change(life, session, sets=sets, effort=4)


def keep_dose(life: Life) -> None:
    with suppress(NothingToHoldError):
        hold_dose(athlete=life.athlete, exercise=life.slideboard, today=life.today)


def delete(life: Life) -> None:
    if session := _recent(life):
        delete_session(session=session, now=life.now)


def restore(life: Life) -> None:
    if session := Session.objects.for_athlete(life.athlete).deleted().order_by("-deleted_at").first():
        restore_session(session=session)


def pause(life: Life) -> None:
    first = life.today + timedelta(days=life.random.choice([-3, 0, 0, 1, 5]))
    last = life.random.choice([None, *[first + timedelta(days=days) for days in (0, 3, 10, 25)]])
    pause_plan(user=life.user, first_day=first, last_day=last)


def resume(life: Life) -> None:
    resume_plan(user=life.user, today=life.today)


def take_pause_back(life: Life) -> None:
    if found := PlanChange.objects.for_athlete(life.user).pauses().last():
        take_back_pause(user=life.user, pause=found)


def change_programme(life: Life) -> None:
    enrol(user=life.user, programme=life.random.choice(list(life.programmes.values())), today=life.today)


def leave(life: Life) -> None:
    """Leave the programme, and take up one again now or, by another change, later."""
    left = leave_programme(user=life.user, today=life.today)
    if left and life.random.random() < 0.5:
        enrol(user=life.user, programme=left, today=life.today)


def daily(life: Life) -> None:
    routine = life.random.choice(list(life.routines.values()))
    if routine.slug in life.state.course.daily:
        stop_daily(user=life.user, routine=routine, today=life.today)
    elif not life.state.course.daily:
        start_daily(user=life.user, routine=routine, today=life.today)


def travel(life: Life) -> None:
    life.athlete = change_settings(
        user=life.user,
        time_zone=life.random.choice(ZONES),
        sessions_a_week=life.random.choice([life.athlete.sessions_a_week, life.random.randrange(1, 8)]),
        norm_group=life.athlete.norm_group,
    )
    life.user.athlete = life.athlete


OFTEN: tuple[Change, ...] = (put_off, leave_out, swap, put_back, train_alone, train_more, train_again)
NOW_AND_THEN: tuple[Change, ...] = (record_late, move, hurt, do_better, keep_dose, delete, restore, travel)
RARELY: tuple[Change, ...] = (pause, resume, take_pause_back, daily)
ALMOST_NEVER: tuple[Change, ...] = (change_programme, leave)

CHANGES: tuple[Change, ...] = (*OFTEN * 4, *NOW_AND_THEN * 3, *RARELY * 2, *ALMOST_NEVER)


def any_change(life: Life) -> None:
    """Change one thing, whatever it is."""
    life.look()
    life.random.choice(CHANGES)(life)
    life.is_looked_at = False


def _recent(life: Life) -> Session | None:
    keys = [one.id for one in life.offer.training.sessions[:12]]
    return Session.objects.with_sets().get(pk=life.random.choice(keys)) if keys else None


def _change(life: Life, session: Session, **values: object) -> None:
    entry = dataclasses.replace(entry_of(session), **values)
    change_session(athlete=life.athlete, entry=entry, version=session.version, now=life.now)
