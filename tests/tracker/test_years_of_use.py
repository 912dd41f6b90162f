"""Years of use through the services and the database: whatever a person does, the plan keeps its rules.

The rules themselves are tested over years in `test_schedule_years` and `test_caps`. Here all that a person
can do to their plan and their log meets, day by day. `make years` lives longer.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest

from exercises.domain.vocabulary import PatternKind
from tests.factories import AthleteFactory
from tests.tracker.courses import LEGS, fullest_week, shipped_patterns
from tests.tracker.life import MOST, Life, done_by, slideboard_days
from tests.tracker.life_again import answer_again, answer_of
from tests.tracker.life_changes import any_change
from tests.tracker.plan_rules import assert_rests, days_of, minimums
from tracker.domain.placing import training_days_of
from tracker.domain.schedule import LOOK_BACK, Course, Span
from tracker.services.enrol import enrol
from tracker.services.pause_plan import pause_plan

pytestmark = pytest.mark.usefixtures("catalogue")

YEARS = int(os.environ.get("YEARS", "1"))
"""How many lives of each kind; one alone is kept short."""
LEAST = 2
"""On how many days in any seven the slideboard is asked for."""
ZONES_WITH_SUMMER = ("Europe/Zurich", "America/New_York", "Australia/Lord_Howe")

DAYS = 110 if YEARS == 1 else 380
seeds = pytest.mark.parametrize("seed", range(YEARS))
programmes = pytest.mark.parametrize("slug", shipped_patterns())


def begin(slug: str, random: Random, **values: object) -> Life:
    """Begin to follow a programme, in winter or in summer."""
    athlete = AthleteFactory(sessions_a_week=random.randrange(1, 8), **values)
    now = datetime(2026, random.choice([1, 8]), 20, 12, tzinfo=UTC)
    life = Life(athlete, random, now)
    enrol(user=life.user, programme=life.programmes[slug], today=life.today)
    return life


def assert_rules(life: Life) -> None:
    """Look at the day, and compare it with the log by the rules alone."""
    life.look()
    course, today = life.state.course, life.today
    history = done_by(life.athlete, today - timedelta(days=LOOK_BACK))
    assert len(set(life.due)) == len(life.due)
    assert not {one.routine for one in history if one.day == today}.intersection(life.due)
    assert not {slug for day, slug in course.put_off if day == today}.intersection(life.due)
    assert not (life.due and course.pause_on(today))
    if course.pattern:
        assert_rests(course, history, life.due_by_programme, today)
    days = slideboard_days(life.athlete, today - timedelta(days=7))
    use = life.offer.cap_use(life.slideboard)
    assert use is not None
    if use.is_open:
        assert today not in days
        assert fullest_week({*days, today}, about=today) <= MOST


@seeds
@programmes
def test_a_year_in_which_everything_changes(slug: str, seed: int) -> None:
    random = Random(f"{slug} {seed}")
    life = begin(slug, random)
    keeps_to_it = random.uniform(0.4, 0.95)
    for number in range(DAYS):
        life.pass_hours(random.randrange(10, 38))
        assert_rules(life)
        for due in life.due:
            if random.random() < keeps_to_it:
                life.train(due)
        if random.random() < 0.5:
            any_change(life)
            assert_rules(life)
        if number % 40 == 39:
            assert answer_of(life) == answer_again(life, random)
    assert life.handed_out


@seeds
@programmes
def test_who_follows_a_whole_year_meets_the_minimum_in_any_seven_days(slug: str, seed: int) -> None:
    random = Random(f"{slug} {seed} faithful")
    life = begin(slug, random, time_zone=random.choice(ZONES_WITH_SUMMER))
    life.by_service = 0.1
    first, pauses = life.today, holidays(random, life.today)
    life.look()
    # What is done beside the programme shares the ceiling and the doses with it.
    others = sorted(life.routines.keys() - life.state.course.routines)
    for pause in pauses:
        pause_plan(user=life.user, first_day=pause.first, last_day=pause.last)
    for number in range(DAYS):
        # Around midnight, and in the hour that clocks leave out or have twice.
        clock = time(random.choice([0, 2, 12, 23]), random.randrange(60))
        life.now = datetime.combine(first + timedelta(days=number), clock, life.athlete.tz).astimezone(UTC)
        life.is_looked_at = False
        assert_rules(life)
        for due in life.due:
            life.train(due)
        if random.random() < 0.08:
            life.train(random.choice(others))
    weeks = list(weeks_without(pauses, first, DAYS))
    wanted = [
        (days_of(done_by(life.athlete), routines), least)
        for routines, least in minimums(life.state.course).items()
    ]
    if reaches_slideboard(life.state.course):
        wanted.append((slideboard_days(life.athlete), LEAST))
    for days, least in wanted:
        assert min(len(days.intersection(week)) for week in weeks) >= least


def holidays(random: Random, first: date) -> list[Span]:
    """Return two pauses in the year, which may be a day long or meet."""
    starts = [first + timedelta(days=random.randrange(DAYS)) for _ in range(2)]
    return [Span(start, start + timedelta(days=random.randrange(30))) for start in starts]


def weeks_without(pauses: list[Span], first: date, count: int) -> Iterator[set[date]]:
    """Return every seven days in a row of which none is paused."""
    for number in range(count - 6):
        week = {first + timedelta(days=number + more) for more in range(7)}
        if not any(pause.holds(day) for pause in pauses for day in week):
            yield week


def reaches_slideboard(course: Course) -> bool:
    """Say whether following a programme leads to the slideboard as often as it asks for."""
    pattern = course.pattern
    assert pattern is not None
    is_often = pattern.kind is not PatternKind.ALTERNATING or training_days_of(course) >= 2 * LEAST
    return LEGS in pattern.routines and is_often
