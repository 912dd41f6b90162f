"""Why a routine is due, why nothing is, and what is put off, missed or paused."""

from __future__ import annotations

from datetime import date

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
    done,
    due,
    reasons,
    rest,
)
from tracker.domain.schedule import Pattern, Reason, ReasonKind, Span, Track, plan_for


def test_reason_of_a_weekly_routine_counts_the_running_week() -> None:
    plan = plan_for(course(BEGINNER), [*done(LEGS, -7, -2), *done(BALANCE, -1)], MONDAY)
    assert reasons(plan) == {LEGS: Reason(ReasonKind.WEEKLY, done=1, wanted=3, last_done=day(-2))}


def test_reason_of_the_first_day_names_no_last_one() -> None:
    assert reasons(plan_for(course(MOBILITY), [], MONDAY)) == {
        HIP: Reason(ReasonKind.WEEKLY, done=0, wanted=3, last_done=None)
    }


def test_reason_of_a_turn_names_the_one_before() -> None:
    plan = plan_for(course(ALTERNATING), done(LEGS, 0), day(2))
    assert reasons(plan) == {BALANCE: Reason(ReasonKind.TURN, done=1, wanted=3, last_done=MONDAY, after=LEGS)}


def test_the_first_turn_comes_after_nothing() -> None:
    plan = plan_for(course(ALTERNATING), done(BALANCE, -3), MONDAY)
    assert reasons(plan) == {LEGS: Reason(ReasonKind.TURN, done=1, wanted=3, last_done=day(-3))}


def test_reason_of_an_interval() -> None:
    plan = plan_for(course(ADVANCED), done(LEGS, 0), day(2))
    reason = Reason(ReasonKind.INTERVAL, every_days=2, last_done=MONDAY)
    assert reasons(plan) == {LEGS: reason, BALANCE: reason}


@pytest.mark.parametrize(
    ("today", "kind", "since"),
    [
        (2, ReasonKind.WEEKLY, None),
        (3, ReasonKind.MISSED, day(2)),
        (4, ReasonKind.MISSED, day(2)),
        (8, ReasonKind.MISSED, day(2)),
        (9, ReasonKind.WEEKLY, None),
        (30, ReasonKind.WEEKLY, None),
    ],
)
def test_a_missed_day_moves_to_today_and_is_named_for_a_week(
    today: int, kind: ReasonKind, since: date | None
) -> None:
    plan = plan_for(course(MOBILITY), done(HIP, 0), day(today))
    assert (reasons(plan)[HIP].kind, reasons(plan)[HIP].since) == (kind, since)
    assert due(plan) == [HIP]
    assert due(plan, 1) == []


@pytest.mark.parametrize("pattern", [ALTERNATING, ADVANCED])
def test_a_missed_day_of_the_other_patterns(pattern: Pattern) -> None:
    plan = plan_for(course(pattern), done(LEGS, 0), day(3))
    assert reasons(plan)[BALANCE].kind is ReasonKind.MISSED
    assert reasons(plan)[BALANCE].since == day(2)


@pytest.mark.parametrize("put_off", [frozenset(), frozenset([(day(5), LEGS)])])
def test_the_days_to_come_are_told_by_their_pattern(put_off: frozenset[tuple[date, str]]) -> None:
    plan = plan_for(course(BEGINNER, put_off=put_off), done(LEGS, 0), day(5))
    assert {one.reason.kind for later in plan.days[1:] for one in later.due} == {ReasonKind.WEEKLY}


def test_days_before_the_start_were_not_missed() -> None:
    plan = plan_for(course(MOBILITY, started_on=day(10)), done(HIP, 0), day(10))
    assert reasons(plan)[HIP].kind is ReasonKind.WEEKLY
    later = plan_for(course(MOBILITY, started_on=day(10)), done(HIP, 0), day(11))
    assert reasons(later)[HIP].since == day(10)


@pytest.mark.parametrize(
    ("numbers", "today", "reason"),
    [
        ([0], 1, Reason(ReasonKind.REST, done=1, wanted=3, last_done=day(0), next_day=day(2))),
        ([0, 2, 4], 5, Reason(ReasonKind.REST, done=3, wanted=3, last_done=day(4), next_day=day(7))),
        ([0, 2, 4], 6, Reason(ReasonKind.ENOUGH, done=3, wanted=3, last_done=day(4), next_day=day(7))),
        ([0, 1, 2, 3], 5, Reason(ReasonKind.ENOUGH, done=4, wanted=3, last_done=day(3), next_day=day(8))),
    ],
)
def test_rest_of_a_weekly_routine(numbers: list[int], today: int, reason: Reason) -> None:
    assert rest(plan_for(course(MOBILITY), done(HIP, *numbers), day(today))) == reason


def test_rest_between_two_that_lie_further_apart() -> None:
    twice = course(Pattern(PatternKind.WEEKLY, (Track(HIP, 2),)))
    assert rest(plan_for(twice, done(HIP, 0), day(2))) == Reason(
        ReasonKind.REST, done=1, wanted=2, last_done=MONDAY, next_day=day(3)
    )


