"""What a made-up person measured."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from tracker.domain.demo_measuring import Measured, measured_days
from tracker.domain.demo_story import DemoStory
from tracker.domain.measuring import Instrument, Position
from tracker.domain.rom import Verdict, verdict
from tracker.domain.rom_days import DayValue, baseline_of, spread, value_of
from tracker.domain.rom_noise import noise_of

TODAY = dt.date(2026, 11, 23)
SEEDS = range(40)


def told(seed: int) -> list[Measured]:
    return list(measured_days(DemoStory(seed, TODAY), seed))


def test_the_same_seed_measures_the_same() -> None:
    assert told(1) == told(1)
    assert told(1) != told(2)


def test_every_two_weeks_up_to_the_last_two_but_for_the_holiday() -> None:
    for seed in SEEDS:
        days = [one.day for one in told(seed)]
        holiday = DemoStory(seed, TODAY).holiday
        assert {(other - one).days for one, other in pairwise(days)} <= {14, 28}
        assert 0 < (TODAY - days[-1]).days <= 14
        assert not any(holiday.holds(day) for day in days)


def test_the_readings_of_a_side_lie_close_and_within_a_hip() -> None:
    for one in (one for seed in SEEDS for one in told(seed)):
        for trials in (one.left, one.right):
            assert spread(trials) <= 10
            assert all(15 <= degrees <= 45 for degrees in trials)


def test_most_people_find_a_change_on_the_left_that_is_likely_real() -> None:
    found = []
    for seed in SEEDS:
        days = tuple(DayValue(one.day, value_of(one.left)) for one in told(seed))
        noise = noise_of(Position.SEATED, Instrument.PHONE, baseline_of(days))
        found.append(verdict(days, noise, until=TODAY).verdict)
    assert found.count(Verdict.LIKELY_REAL) > len(found) / 2
    assert Verdict.NOT_ENOUGH not in found
