"""What the rules ask of a plan, said a second time by days alone: distances, numbers a week, the ceiling."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from exercises.domain.vocabulary import PatternKind
from tests.tracker.courses import by_routine, fullest_week
from tracker.domain.placing import times_of, training_days_of
from tracker.domain.schedule import Course, Done


def days_of(history: Iterable[Done], routines: Iterable[str]) -> set[date]:
    found = by_routine(history)
    return set().union(*(found.get(one, ()) for one in routines))


def assert_rests(course: Course, history: Collection[Done], due: Iterable[str], today: date) -> None:
    """Say whether what the programme has due today keeps its distance to all that was done before."""
    pattern = course.pattern
    assert pattern is not None
    planned = list(due)
    assert len(planned) == len(set(planned))
    if not planned:
        return
    before = {one for one in days_of(history, pattern.routines) if one < today}
    if pattern.kind is PatternKind.INTERVAL:
        assert not before or (today - max(before)).days >= pattern.interval
    elif pattern.kind is PatternKind.ALTERNATING:
        assert len(planned) == 1
        assert fullest_week({*before, today}, about=today) <= training_days_of(course)
    else:
        for track in pattern.tracks:
            if track.routine in planned:
                days = {one for one in days_of(history, [track.routine]) if one < today}
                assert fullest_week({*days, today}, about=today) <= times_of(track, course)
                gap = 7 // times_of(track, course)
                assert not days or (today - max(days)).days >= gap


def minimums(course: Course) -> dict[tuple[str, ...], int]:
    """Return on how many days in any seven the routines of a pattern are asked for."""
    pattern = course.pattern
    assert pattern is not None
    if pattern.kind is PatternKind.WEEKLY:
        return {(one.routine,): times_of(one, course) for one in pattern.tracks}
    if pattern.kind is PatternKind.ALTERNATING:
        return {pattern.routines: training_days_of(course)}
    return {(one,): 7 // pattern.interval for one in pattern.routines}