def test_four_times_a_week_rests_for_the_number_and_not_for_yesterday() -> None:
    often = course(Pattern(PatternKind.WEEKLY, (Track(HIP, 4),)))
    assert rest(plan_for(often, done(HIP, 0, 1, 3, 5), day(6))).kind is ReasonKind.ENOUGH


def test_it_is_not_enough_while_one_routine_has_days_left() -> None:
    plan = plan_for(course(BEGINNER), done(LEGS, 0, 1, 2) + done(BALANCE, 3), day(5))
    assert rest(plan) == Reason(ReasonKind.REST, done=4, wanted=5, last_done=day(3), next_day=day(6))


def test_rest_counts_all_routines_together() -> None:
    plan = plan_for(course(BEGINNER), done(LEGS, 0, 2) + done(BALANCE, 1), day(3))
    assert rest(plan) == Reason(ReasonKind.REST, done=3, wanted=5, last_done=day(2), next_day=day(4))


def test_rest_between_training_days() -> None:
    plan = plan_for(course(ALTERNATING), done(LEGS, 0, 4) + done(BALANCE, 2), day(6))
    assert rest(plan) == Reason(ReasonKind.ENOUGH, done=3, wanted=3, last_done=day(4), next_day=day(7))


@pytest.mark.parametrize("pattern", [MOBILITY, ALTERNATING, ADVANCED])
def test_put_off_moves_to_the_next_day(pattern: Pattern) -> None:
    put_off = frozenset((MONDAY, one) for one in pattern.routines)
    plan = plan_for(course(pattern, put_off=put_off), [], MONDAY)
    assert rest(plan) == Reason(ReasonKind.PUT_OFF, next_day=day(1))
    tomorrow = plan_for(course(pattern, put_off=put_off), [], day(1))
    assert {one.kind for one in reasons(tomorrow).values()} == {ReasonKind.MOVED}
    assert {one.since for one in reasons(tomorrow).values()} == {MONDAY}
    assert due(plan, 1) == due(tomorrow)


def test_what_is_put_off_is_no_reason_to_wait() -> None:
    plan = plan_for(course(BEGINNER, put_off=frozenset([(MONDAY, LEGS)])), [], MONDAY)
    assert due(plan) == [BALANCE]
    assert due(plan, 1) == [LEGS]


def test_put_off_on_a_day_of_rest_changes_nothing() -> None:
    plan = plan_for(course(MOBILITY, put_off=frozenset([(day(1), HIP)])), done(HIP, 0), day(1))
    assert rest(plan).kind is ReasonKind.REST


@pytest.mark.parametrize("number", [1, 20, 50])
def test_not_begun_yet(number: int) -> None:
    plan = plan_for(course(BEGINNER, started_on=day(number)), [], MONDAY)
    assert rest(plan) == Reason(ReasonKind.NOT_STARTED, next_day=day(number))
    assert plan.next_day == day(number)


@pytest.mark.parametrize("last", [3, 13, 14, 40, 400])
def test_nothing_is_due_in_a_pause(last: int) -> None:
    paused = course(BEGINNER, pauses=(Span(day(-2), day(last)),), daily=("warm-up",), started_on=day(-9))
    plan = plan_for(paused, [], MONDAY)
    assert rest(plan) == Reason(ReasonKind.PAUSED, until=day(last), next_day=day(last + 1))
    assert plan.next_day == day(last + 1)
    assert not [one for one in plan.days if one.due and one.day <= day(last)]


@pytest.mark.parametrize("last", [None, date.max])
def test_a_pause_without_an_end_has_no_next_day(last: date | None) -> None:
    plan = plan_for(course(BEGINNER, pauses=(Span(day(-2), last),)), [], MONDAY)
    assert rest(plan) == Reason(ReasonKind.PAUSED, until=last, next_day=None)
    assert plan.next_day is None


def test_pauses_that_follow_each_other_are_jumped_in_any_order() -> None:
    spans = (Span(day(21), day(60)), Span(day(30), day(90)), Span(MONDAY, day(20)), Span(day(5), day(4)))
    assert plan_for(course(MOBILITY, pauses=spans), [], MONDAY).next_day == day(91)


def test_of_pauses_that_overlap_the_longer_is_named() -> None:
    for spans in (
        (Span(day(-5), day(20)), Span(day(-2), day(3))),
        (Span(day(-2), None), Span(MONDAY, day(3))),
    ):
        assert rest(plan_for(course(MOBILITY, pauses=spans), [], MONDAY)).until == spans[0].last


def test_what_was_missed_before_a_pause_is_history() -> None:
    back = course(MOBILITY, pauses=(Span(day(3), day(5)),))
    assert reasons(plan_for(back, done(HIP, 0), day(6)))[HIP].kind is ReasonKind.WEEKLY
    assert reasons(plan_for(back, done(HIP, 0), day(7)))[HIP].since == day(6)


def test_what_a_pause_held_back_was_not_missed_and_does_not_pile_up() -> None:
    back = course(BEGINNER, pauses=(Span(day(1), day(9)),))
    plan = plan_for(back, done(LEGS, 0), day(10))
    assert reasons(plan) == {LEGS: Reason(ReasonKind.WEEKLY, done=0, wanted=3, last_done=MONDAY)}
    assert [due(plan, number) for number in range(4)] == [[LEGS], [BALANCE], [LEGS], []]
