"""Simulated years: whoever follows, skips, pauses or does more, the plan stays within its rules.

A year passes day by day, each planned from what was really done before, as the site plans it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exercises.domain.vocabulary import PatternKind
from tests.tracker.courses import (
    LEGS,
    any_pattern,
    course,
    day,
    due,
    emptiest_week,
    fullest_week,
    shipped_patterns,
)
from tests.tracker.plan_rules import assert_rests, days_of, minimums
from tests.tracker.planned_person import SLIDEBOARD, Person
from tracker.domain.caps import under_minimum
from tracker.domain.local_time import day_of
from tracker.domain.schedule import Course, Pattern, Span, plan_for

YEAR = 365

a_few = settings(max_examples=4)
patterns = pytest.mark.parametrize("pattern", shipped_patterns().values(), ids=shipped_patterns())
aims = st.integers(1, 7)
seeds = st.integers(0, 10**9)


def holidays(random: Random) -> tuple[Span, ...]:
    """Return three pauses in a year, which may overlap."""
    firsts = [random.randrange(YEAR) for _ in range(3)]
    return tuple(Span(day(first), day(first + random.randrange(30))) for first in firsts)


@patterns
@a_few
@given(aims, seeds)
def test_a_year_with_skipped_days_pauses_and_more_than_was_asked(
    pattern: Pattern, aim: int, seed: int
) -> None:
    random = Random(seed)
    followed = course(pattern, sessions_a_week=aim, pauses=holidays(random))
    rates = {"skips": random.random(), "puts_off": random.random() / 4, "does_more": random.random() / 4}
    person = Person(followed, random, **rates)
    for today in person.live(0, YEAR):
        assert_rests(person.course, person.recent, due(person.plan), today)
        assert not (person.plan.today.due and followed.pause_on(today))


@settings(max_examples=15)
@given(any_pattern, aims, seeds)
def test_a_quarter_of_a_year_with_any_programme(pattern: Pattern, aim: int, seed: int) -> None:
    random = Random(seed)
    followed = course(pattern, sessions_a_week=aim, pauses=holidays(random))
    person = Person(followed, random, skips=random.random(), does_more=random.random() / 4)
    for today in person.live(0, 90):
        assert_rests(person.course, person.recent, due(person.plan), today)


@patterns
@a_few
@given(aims, seeds)
def test_the_plan_alone_never_goes_over_the_cap_whatever_is_skipped(
    pattern: Pattern, aim: int, seed: int
) -> None:
    random = Random(seed)
    followed = course(pattern, sessions_a_week=aim, pauses=holidays(random))
    person = Person(followed, random, skips=random.random(), puts_off=random.random() / 4)
    for _today in person.live(0, YEAR):
        pass
    legs = days_of(person.done, [LEGS])
    assert fullest_week(legs) <= SLIDEBOARD.max
    assert person.slideboard == legs


@patterns
@pytest.mark.parametrize("aim", [1, 3, 4, 7])
def test_who_follows_from_the_start_meets_the_minimum_in_any_seven_days(pattern: Pattern, aim: int) -> None:
    assert_minimum(course(pattern, sessions_a_week=aim), 200)


@settings(max_examples=15)
@given(any_pattern, aims)
def test_who_follows_any_programme_meets_its_minimum(pattern: Pattern, aim: int) -> None:
    assert_minimum(course(pattern, sessions_a_week=aim), 60)


def assert_minimum(followed: Course, days: int) -> None:
    person = Person(followed, Random(0))
    for _today in person.live(0, days):
        pass
    for routines, least in minimums(followed).items():
        assert emptiest_week(days_of(person.done, routines), day(0), day(days - 1)) >= least


@patterns
@a_few
@given(aims, seeds)
def test_who_follows_again_meets_the_minimum_from_the_second_week_on(
    pattern: Pattern, aim: int, seed: int
) -> None:
    random = Random(seed)
    followed = course(pattern, sessions_a_week=aim)
    person = Person(followed, random, skips=random.random(), puts_off=0.2, does_more=0.2)
    for _today in person.live(0, 60):
        pass
    person.skips = person.puts_off = person.does_more = 0
    for _today in person.live(60, 130):
        pass
    for routines, least in minimums(followed).items():
        assert emptiest_week(days_of(person.done, routines), day(67), day(129)) >= least


@pytest.mark.parametrize(
    ("slug", "aim"), [("beginner", 3), ("alternating", 4), ("alternating", 7), ("advanced", 3)]
)
def test_who_follows_does_the_slideboard_at_least_twice(slug: str, aim: int) -> None:
    person = Person(course(shipped_patterns()[slug], sessions_a_week=aim), Random(0))
    for today in person.live(0, 100):
        if today >= day(7):
            yesterday = today - timedelta(days=1)
            assert under_minimum(person.slideboard, SLIDEBOARD, yesterday) == 0


@patterns
@a_few
@given(aims, seeds)
def test_a_year_read_in_any_order_is_the_same_plan(pattern: Pattern, aim: int, seed: int) -> None:
    random = Random(seed)
    person = Person(course(pattern, sessions_a_week=aim), random, skips=0.3, does_more=0.2)
    for today in person.live(0, 120):
        if random.random() < 0.2:
            again = [*person.done, *random.sample(person.done, len(person.done) // 3)]
            random.shuffle(again)
            assert plan_for(person.course, again, today) == person.plan


@patterns
@a_few
@given(aims, seeds)
def test_who_travels_across_the_date_line_is_never_asked_twice_for_a_day(
    pattern: Pattern, aim: int, seed: int
) -> None:
    random = Random(seed)
    followed = course(pattern, sessions_a_week=aim)
    person = Person(followed, random)
    latest = 0
    for _ in range(120):
        # From day to day, now and then one twice, one never, or back by as much as calendars differ.
        number = max(0, latest - 2, latest + random.choice([1, 1, 1, 1, 1, 0, 2, -1, -2]))
        latest = max(latest, number)
        for today in person.live(number, number + 1):
            planned = {one.routine for one in person.plan.today.due}
            assert planned.isdisjoint(one.routine for one in person.done if one.day >= today)
    for routines, least in minimums(followed).items():
        if pattern.kind is not PatternKind.INTERVAL:
            assert fullest_week(days_of(person.done, routines)) <= least
    assert fullest_week(person.slideboard) <= SLIDEBOARD.max


ZONES = ("Pacific/Kiritimati", "Pacific/Niue", "Pacific/Auckland", "America/Los_Angeles", "Europe/London")
"""The calendars that differ most, and clocks that change on either half of the globe."""


@patterns
@a_few
@given(aims, seeds)
def test_a_year_between_time_zones(pattern: Pattern, aim: int, seed: int) -> None:
    random = Random(seed)
    followed = course(pattern, sessions_a_week=aim)
    person, zone = Person(followed, random), ZONES[0]
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    for _ in range(200):
        now += timedelta(minutes=random.randrange(60, 48 * 60))
        zone = random.choice(ZONES) if random.random() < 0.3 else zone
        number = (day_of(now, ZoneInfo(zone)) - day(0)).days
        for today in person.live(number, number + 1):
            planned = {one.routine for one in person.plan.today.due}
            assert planned.isdisjoint(one.routine for one in person.done if one.day >= today)
    assert fullest_week(person.slideboard) <= SLIDEBOARD.max
    for routines, most in minimums(followed).items():
        if pattern.kind is not PatternKind.INTERVAL:
            assert fullest_week(days_of(person.done, routines)) <= most


@patterns
def test_half_a_year_away_asks_for_one_day_and_no_more(pattern: Pattern) -> None:
    followed = course(pattern)
    person = Person(followed, Random(0))
    for _today in person.live(0, 30):
        pass
    for today in person.live(200, 214):
        assert_rests(person.course, person.recent, due(person.plan), today)
        assert len(person.plan.today.due) <= len(pattern.routines)
    fresh = plan_for(replace(followed, started_on=day(200)), [], day(200))
    back = [one.day for one in person.prescribed if one.day >= day(200)]
    assert len(back) == sum(len(one.due) for one in fresh.days)
