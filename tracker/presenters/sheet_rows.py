"""The rows that a sheet opens with: what is handed out, what is added to record, what was done before."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from exercises.models import Exercise
from exercises.services.fresh import fresh_id
from exercises.services.judge_exercises import Judge
from tracker.domain.progression import LoadStep, Reason
from tracker.domain.sheet import (
    CARRIED,
    NEVER_DOSED,
    Row,
    Rows,
    empty_rows,
    in_own_units,
    rows_for,
    text_of,
)
from tracker.models import Set
from tracker.services.prescribe_session import Place
from tracker.services.recent_training import RecentTraining, TrainedSet

Last = Mapping[str, Rows]

AS_LAST_TIME = frozenset(
    {Reason.AS_BEFORE, Reason.ONCE, Reason.EFFORT, Reason.TOP, Reason.KEPT, Reason.PAIN_WATCHED}
)
"""Where a step leaves everything as it was, so that each set has what was really done in it."""


def row_of(one: Set) -> Row:
    """Return a stored set as its row; it must come with its exercise."""
    return _row(one, one.exercise.slug, one.exercise)


def row_of_trained(one: TrainedSet, exercise: Exercise | None) -> Row:
    """Return a set that was read with the recent training as its row; `exercise` is its own, if offered."""
    return _row(one, one.slug, exercise)


def _row(one: Set | TrainedSet, slug: str, exercise: Exercise | None) -> Row:
    row = Row(
        id=str(one.id),
        exercise=slug,
        side=str(one.side),
        reps=text_of(one.reps),
        seconds=text_of(one.seconds),
        distance_m=text_of(one.distance_m),
        load_kg=text_of(one.load_kg),
        pain=text_of(one.pain),
        done=not one.skipped,
    )
    return in_own_units(row, exercise.dosage) if exercise else row


def last_rows(user: Any, exercises: Iterable[Exercise]) -> dict[str, Rows]:
    """Return by slug the rows of the session in which the user last did each exercise."""
    latest: dict[str, uuid.UUID] = {}
    found: dict[str, list[Row]] = {}
    by_key = {one.pk: one for one in exercises}
    for one in Set.objects.last_time(user, by_key.values()):
        exercise = by_key[one.exercise_id]
        if latest.setdefault(exercise.slug, one.session_id) == one.session_id:
            found.setdefault(exercise.slug, []).append(_row(one, exercise.slug, exercise))
    return {slug: tuple(rows) for slug, rows in found.items()}


def recent_rows(exercises: Iterable[Exercise], training: RecentTraining) -> dict[str, Rows]:
    """Return the same from what was read already: only what was done of late."""
    return {one.slug: rows for one in exercises if (rows := _recent_rows(one, training))}


def _recent_rows(exercise: Exercise, training: RecentTraining) -> Rows:
    done = [
        (session, sets)
        for session, sets in training.with_exercise(exercise.pk)
        if not all(one.skipped for one in sets)
    ]
    if not done:
        return ()
    _session, sets = max(done, key=lambda one: (one[0].day, one[0].started_at))
    return tuple(row_of_trained(one, exercise) for one in sets)


def rows_of_places(places: Iterable[Place], last: Last, new_id: Callable[[], str] = fresh_id) -> Rows:
    """Return what is handed out as rows: with the dose of its step, where that changes anything."""
    return tuple(row for place in places for row in _rows_of_place(place, last, new_id))


def _rows_of_place(place: Place, last: Last, new_id: Callable[[], str]) -> Rows:
    if place.exercise is None or place.dosage is None:
        return ()
    slug, step = place.exercise.slug, place.step
    carried = NEVER_DOSED if step and step.reason not in AS_LAST_TIME else CARRIED
    rows = rows_for(slug, place.dosage, last=last.get(slug, ()), new_id=new_id, carried=carried)
    return _with_loads(rows, step.loads) if step else rows


def _with_loads(rows: Rows, loads: Iterable[LoadStep]) -> Rows:
    """Return the rows with the loads that rise."""
    rising = {(one.side, one.nth): text_of(one.new_kg) for one in loads}
    counted: Counter[str] = Counter()
    found = []
    for row in rows:
        load = rising.get((row.side, counted[row.side]))
        found.append(replace(row, load_kg=load) if load else row)
        counted[row.side] += 1
    return tuple(found)


def rows_to_record(
    exercise: Exercise, last: Last, judge: Judge, new_id: Callable[[], str] = fresh_id
) -> Rows:
    """Return the rows of an exercise that a person adds: without amounts where it may not be prescribed."""
    if not judge.may_prescribe(exercise):
        return empty_rows(exercise.slug, exercise.dosage, new_id=new_id)
    return rows_for(exercise.slug, exercise.dosage, last=last.get(exercise.slug, ()), new_id=new_id)
