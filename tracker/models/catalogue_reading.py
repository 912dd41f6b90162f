"""What the logs of all people say of the catalogue's exercises: counts without names.

Every figure is of at least `FEWEST` people, or the database does not hand it out. All read a period's days
through the index on the day, so they cost no more than what was logged in it.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple, TypedDict, cast

from django.db import connection
from django.db.models import Count, Q

from exercises.domain.screening import STOP_ABOVE_PAIN
from tracker.models.session import Set

FEWEST = 5
"""A product rule: what fewer people did could be told to be one person's doing."""


class Logged(TypedDict):
    """The sets of an exercise that were done, and how many people did them."""

    exercise_id: int
    people: int
    sets: int


class Painful(TypedDict):
    """The sets of an exercise with a pain written down, and those of them with much pain."""

    exercise_id: int
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
WITH handed_out AS (
    SELECT given.session_id, given.athlete_id, COALESCE(exercise.merged_into_id, exercise.id) AS exercise_id
    FROM tracker_session session
    JOIN tracker_prescribedexercise given ON given.session_id = session.id
    JOIN exercises_exercise exercise ON exercise.id = given.exercise_id
    WHERE session.day >= %(first)s AND session.deleted_at IS NULL
    UNION
    SELECT part.session_id, part.athlete_id, part.exercise_id
    FROM tracker_set part
    JOIN tracker_session session ON session.id = part.session_id
    WHERE part.day >= %(first)s AND session.deleted_at IS NULL
        AND (part.skipped OR part.prescribed IS NOT NULL)
),
left_out AS (
    SELECT handed_out.*, NOT EXISTS (
        SELECT 1 FROM tracker_set part
        WHERE part.session_id = handed_out.session_id AND part.exercise_id = handed_out.exercise_id
            AND NOT part.skipped
    ) AS skipped
    FROM handed_out
),
told AS (
    SELECT left_out.*, left_out.skipped AND EXISTS (
        SELECT 1 FROM tracker_set part
        JOIN exercises_exercise done ON done.id = part.exercise_id
        JOIN exercises_exercise wanted ON wanted.id = left_out.exercise_id AND wanted.aim = done.aim
        WHERE part.session_id = left_out.session_id AND NOT part.skipped AND part.prescribed IS NULL
            AND NOT EXISTS (
                SELECT 1 FROM tracker_prescribedexercise given
                JOIN exercises_exercise exercise ON exercise.id = given.exercise_id
                WHERE given.session_id = part.session_id
                    AND COALESCE(exercise.merged_into_id, exercise.id) = part.exercise_id
            )
    ) AS swapped
    FROM left_out
)
SELECT
    exercise_id,
    COUNT(*),
    SUM(CASE WHEN skipped THEN 1 ELSE 0 END),
    SUM(CASE WHEN swapped THEN 1 ELSE 0 END)
FROM told
GROUP BY exercise_id
HAVING COUNT(DISTINCT athlete_id) >= %(fewest)s
"""
"""A merged exercise that was prescribed counts as the one that it is part of now: its sets moved there."""


def logged_by_exercise(first: date) -> list[Logged]:
    """Return what was done from a day on."""
    done = Set.objects.done().since(first).order_by().values("exercise_id")
    counts = done.annotate(people=Count("athlete", distinct=True), sets=Count("pk"))
    return cast("list[Logged]", list(counts.filter(people__gte=FEWEST)))


def painful_by_exercise(first: date) -> list[Painful]:
    """Return what was done with a pain written down from a day on; above `STOP_ABOVE_PAIN` it is much."""
    noted = Set.objects.done().since(first).exclude(pain=None).order_by().values("exercise_id")
    counts = noted.annotate(
        people=Count("athlete", distinct=True),
        noted=Count("pk"),
        painful=Count("pk", filter=Q(pain__gt=STOP_ABOVE_PAIN)),
    )
    return cast("list[Painful]", list(counts.filter(people__gte=FEWEST)))


def handed_out_by_exercise(first: date) -> list[HandedOut]:
    """Return what was prescribed from a day on, and what became of it.

    An exercise was prescribed in a session that says so, or whose sheet held it with a dose or unticked. It
    was skipped where no set of it was done; swapped where a set of another one with the same aim was done
    that nobody had prescribed.
    """
    with connection.cursor() as cursor:
        cursor.execute(_HANDED_OUT, {"first": first, "fewest": FEWEST})
        return [HandedOut(*row) for row in cursor.fetchall()]
