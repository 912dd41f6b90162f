"""Wall-clock time as a person types it, and the moment that it means."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def moment_of(typed: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment of a naive local time, in UTC.

    An hour that a clock change repeats is taken as the first of the two; one that it leaves out is taken as
    the time that the clock showed instead. Raises OverflowError at the ends of the calendar. In UTC, because
    Python calls the same moment in two zones unequal within a repeated hour.
    """
    return typed.replace(tzinfo=zone, fold=0).astimezone(UTC)


def day_of(moment: datetime, zone: ZoneInfo) -> date:
    """Return the local date of an aware moment."""
    return moment.astimezone(zone).date()
