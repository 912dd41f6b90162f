"""Wall-clock times around clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.local_time import day_of, moment_of

ZURICH = ZoneInfo("Europe/Zurich")


@pytest.mark.parametrize(
    ("typed", "utc"),
    [
        (datetime(2026, 7, 1, 12, 0), datetime(2026, 7, 1, 10, 0)),
        (datetime(2026, 12, 1, 12, 0), datetime(2026, 12, 1, 11, 0)),
        # 02:30 does not exist on 29 March: the clock shows 03:30.
        (datetime(2026, 3, 29, 2, 30), datetime(2026, 3, 29, 1, 30)),
        # 02:30 comes twice on 25 October: the first one, in summer time.
        (datetime(2026, 10, 25, 2, 30), datetime(2026, 10, 25, 0, 30)),
    ],
)
def test_moments_in_zurich(typed: datetime, utc: datetime) -> None:
    assert moment_of(typed, ZURICH) == utc.replace(tzinfo=UTC)


@given(
    typed=st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2040, 1, 1)),
    zone=st.sampled_from(
        ["Europe/Zurich", "America/Havana", "Asia/Beirut", "Pacific/Apia", "Australia/Lord_Howe", "UTC"]
    ),
)
def test_the_local_day_is_the_typed_one(typed: datetime, zone: str) -> None:
    # Apia left out 30 December 2011 as a whole: that day has no moment of its own.
    if zone == "Pacific/Apia" and typed.date() == date(2011, 12, 30):
        return
    assert day_of(moment_of(typed, ZoneInfo(zone)), ZoneInfo(zone)) == typed.date()
