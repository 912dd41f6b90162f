"""What is due on which day: the shipped programmes, what was done already, daily blocks."""

from __future__ import annotations

import pytest

from exercises.domain.vocabulary import PatternKind
from tests.tracker.courses import (
    ADVANCED,
    ALTERNATING,
    BALANCE,
    BEGINNER,
    HIP,
    LEGS,
    MOBILITY,
    MONDAY,
    course,
    day,
    days_of,
    done,
    due,
    reasons,
    rest,
)
from tracker.domain.schedule import (
    DAYS_SHOWN,
    Done,
    Due,
    Pattern,
    Plan,
    PlannedDay,
    Reason,
    ReasonKind,
    Track,
    plan_for,
)


@pytest.mark.parametrize(
    ("pattern", "aim", "placed"),
    [
        (MOBILITY, 3, {HIP: [0, 2, 4, 7, 9, 11]}),
        (BEGINNER, 3, {LEGS: [0, 2, 4, 7, 9, 11], BALANCE: [1, 5, 8, 12]}),
        (ALTERNATING, 3, {LEGS: [0, 4, 9], BALANCE: [2, 7, 11]}),
        (ALTERNATING, 7, {LEGS: [0, 2, 4, 6, 8, 10, 12], BALANCE: [1, 3, 5, 7, 9, 11, 13]}),
        (ADVANCED, 3, {LEGS: [0, 2, 4, 6, 8, 10, 12], BALANCE: [0, 2, 4, 6, 8, 10, 12]}),
    ],
)
def test_days_of_the_shipped_programmes(pattern: Pattern, aim: int, placed: dict[str, list[int]]) -> None:
    plan = plan_for(course(pattern, sessions_a_week=aim), [], MONDAY)
    assert len(plan.days) == DAYS_SHOWN
    assert {slug: days_of(plan, slug) for slug in pattern.routines} == placed
    assert plan.today is plan.days[0]
    assert plan.next_day == day(
        sorted(number for numbers in placed.values() for number in numbers if number)[0]
    )


def test_who_does_more_is_not_asked_for_a_fourth_time_in_seven_days() -> None:
    plan = plan_for(course(MOBILITY), done(HIP, 0, 2, 3), day(6))
    assert rest(plan).kind is ReasonKind.ENOUGH
    assert days_of(plan, HIP)[:3] == [1, 3, 5]


def test_beginners_have_no_day_with_both_however_long_they_follow() -> None:
    history: list[Done] = []
    for number in range(90):
        plan = plan_for(course(BEGINNER), history, day(number))
        assert len(plan.today.due) < 2
        history += [Done(day(number), one.routine) for one in plan.today.due]


@pytest.mark.parametrize(
    ("track", "times"),
    [
        (Track(HIP, 3), 3),
        (Track(HIP, 5, 4), 4),
        (Track(HIP, 14), 7),
        (Track(HIP, None, 2), 2),
        (Track(HIP), 5),
        (Track(HIP, None, 9), 7),
        (Track(HIP, 1, 6), 1),
    ],
)
def test_times_a_week(track: Track, times: int) -> None:
    plan = plan_for(course(Pattern(PatternKind.WEEKLY, (track,)), sessions_a_week=5), [], MONDAY)
    assert len([number for number in days_of(plan, HIP) if number < 7]) == times
    assert reasons(plan)[HIP].wanted == times


@pytest.mark.parametrize(("aim", "days"), [(0, 1), (1, 1), (7, 7), (21, 7)])
def test_an_aim_of_more_than_a_session_a_day_is_one_a_day(aim: int, days: int) -> None:
    plan = plan_for(course(ALTERNATING, sessions_a_week=aim), [], MONDAY)
    assert sum(bool(one.due) for one in plan.days[:7]) == days


def test_done_today_is_not_asked_for_again() -> None:
    plan = plan_for(course(MOBILITY), done(HIP, 0), MONDAY)
    assert rest(plan) == Reason(ReasonKind.DONE, next_day=day(2))
    assert plan.today.done == (HIP,)
    assert plan.next_day == day(2)


def test_what_else_was_done_today_is_shown_and_settles_nothing() -> None:
    plan = plan_for(course(MOBILITY), done("own-warm-up", 0), MONDAY)
    assert (due(plan), plan.today.done) == ([HIP], ("own-warm-up",))


def test_a_second_routine_waits_where_the_first_was_done_today() -> None:
    assert due(plan_for(course(BEGINNER), done(LEGS, 0), MONDAY)) == []
    assert due(plan_for(course(BEGINNER), done(LEGS, 0), day(1))) == [BALANCE]


def test_the_second_does_not_wait_for_a_first_that_is_never_done() -> None:
    plans = [plan_for(course(BEGINNER), [], day(number)) for number in range(5)]
    assert [BALANCE in due(plan) for plan in plans] == [False, False, False, True, True]


def test_a_routine_of_one_day_in_an_interval_may_be_completed_that_day_only() -> None:
    history = done(LEGS, 0)
    assert due(plan_for(course(ADVANCED), history, MONDAY)) == [BALANCE]
    next_day = plan_for(course(ADVANCED), history, day(1))
    assert rest(next_day) == Reason(ReasonKind.REST, every_days=2, last_done=MONDAY, next_day=day(2))
    assert due(plan_for(course(ADVANCED), history, day(2))) == [LEGS, BALANCE]


