"""When the clocks of a time zone change, as a calendar file has to say it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


class Offset(NamedTuple):
    """What holds in a zone at a time: how far it is from UTC, its short name, whether it is summer time."""

    utc: timedelta
    name: str
    is_summer: bool


class ClockChange(NamedTuple):
    """A moment (UTC) from which on other clocks hold."""

    moment: datetime
    before: Offset
    after: Offset

    @property
    def local(self) -> datetime:
        """The change as the clocks before it show it, without a zone: RFC 5545 §3.6.5 asks for this one."""
        return self.moment.replace(tzinfo=None) + self.before.utc


def offset_at(moment: datetime, zone: ZoneInfo) -> Offset:
    """Return what holds in the zone at an aware moment."""
    local = moment.astimezone(zone)
    return Offset(local.utcoffset() or timedelta(), local.tzname() or zone.key, bool(local.dst()))


def clock_changes(zone: ZoneInfo, first: date, last: date) -> tuple[ClockChange, ...]:
    """Return the changes from the beginning of `first` to the beginning of `last`, both in UTC, in order.

    Found day by day, so that it rests on nothing but the offsets; no zone changes its clocks twice in a day.
    """
    start, end = (datetime.combine(day, time(), tzinfo=UTC) for day in (first, last))
    days = [start + number * DAY for number in range((end - start).days + 1)]
    return tuple(
        _change_between(early, late, zone)
        for early, late in pairwise(days)
        if offset_at(early, zone) != offset_at(late, zone)
    )


def _change_between(early: datetime, late: datetime, zone: ZoneInfo) -> ClockChange:
    """Return the change in the time after `early`, up to `late`; to the second."""
    before, after = offset_at(early, zone), offset_at(late, zone)
    while late - early > SECOND:
        middle = early + (late - early) // (2 * SECOND) * SECOND
        if offset_at(middle, zone) == before:
            early = middle
        else:
            late = middle
    return ClockChange(late, before, after)
