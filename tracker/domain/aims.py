"""How often a programme brings a routine to who follows it, where that depends on the person's own aim.

Pure. It is what `schedule` gives whoever does each day what is due: in any seven days at least so many.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from itertools import cycle, islice

from exercises.domain.vocabulary import PatternKind
from tracker.domain.course import Course, Pattern
from tracker.domain.placing import times_of, training_days_of
from tracker.domain.weeks import DAYS


def days_in_seven(pattern: Pattern, routines: Collection[str], *, aim: int) -> int:
    """Return on how many of any seven days at least one of the routines comes, by the person's aim a week."""
    course = Course(pattern, started_on=date.min, sessions_a_week=aim)
    if pattern.kind is PatternKind.ALTERNATING:
        turns = [one in routines for one in pattern.routines]
        return min(
            (
                sum(islice(cycle(turns), start, start + training_days_of(course)))
                for start in range(len(turns))
            ),
            default=0,
        )
    tracks = [one for one in pattern.tracks if one.routine in routines]
    if pattern.kind is PatternKind.INTERVAL:
        return DAYS // pattern.interval if tracks else 0
    return max((times_of(one, course) for one in tracks), default=0)


def aim_that_reaches(pattern: Pattern, routines: Collection[str], *, least: int, aim: int) -> int | None:
    """Return the lowest aim that brings the routines on `least` of any seven days.

    None where `aim` does, and where no aim would: then it is the programme that says how often.
    """
    if days_in_seven(pattern, routines, aim=aim) >= least:
        return None
    aims = (one for one in range(aim + 1, DAYS + 1) if days_in_seven(pattern, routines, aim=one) >= least)
    return next(aims, None)
