"""Where the week stands: sessions against the person's own number, and the stretching of either leg."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from exercises.domain.vocabulary import Muscle, Side
from exercises.models import Exercise
from tracker.models import Evidence
from tracker.presenters.today_week import Week, build_week
from tracker.services.recent_training import RecentTraining, TrainedSession, TrainedSet

MONDAY = date(2026, 11, 23)
WEDNESDAY = date(2026, 11, 25)
STRETCH, DRILL = 1, 2
EXERCISES = (
    Exercise(pk=STRETCH, slug="stretch", stretches=(Muscle.ILIOPSOAS,)),
    Exercise(pk=DRILL, slug="drill", stretches=()),
)


def a_set(
    side: Side,
    seconds: int | None = 60,
    *,
    reps: int | None = None,
    exercise: int = STRETCH,
    skipped: bool = False,
) -> TrainedSet:
    return TrainedSet(
        id=uuid.uuid4(),
        exercise=exercise,
        slug=f"exercise-{exercise}",
        position=1,
        side=side.value,
        reps=reps,
        seconds=seconds,
        distance_m=None,
        load_kg=None,
        pain=None,
        skipped=skipped,
        prescribed=None,
    )


def a_session(day: date, *sets: TrainedSet) -> TrainedSession:
    return TrainedSession(
        id=uuid.uuid4(),
        day=day,
        started_at=datetime.combine(day, time(12), tzinfo=UTC),
        finished_at=None,
        evidence=Evidence.LIVE,
        routine="",
        routine_name="",
        effort=None,
        pain_before=None,
        pain_after=None,
        morning=None,
        sets=sets,
    )


def week_of(sessions: Iterable[TrainedSession], wanted: int = 3) -> Week:
    return build_week(RecentTraining(WEDNESDAY, tuple(sessions)), EXERCISES, wanted=wanted)


def test_the_week_counts_from_monday() -> None:
    week = week_of(a_session(day) for day in (WEDNESDAY, MONDAY, MONDAY - timedelta(days=1)))
    assert week.text == "2 of 3 sessions this week."
    assert week.dots == (True, True, False)
    assert week.done_today == "1 session logged today."
    assert week.legs == ()


@pytest.mark.parametrize(("wanted", "done", "dots"), [(1, 0, (False,)), (2, 3, (True, True))])
def test_the_week_goes_by_the_persons_own_number(wanted: int, done: int, dots: tuple[bool, ...]) -> None:
    week = week_of([a_session(MONDAY)] * done, wanted)
    assert week.dots == dots
    assert week.done_today == "Nothing logged today yet."


def test_a_session_under_way_is_not_counted_yet() -> None:
    begun = replace(a_session(WEDNESDAY), evidence=Evidence.TIMED)
    left = replace(a_session(MONDAY), evidence=Evidence.TIMED)
    assert week_of([begun, left]).dots == (True, False, False)
    assert week_of([replace(begun, finished_at=begun.started_at)]).dots == (True, False, False)


def legs_of(*sessions: TrainedSession) -> list[tuple[str, str, int]]:
    return [
        (leg.badge.letter, leg.text.replace("\N{NO-BREAK SPACE}", " "), leg.width)
        for leg in week_of(sessions).legs
    ]


def test_each_leg_has_its_own_minutes_of_the_last_seven_days() -> None:
    assert legs_of(
        a_session(WEDNESDAY - timedelta(days=6), a_set(Side.LEFT, 120), a_set(Side.RIGHT, 90)),
        a_session(WEDNESDAY - timedelta(days=7), a_set(Side.LEFT, 600)),
    ) == [("L", "2 of 10 min", 20), ("R", "1.5 of 10 min", 15)]


def test_a_set_of_both_legs_counts_for_each_and_reps_by_their_time() -> None:
    assert legs_of(
        a_session(MONDAY, a_set(Side.BOTH, 60), a_set(Side.LEFT, 6, reps=10)),
    ) == [("L", "2 of 10 min", 20), ("R", "1 of 10 min", 10)]


def test_what_is_no_timed_stretch_or_was_skipped_does_not_count() -> None:
    assert (
        legs_of(
            a_session(
                MONDAY,
                a_set(Side.LEFT, exercise=DRILL),
                a_set(Side.LEFT, None, reps=10),
                a_set(Side.LEFT, skipped=True),
                a_set(Side.LEFT, exercise=99),
            )
        )
        == []
    )


def test_today_stands_against_the_minutes_of_a_session_and_a_bar_is_never_more_than_full() -> None:
    left, right = legs_of(a_session(WEDNESDAY, a_set(Side.LEFT, 900), a_set(Side.RIGHT, 60)))
    assert left == ("L", "15 of 10 min, today 15 of 4", 100)
    assert right == ("R", "1 of 10 min, today 1 of 4", 10)


def test_the_figures_are_those_of_the_review() -> None:
    week = week_of([])
    assert "about 4 min a session and 10 min a week" in week.note
    assert week.source.url == "https://doi.org/10.1007/s40279-024-02143-9"
