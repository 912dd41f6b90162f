"""The same history once more, entered for another person in another order, by other edits."""

from __future__ import annotations

import dataclasses
import uuid
from datetime import timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Model

from tests.factories import AthleteFactory
from tests.tracker.life import Life
from tests.tracker.life_changes import ZONES
from tracker.domain.local_time import day_of
from tracker.domain.schedule import LOOK_BACK, Plan
from tracker.models import Athlete, Enrolment, Morning, PlanChange, Session, Set
from tracker.services.change_session import change_session
from tracker.services.delete_session import delete_session, restore_session
from tracker.services.prescribe_session import Place, places_of_routine
from tracker.services.session_entry import entry_of

Handed = tuple[Any, ...]
Answer = tuple[Plan, dict[str, list[Handed]]]


def answer_of(life: Life) -> Answer:
    """Return the plan of the next 14 days, and every routine as it is handed out today."""
    life.look()
    return life.plan, {
        slug: [_told(place) for place in places_of_routine(routine, life.offer)]
        for slug, routine in life.routines.items()
    }


def _told(place: Place) -> Handed:
    step = place.step
    return (
        place.wanted.slug,
        place.exercise.slug if place.exercise else None,
        place.dosage,
        place.cause,
        place.cap,
        step and (step.kind, step.reason, step.dosage, step.exercise, step.loads, step.since, step.overrules),
    )


def answer_again(life: Life, random: Random) -> Answer:
    """Return the answer for another person with this history, entered in an order and by edits of its own."""
    with transaction.atomic():
        answer = answer_of(_live_again(life, random))
        transaction.set_rollback(True)
    return answer


def _live_again(life: Life, random: Random) -> Life:
    athlete = AthleteFactory(time_zone=life.athlete.time_zone, sessions_a_week=life.athlete.sessions_a_week)
    since = life.today - timedelta(days=LOOK_BACK)
    for rows in (
        Enrolment.objects.for_athlete(life.user),
        PlanChange.objects.for_athlete(life.user).since(since),
    ):
        _copy_all(rows, athlete, random)
    sessions = list(Session.objects.for_athlete(life.user).filter(day__gte=since).with_sets())
    for session in _shuffled(sessions, random):
        _enter_wrong(session, athlete, random)
    for session in _shuffled(sessions, random):
        _put_right(session, athlete, life)
    _copy_all(Morning.objects.filter(session__in=sessions), athlete, random)
    athlete.time_zone = life.athlete.time_zone
    athlete.save()
    return Life(athlete, random, life.now)


def _shuffled(rows: Any, random: Random) -> list[Any]:
    found = list(rows)
    random.shuffle(found)
    return found


def _other(key: uuid.UUID) -> uuid.UUID:
    """Return another key that sorts among its like as this one does: it decides between equal moments."""
    return uuid.UUID(int=key.int ^ 1)


def _copy_all(rows: Any, athlete: Athlete, random: Random) -> None:
    for one in _shuffled(rows, random):
        _copy(one, athlete).save(force_insert=True)


def _copy(row: Model, athlete: Athlete, **values: Any) -> Any:
    """Return an unsaved copy under another key, for another athlete."""
    stored = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    key = row._meta.pk.attname
    return type(row)(**(stored | {key: _other(stored[key]), "athlete_id": athlete.pk} | values))


def _enter_wrong(session: Session, athlete: Athlete, random: Random) -> None:
    """Write a session on a day that it was not on, and perhaps as one that was deleted."""
    shift = timedelta(days=random.randrange(1, 30))
    copy = _copy(
        session,
        athlete,
        started_at=session.started_at - shift,
        day=session.day - shift,
        deleted_at=session.deleted_at or random.choice([None, session.started_at]),
    )
    copy.save(force_insert=True)
    Set.objects.bulk_create(
        _copy(one, athlete, session_id=copy.pk, day=copy.day) for one in session.sets.all()
    )


def _put_right(session: Session, athlete: Athlete, life: Life) -> None:
    copy = Session.objects.with_sets().get(pk=_other(session.pk))
    restore_session(session=copy)
    # A day is that of the place where the session was logged: be there once more.
    athlete.time_zone = next(
        zone for zone in ZONES if day_of(session.started_at, ZoneInfo(zone)) == session.day
    )
    entry = dataclasses.replace(entry_of(copy), started_at=session.started_at)
    change_session(athlete=athlete, entry=entry, version=copy.version, now=life.now)
    if session.deleted_at:
        delete_session(session=copy, now=session.deleted_at)
