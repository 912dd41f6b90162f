"""The calendar file itself, for any plan and any zone."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from dateutil.tz import tzical
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar

from tracker.domain.clock_changes import clock_changes
from tracker.presenters.calendar_feed import FeedEntry, calendar_file

ZONES = sorted(available_timezones())
DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2030, 12, 31))


def events(content: bytes) -> list[Any]:
    return list(Calendar.from_ical(content).walk("VEVENT"))


def entry(day: dt.date, slug: str, name: str, enrolment: uuid.UUID) -> FeedEntry:
    return FeedEntry(day, slug, name, enrolment, dt.date(2026, 11, 2))


ENTRIES = st.lists(
    st.builds(entry, DAYS, st.from_regex(r"\A[a-z0-9-]{1,50}\Z"), st.text(max_size=80), st.uuids()),
    max_size=20,
    unique_by=lambda one: (one.day, one.slug, one.enrolment),
)


@given(entries=ENTRIES, zone=st.sampled_from(ZONES), today=DAYS)
def test_any_plan_is_read_back_as_it_was(entries: Iterable[FeedEntry], zone: str, today: dt.date) -> None:
    content = calendar_file(entries, zone=ZoneInfo(zone), today=today)
    calendar = Calendar.from_ical(content)

    found = events(content)
    assert [one.decoded("dtstart") for one in found] == [one.day for one in entries]
    assert [str(one["uid"]) for one in found] == [one.uid for one in entries]
    assert len({str(one["uid"]) for one in found}) == len(found)
    assert not [one.errors for one in calendar.walk() if one.errors]
    assert calendar_file(entries, zone=ZoneInfo(zone), today=today) == content
    # No line is longer than the format allows, and each ends as it asks.
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert content.replace(b"\r\n", b"").count(b"\n") == 0


@given(name=st.sampled_from(ZONES), hours=st.integers(1, 2 * 365 * 24 - 1))
@example(name="Europe/Zurich", hours=0)
@example(name="US/Pacific", hours=0)
@example(name="Africa/Casablanca", hours=0)
@example(name="Australia/Lord_Howe", hours=0)
def test_the_clocks_of_the_zone_are_right(name: str, hours: int) -> None:
    """Around each change and at any hour: as the format has it, and as another library reads it."""
    zone = ZoneInfo(name)
    content = calendar_file([], zone=zone, today=dt.date(2026, 11, 23))
    by_another = tzical(StringIO(clocks_in(content))).get()
    changes = [one.moment for one in clock_changes(zone, dt.date(2026, 1, 2), dt.date(2028, 1, 1))]
    around = [one + dt.timedelta(minutes=minutes) for one in changes for minutes in (-61, -1, 0, 1, 31, 61)]
    for moment in [*around, dt.datetime(2026, 1, 2, tzinfo=dt.UTC) + dt.timedelta(hours=hours)]:
        right = moment.astimezone(zone).utcoffset()
        assert offset_by_the_format(content, moment) == right
        wall = moment.astimezone(zone).replace(tzinfo=None)
        if not is_repeated(wall, zone):
            assert wall.replace(tzinfo=by_another).utcoffset() == right


def clocks_in(content: bytes) -> str:
    text = content.decode().replace("\r\n ", "")
    return text[text.index("BEGIN:VTIMEZONE") : text.index("END:VTIMEZONE")] + "END:VTIMEZONE\r\n"


def offset_by_the_format(content: bytes, moment: dt.datetime) -> dt.timedelta:
    """Return what holds at a moment: RFC 5545 has each onset in the local time before it (§3.6.5)."""
    [clocks] = Calendar.from_ical(content).walk("VTIMEZONE")
    onsets = {
        part.decoded("dtstart").replace(tzinfo=dt.UTC) - part.decoded("tzoffsetfrom"): part
        for part in clocks.subcomponents
    }
    latest = max(onset for onset in onsets if onset <= moment)
    offset: dt.timedelta = onsets[latest].decoded("tzoffsetto")
    return offset


def is_repeated(wall: dt.datetime, zone: ZoneInfo) -> bool:
    """Whether the clocks show this time twice, so that no reader can tell which is meant."""
    first, second = wall.replace(tzinfo=zone, fold=0), wall.replace(tzinfo=zone, fold=1)
    return first.utcoffset() != second.utcoffset()
