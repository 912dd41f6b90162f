"""The next planned days as a calendar file (RFC 5545): the names of routines and a way to Today, no more.

A plan names days and no hours, so each entry is a whole day. Fetched again, the same day and routine have the
same UID and the same stamp, and an unchanged plan is the same file, byte for byte.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vDuration

from exercises.services.judge_exercises import judge_for
from exercises.services.personal_routine import stand_ins
from tracker.domain.clock_changes import Offset, clock_changes, offset_at
from tracker.domain.schedule import plan_for
from tracker.models import Athlete
from tracker.services.fit_course import fitted_course
from tracker.services.plan_state import plan_state
from tracker.services.read_today import read_shelf
from tracker.services.recent_training import recent_training

FETCH_AGAIN = timedelta(hours=6)
YEARS_OF_CLOCKS = 2
"""From the beginning of the year: the days shown always lie within."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A routine that is planned for a day, by the enrolment that places it there."""

    day: date
    slug: str
    name: str
    enrolment: uuid.UUID
    since: date

    @property
    def uid(self) -> str:
        """Unique in the world, and the same whenever the day is fetched."""
        host = urlsplit(settings.SITE_URL).hostname
        return f"{self.day.isoformat()}-{self.slug}-{self.enrolment}@{host}"


def build_feed(user: User, *, today: date) -> bytes:
    """Return the calendar of a user's next days; `today` is the date where the user is."""
    return calendar_file(_planned(user, today), zone=Athlete.of(user).tz, today=today)


def calendar_file(entries: Iterable[FeedEntry], *, zone: ZoneInfo, today: date) -> bytes:
    """Return a calendar with these entries and the zone's clocks; without any entry these are its content."""
    calendar = Calendar()
    calendar.add("prodid", "-//Hip Mobility//Plan//EN")
    calendar.add("version", "2.0")
    calendar.add("name", "Hip Mobility")
    calendar.add("x-wr-calname", "Hip Mobility")
    calendar.add("x-wr-timezone", zone.key)
    calendar.add("refresh-interval", vDuration(FETCH_AGAIN), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(FETCH_AGAIN))
    calendar.add_component(_clocks(zone, today.year))
    for entry in entries:
        calendar.add_component(_event(entry))
    return calendar.to_ical()


def _planned(user: User, today: date) -> list[FeedEntry]:
    """Return what is planned; nothing while a red flag keeps everything back."""
    judge = judge_for(user)
    if judge.is_stopped:
        return []
    state = plan_state(user, today)
    routines = read_shelf(user, with_latest=False, with_programmes=False).routines
    course = fitted_course(state.course, routines, judge, lambda held: stand_ins(held, judge))
    plan = plan_for(course, recent_training(user, today).history, today)
    names = {one.slug: one.name for one in routines}
    return [
        FeedEntry(day.day, due.routine, names[due.routine], *state.placed[due.routine])
        for day in plan.days
        for due in day.due
        if due.routine in names
    ]


def _event(entry: FeedEntry) -> Event:
    today_url = f"{settings.SITE_URL}{reverse('tracker:today')}"
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", datetime.combine(entry.since, time(), tzinfo=UTC))
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", entry.name)
    event.add("description", _("Start on Today: %(url)s") % {"url": today_url})
    event.add("url", today_url)
    event.add("transp", "TRANSPARENT")
    return event


def _clocks(zone: ZoneInfo, year: int) -> Timezone:
    """Return the zone with every change of its clocks in these years.

    icalendar could make one, but it names a change to summer time by the clocks after it, an hour late.
    """
    first = datetime(year, 1, 1, tzinfo=UTC)
    start = offset_at(first, zone)
    clocks = Timezone()
    clocks.add("tzid", zone.key)
    clocks.add_component(_observance(first.replace(tzinfo=None) + start.utc, start, start))
    for change in clock_changes(zone, first.date(), date(year + YEARS_OF_CLOCKS, 1, 1)):
        clocks.add_component(_observance(change.local, change.before, change.after))
    return clocks


def _observance(onset: datetime, before: Offset, after: Offset) -> TimezoneDaylight | TimezoneStandard:
    part = TimezoneDaylight() if after.is_summer else TimezoneStandard()
    part.add("dtstart", onset)
    part.add("tzname", after.name)
    part.add("tzoffsetfrom", before.utc)
    part.add("tzoffsetto", after.utc)
    return part
