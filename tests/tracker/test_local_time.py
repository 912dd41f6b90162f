"""Wall-clock times around clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.local_time import day_of, moment_of
from tracker.models import Athlete

ZURICH = ZoneInfo("Europe/Zurich")


def wall(text: str) -> datetime:
    """A time as a clock on the wall shows it, without a zone."""
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("typed", "utc"),
    [
        (wall("2026-07-01T12:00"), wall("2026-07-01T10:00")),
        (wall("2026-12-01T12:00"), wall("2026-12-01T11:00")),
        # 02:30 does not exist on 29 March: the clock shows 03:30.
        (wall("2026-03-29T02:30"), wall("2026-03-29T01:30")),
        # 02:30 comes twice on 25 October: the first one, in summer time.
        (wall("2026-10-25T02:30"), wall("2026-10-25T00:30")),
    ],
)
def test_moments_in_zurich(typed: datetime, utc: datetime) -> None:
    assert moment_of(typed, ZURICH) == utc.replace(tzinfo=UTC)


@given(
    typed=st.datetimes(min_value=wall("2000-01-01T00:00"), max_value=wall("2040-01-01T00:00")),
    zone=st.sampled_from(
        ["Europe/Zurich", "America/Havana", "Asia/Beirut", "Pacific/Apia", "Australia/Lord_Howe", "UTC"]
    ),
)
def test_the_local_day_is_the_typed_one(typed: datetime, zone: str) -> None:
    # Apia left out 30 December 2011 as a whole: that day has no moment of its own.
    if zone == "Pacific/Apia" and typed.date() == date(2011, 12, 30):
        return
    assert day_of(moment_of(typed, ZoneInfo(zone)), ZoneInfo(zone)) == typed.date()


@pytest.mark.parametrize("dropped", ["Mars/Olympus_Mons", "../UTC", ""])
def test_a_time_zone_that_the_database_of_zones_has_dropped_reads_as_utc(dropped: str) -> None:
    assert Athlete(time_zone=dropped).tz == ZoneInfo("UTC")
