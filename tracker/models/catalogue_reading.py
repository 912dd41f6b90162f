"""What the logs of all people say of the catalogue's exercises: counts without names.

Every figure is of at least `FEWEST` people, or the database does not hand it out; demo people are none of
them. All read a period's days
through the index on the day, so they cost no more than what was logged in it.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple, TypedDict, cast

from django.db import connection
from django.db.models import Count, F, Q

from exercises.domain.screening import STOP_ABOVE_PAIN
from tracker.models.session import Set

FEWEST = 5
"""A product rule: what fewer people did could be told to be one person's doing."""


class Logged(TypedDict):
    """The sets of an exercise that were done, and how many people did them."""

    which: int
    people: int
    sets: int


class Painful(TypedDict):
    """The sets of an exercise with a pain written down, and those of them with much pain."""

    which: int
    noted: int
    painful: int


class HandedOut(NamedTuple):
    """In how many sessions an exercise was prescribed, in how many of them it was left out whole, and in how
    many of those another one was done in its stead."""

    exercise_id: int
    sessions: int
    skipped: int
    swapped: int


_HANDED_OUT = """
WITH marks AS (
    SELECT
        given.session_id,
        given.athlete_id,
        COALESCE(exercise.merged_into_id, exercise.id) AS exercise_id,
        1 AS given,
        1 AS handed_out,
        0 AS done,
        CASE WHEN given.cause = 'swap' THEN 1 ELSE 0 END AS swapped
    FROM tracker_session session
    CROSS JOIN tracker_prescribedexercise given
    JOIN exercises_exercise exercise ON exercise.id =
        CASE WHEN given.cause IN ('skip', 'swap') THEN given.instead_of_id ELSE given.exercise_id END
    WHERE session.day >= %(first)s AND session.deleted_at IS NULL AND given.session_id = session.id
        AND session.athlete_id NOT IN (SELECT user_id FROM tracker_athlete WHERE demo_until IS NOT NULL)
    UNION ALL
    SELECT
        part.session_id,
        part.athlete_id,
        part.exercise_id,
        CASE WHEN part.prescribed IS NOT NULL THEN 1 ELSE 0 END,
        CASE WHEN part.skipped OR part.prescribed IS NOT NULL THEN 1 ELSE 0 END,
        CASE WHEN part.skipped THEN 0 ELSE 1 END,
        0
    FROM tracker_session session
    CROSS JOIN tracker_set part
    WHERE session.day >= %(first)s AND session.deleted_at IS NULL AND part.session_id = session.id
        AND session.athlete_id NOT IN (SELECT user_id FROM tracker_athlete WHERE demo_until IS NOT NULL)
),
pairs AS (
    SELECT
        session_id,
        athlete_id,
        exercise_id,
        MAX(given) AS given,
        MAX(handed_out) AS handed_out,
        MAX(done) AS done,
        MAX(swapped) AS swapped
    FROM marks
    GROUP BY session_id, athlete_id, exercise_id
),
others AS (
    SELECT DISTINCT pairs.session_id, exercise.aim
    FROM pairs
    JOIN exercises_exercise exercise ON exercise.id = pairs.exercise_id
    WHERE pairs.done = 1 AND pairs.given = 0
)
SELECT
    pairs.exercise_id,
    COUNT(*),
    SUM(1 - pairs.done),
    SUM(CASE WHEN pairs.done = 0 AND (pairs.swapped = 1 OR others.aim IS NOT NULL) THEN 1 ELSE 0 END)
FROM pairs
JOIN exercises_exercise exercise ON exercise.id = pairs.exercise_id
LEFT JOIN others
    ON pairs.done = 0 AND others.session_id = pairs.session_id AND others.aim = exercise.aim
WHERE pairs.handed_out = 1
GROUP BY pairs.exercise_id
HAVING COUNT(DISTINCT pairs.athlete_id) >= %(fewest)s
"""
"""One pass over a period's prescriptions and sets: a search for each of them would take three times as long,
and a window over each session's aims, of which few hold anything of one's own, half as long again.

A merged exercise that was prescribed counts as the one that it is part of now: its sets moved there. The
cross joins keep SQLite, which has no statistics here, to the order in which the tables stand: first the days.
"""

_EXERCISE = F("exercise_id") + 0
"""Grouped by the bare column, SQLite would read all sets there are along its index, whatever their day."""


def logged_by_exercise(first: date) -> list[Logged]:
    """Return what was done from a day on."""
    done = Set.objects.done().since(first).of_real_people().order_by().values(which=_EXERCISE)
    counts = done.annotate(people=Count("athlete", distinct=True), sets=Count("pk"))
    return cast("list[Logged]", list(counts.filter(people__gte=FEWEST)))


def painful_by_exercise(first: date) -> list[Painful]:
    """Return what was done with a pain written down from a day on; above `STOP_ABOVE_PAIN` it is much."""
    done = Set.objects.done().since(first).of_real_people()
    noted = done.exclude(pain=None).order_by().values(which=_EXERCISE)
    counts = noted.annotate(
        people=Count("athlete", distinct=True),
        noted=Count("pk"),
        painful=Count("pk", filter=Q(pain__gt=STOP_ABOVE_PAIN)),
    )
    return cast("list[Painful]", list(counts.filter(people__gte=FEWEST)))


def handed_out_by_exercise(first: date) -> list[HandedOut]:
    """Return what was prescribed from a day on, and what became of it.

    An exercise was prescribed in a session that says so, or whose sheet held it with a dose or unticked. It
    was skipped where no set of it was done, or the person left it out on Today; swapped where they chose
    another one there, or a set of another one with the same aim was done that nobody had prescribed.
    """
    with connection.cursor() as cursor:
        cursor.execute(_HANDED_OUT, {"first": first, "fewest": FEWEST})
        return [HandedOut(*row) for row in cursor.fetchall()]
