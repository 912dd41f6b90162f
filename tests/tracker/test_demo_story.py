"""The half year of a made-up person."""

from __future__ import annotations

import datetime as dt

from exercises.domain.dosage import PrescribedSet
from exercises.domain.vocabulary import Side
from tracker.domain.demo_story import DAYS, MOST_PAIN, Amount, DemoStory, Feel

TODAY = dt.date(2026, 11, 23)
HOLD = PrescribedSet(side=Side.LEFT, reps=None, seconds=30)
REPS = PrescribedSet(side=Side.RIGHT, reps=10, seconds=None)


def told(seed: int) -> list[tuple[dt.date, Feel, Amount, Amount]]:
    """Return what happened on the days of a story on which something was due, as every other day is."""
    story = DemoStory(seed, TODAY)
    found = []
    for number, day in enumerate(story.days):
        if story.trains_on(day, is_due=number % 2 == 0):
            feel = story.feel(day)
            found.append((day, feel, story.amount(HOLD, day, feel), story.amount(REPS, day, feel)))
    return found


def test_the_same_seed_tells_the_same_story() -> None:
    assert told(1) == told(1)
    assert told(1) != told(2)


def test_it_lasts_half_a_year_and_ends_before_today() -> None:
    days = DemoStory(1, TODAY).days

    assert len(days) == DAYS == 182
    assert days[-1] == TODAY - dt.timedelta(days=1)


def test_nobody_trains_with_a_cold() -> None:
    for seed in range(20):
        cold = DemoStory(seed, TODAY).cold
        assert not [day for day, *_rest in told(seed) if cold.holds(day)]


def test_the_last_two_sessions_went_well_due_or_not() -> None:
    for seed in range(20):
        last = told(seed)[-2:]
        assert [(TODAY - day).days for day, *_rest in last] == [5, 2]
        for _day, feel, hold, reps in last:
            assert (feel.pain_before, feel.effort, feel.morning) == (0, 5, None)
            assert (hold.seconds, reps.reps) == (40, 12)
            assert (hold.skipped, reps.skipped) == (False, False)


def test_pain_stays_within_what_training_allows_and_settles() -> None:
    for seed in range(50):
        feels = [feel for _day, feel, *_amounts in told(seed)]
        pains = [(one.pain_before, one.pain_after, one.morning or 0) for one in feels]
        assert all(0 <= pain <= MOST_PAIN for three in pains for pain in three)
        assert all(0 <= one.effort <= 10 for one in feels)
        first, last = feels[:10], feels[-10:]
        assert sum(one.pain_before for one in first) > sum(one.pain_before for one in last) + 10


def test_one_bad_week_stands_out() -> None:
    for seed in range(20):
        assert [feel for _day, feel, *_amounts in told(seed) if feel.morning == MOST_PAIN]


def test_more_is_done_at_the_end_than_at_the_beginning() -> None:
    for seed in range(20):
        story = told(seed)
        for pick in (lambda row: row[2].seconds, lambda row: row[3].reps):
            first, last = [pick(row) for row in story[:10]], [pick(row) for row in story[-10:]]
            assert sum(first) < sum(last)
            assert min(first + last) > 0
