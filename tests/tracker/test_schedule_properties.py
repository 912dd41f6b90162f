"""What holds for any course after any history, at the ends of the calendar as well."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracker.courses import (
    ALTERNATING,
    BALANCE,
    HIP,
    LEGS,
    MOBILITY,
    MONDAY,
    ROUTINES,
    any_pattern,
    course,
    day,
    done,
    due,
    rest,
    shipped_patterns,
)
from tracker.domain.schedule import LOOK_BACK, Course, Done, Pattern, ReasonKind, Span, plan_for


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
