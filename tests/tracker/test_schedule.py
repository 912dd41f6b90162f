"""What is due today and why, for the shipped programmes, and what a person did, missed or put off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.domain.vocabulary import PatternKind
from tests.tracker.courses import (
    MONDAY,
    ROUTINES,
    any_pattern,
    course,
    day,
    days_of,
    done,
    due,
    shipped_patterns,
)
from tracker.domain.schedule import (
    DAYS_SHOWN,
    LOOK_BACK,
    Course,
    Done,
    Due,
    Pattern,
    Plan,
    PlannedDay,
    Reason,
    ReasonKind,
    Span,
    Track,
    plan_for,
)

HIP, LEGS, BALANCE = "hip-mobility-routine", "leg-exercises", "balance-and-agility"
MOBILITY = shipped_patterns()["hip-mobility"]
BEGINNER = shipped_patterns()["beginner"]
ALTERNATING = shipped_patterns()["alternating"]
ADVANCED = shipped_patterns()["advanced"]


def reasons(plan: Plan) -> dict[str, Reason]:
    return {one.routine: one.reason for one in plan.today.due}


def rest(plan: Plan) -> Reason:
    """Return why nothing is due today."""
    assert not plan.today.due
    assert plan.today.rest is not None
    return plan.today.rest


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


# Why it is due.


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


# What was done already.


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


# Why nothing is due.


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


# Daily blocks.


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


# Travel, and days that cannot be.


@pytest.mark.parametrize(("ahead", "is_due"), [(0, False), (1, False), (2, False), (3, True), (400, True)])
def test_a_day_just_ahead_is_a_travellers_today(ahead: int, is_due: bool) -> None:
    plan = plan_for(course(MOBILITY), done(HIP, ahead), MONDAY)
    assert (due(plan) == [HIP]) is is_due


def test_a_travellers_day_is_shown_where_it_was_logged() -> None:
    plan = plan_for(course(ALTERNATING), done(LEGS, 1), MONDAY)
    assert rest(plan).kind is ReasonKind.DONE
    assert (plan.today.done, plan.days[1].done) == ((), (LEGS,))
    assert due(plan, 3) == [BALANCE]


@pytest.mark.parametrize("far", [date.min, date.max])
@pytest.mark.parametrize("pattern", shipped_patterns().values())
def test_days_at_the_ends_of_the_calendar_say_nothing(pattern: Pattern, far: date) -> None:
    history = [Done(far, one) for one in pattern.routines]
    assert plan_for(course(pattern), history, MONDAY) == plan_for(course(pattern), [], MONDAY)


# Whatever was done.

routines = st.sampled_from([*ROUTINES, "warm-up"])
histories = st.lists(st.builds(Done, st.integers(-30, 0).map(day), routines), max_size=40)
patterns = st.sampled_from([None, *shipped_patterns().values()]) | any_pattern
spans = st.builds(
    lambda first, length: Span(day(first), None if length is None else day(first + length)),
    st.integers(-30, 30),
    st.none() | st.integers(-1, 40),
)
courses = st.builds(
    Course,
    pattern=patterns,
    started_on=st.integers(-30, 5).map(day),
    sessions_a_week=st.integers(0, 14),
    pauses=st.lists(spans, max_size=3).map(tuple),
    put_off=st.frozensets(st.tuples(st.integers(-7, 0).map(day), routines), max_size=5),
    daily=st.lists(st.sampled_from(["warm-up", HIP]), max_size=2).map(tuple),
)


@given(courses, histories, st.randoms(use_true_random=False))
def test_the_order_and_the_repetition_of_a_history_say_nothing(
    a_course: Course, history: Sequence[Done], random: object
) -> None:
    shuffled = [*history, *history[: len(history) // 2]]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert plan_for(a_course, shuffled, MONDAY) == plan_for(a_course, history, MONDAY)


@given(courses, histories, histories)
def test_what_lies_further_back_says_nothing(
    a_course: Course, history: Sequence[Done], old: Sequence[Done]
) -> None:
    before = [Done(day((one.day - MONDAY).days - LOOK_BACK - 1), one.routine) for one in old]
    assert plan_for(a_course, [*before, *history], MONDAY) == plan_for(a_course, history, MONDAY)


@given(courses, histories)
def test_tomorrow_comes_as_it_was_planned(a_course: Course, history: Sequence[Done]) -> None:
    plan = plan_for(a_course, history, MONDAY)
    followed = [*history, *(Done(MONDAY, one.routine) for one in plan.today.due)]
    tomorrow = plan_for(a_course, followed, day(1))
    for one, planned in zip(tomorrow.days, plan.days[1:], strict=False):
        assert [each.routine for each in one.due] == [each.routine for each in planned.due]
        assert (one.day, one.done, one.rest) == (planned.day, planned.done, planned.rest)


@given(courses, histories)
def test_every_day_of_a_plan_makes_sense(a_course: Course, history: Sequence[Done]) -> None:
    plan = plan_for(a_course, history, MONDAY)
    for one in plan.days:
        slugs = [each.routine for each in one.due]
        assert len(slugs) == len(set(slugs))
        assert a_course.routines.issuperset(slugs)
        assert set(slugs).isdisjoint(one.done)
        assert (one.rest is None) is bool(slugs)
        assert not slugs or a_course.pause_on(one.day) is None
        assert not any((one.day, slug) in a_course.put_off for slug in slugs)
        if one.rest is not None:
            later = [other.day for other in plan.days if other.due and other.day > one.day]
            assert one.rest.next_day == (later[0] if later else one.rest.next_day)
            assert one.rest.next_day is not None or any(span.last is None for span in a_course.pauses)
    assert plan.next_day is None or plan.next_day > MONDAY
