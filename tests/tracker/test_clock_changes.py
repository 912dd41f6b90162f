"""When clocks change."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.clock_changes import clock_changes, offset_at

ZONES = sorted(available_timezones())
FIRST, LAST = dt.date(2026, 1, 1), dt.date(2028, 1, 1)
HOURS = st.integers(0, (LAST - FIRST).days * 24 - 1)
START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def test_summer_begins_at_two_on_the_clocks_of_winter() -> None:
    spring, autumn, *_next = clock_changes(ZoneInfo("Europe/Zurich"), FIRST, LAST)

    assert spring.moment == dt.datetime(2026, 3, 29, 1, tzinfo=dt.UTC)
    assert spring.local.isoformat() == "2026-03-29T02:00:00"
    assert (spring.before.name, spring.after.name) == ("CET", "CEST")
    assert (spring.before.is_summer, spring.after.is_summer) == (False, True)
    assert autumn.moment == dt.datetime(2026, 10, 25, 1, tzinfo=dt.UTC)
    assert autumn.local.isoformat() == "2026-10-25T03:00:00"


@pytest.mark.parametrize(
    ("zone", "count"),
    [("UTC", 0), ("Asia/Kolkata", 0), ("Europe/Zurich", 4), ("Australia/Lord_Howe", 4), ("America/Nuuk", 4)],
)
def test_how_often_in_two_years(zone: str, count: int) -> None:
    assert len(clock_changes(ZoneInfo(zone), FIRST, LAST)) == count


@given(name=st.sampled_from(ZONES), hours=HOURS)
def test_the_changes_tell_what_every_clock_shows(name: str, hours: int) -> None:
    zone, moment = ZoneInfo(name), START + dt.timedelta(hours=hours)
    holds = offset_at(START, zone)
    for change in clock_changes(zone, FIRST, LAST):
        if change.moment <= moment:
            assert change.before == holds
            holds = change.after

    assert holds == offset_at(moment, zone)