def test_one_routine_a_day_where_they_alternate() -> None:
    eager = course(ALTERNATING, sessions_a_week=7)
    assert rest(plan_for(eager, done(BALANCE, 0), MONDAY)).kind is ReasonKind.DONE
    assert due(plan_for(eager, done(BALANCE, 0), day(1))) == [LEGS]


@pytest.mark.parametrize(
    ("history", "turn"),
    [
        ([], LEGS),
        (done(LEGS, 0), BALANCE),
        (done(BALANCE, 0), LEGS),
        (done(LEGS, 0) + done(BALANCE, 0), LEGS),
        (done(LEGS, 0, 2) + done(BALANCE, 2), BALANCE),
        (done(LEGS, 0, 2), BALANCE),
        (done(LEGS, 2) + done(BALANCE, 0), BALANCE),
        (done("another", 4) + done(LEGS, 2), BALANCE),
        # Before the start: it says nothing about the turn.
        (done(LEGS, -1), LEGS),
    ],
)
def test_whose_turn_it_is(history: list[Done], turn: str) -> None:
    assert due(plan_for(course(ALTERNATING), history, day(20))) == [turn]


def test_a_cycle_may_name_a_routine_twice() -> None:
    cycle = Pattern(PatternKind.ALTERNATING, (Track(LEGS), Track(LEGS), Track(BALANCE)))
    plan = plan_for(course(cycle, sessions_a_week=7), done(LEGS, 0), day(1))
    assert [due(plan, number) for number in range(5)] == [[LEGS], [BALANCE], [LEGS], [LEGS], [BALANCE]]


@pytest.mark.parametrize("kind", [PatternKind.WEEKLY, PatternKind.INTERVAL])
def test_a_routine_named_twice_is_due_once(kind: PatternKind) -> None:
    pattern = Pattern(kind, (Track(LEGS, 3), Track(LEGS, 3)), 2)
    assert due(plan_for(course(pattern), [], MONDAY)) == [LEGS]


@pytest.mark.parametrize(
    ("pattern", "yesterday", "kind"),
    [
        (MOBILITY, HIP, ReasonKind.REST),
        (BEGINNER, LEGS, ReasonKind.WEEKLY),
        (ALTERNATING, BALANCE, ReasonKind.REST),
        (ADVANCED, BALANCE, ReasonKind.REST),
    ],
)
def test_who_begins_the_day_after_rests_first(pattern: Pattern, yesterday: str, kind: ReasonKind) -> None:
    plan = plan_for(course(pattern), done(yesterday, -1), MONDAY)
    if kind is ReasonKind.REST:
        assert (rest(plan).kind, rest(plan).last_done) == (kind, day(-1))
    else:
        assert due(plan) == [BALANCE]


def test_a_daily_block_beside_a_programme() -> None:
    both = course(MOBILITY, daily=("warm-up",))
    plan = plan_for(both, done(HIP, 0), day(1))
    assert plan.today.due == (Due("warm-up", Reason(ReasonKind.DAILY)),)
    assert due(plan_for(both, done(HIP, 0), day(2))) == [HIP, "warm-up"]
    assert rest(plan_for(both, done(HIP, 0) + done("warm-up", 1), day(1))).kind is ReasonKind.DONE


def test_a_daily_block_alone_is_due_each_day_once() -> None:
    alone = course(None, daily=("warm-up",), started_on=day(50))
    plan = plan_for(alone, done("warm-up", -1, 0, 0), MONDAY)
    assert rest(plan) == Reason(ReasonKind.DONE, next_day=day(1))
    assert days_of(plan, "warm-up") == list(range(1, DAYS_SHOWN))


def test_a_daily_block_may_be_put_off() -> None:
    plan = plan_for(course(None, daily=("warm-up",), put_off=frozenset([(MONDAY, "warm-up")])), [], MONDAY)
    assert rest(plan) == Reason(ReasonKind.PUT_OFF, next_day=day(1))


def test_a_daily_block_is_due_before_the_programme_begins() -> None:
    assert due(plan_for(course(MOBILITY, daily=("warm-up",), started_on=day(3)), [], MONDAY)) == ["warm-up"]


def test_a_routine_of_both_is_due_once() -> None:
    both = course(MOBILITY, daily=(HIP, HIP))
    assert [one.reason.kind for one in plan_for(both, [], MONDAY).today.due] == [ReasonKind.WEEKLY]
    assert [one.reason.kind for one in plan_for(both, done(HIP, 0), day(1)).today.due] == [ReasonKind.DAILY]


@pytest.mark.parametrize("pattern", [None, Pattern(PatternKind.WEEKLY, ())])
def test_without_anything_to_follow_the_plan_is_empty(pattern: Pattern | None) -> None:
    plan = plan_for(course(pattern), done(HIP, 0), MONDAY)
    assert plan == Plan(PlannedDay(MONDAY, (), (HIP,), None), (), None)
    assert plan.is_empty
    assert not plan_for(course(MOBILITY), [], MONDAY).is_empty
