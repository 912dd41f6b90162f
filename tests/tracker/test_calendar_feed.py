"""The calendar feed: what it holds, for whom, and that it is the same until the plan changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from urllib.robotparser import RobotFileParser
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from exercises.models import Programme, Routine
from tests.factories import (
    AthleteFactory,
    ConditionFactory,
    EnrolmentFactory,
    PlanChangeFactory,
    ProgrammeFactory,
    ProgrammeTrackFactory,
    RoutineFactory,
    RoutineItemFactory,
    SessionFactory,
    SetFactory,
)
from tests.screenings import screen
from tracker.models import Athlete
from tracker.services.change_settings import change_settings
from tracker.services.share_calendar import feed_token, make_feed, renew_feed, stop_feed


@pytest.fixture
def programme(db: None) -> Programme:
    """A routine three times a week."""
    legs = RoutineItemFactory(routine=RoutineFactory(slug="legs", name="Leg exercises")).routine
    return ProgrammeTrackFactory(routine=legs, programme=ProgrammeFactory(slug="beginner")).programme


@pytest.fixture
def address(athlete: Athlete, programme: Programme, today: dt.date) -> str:
    """The address of the feed of somebody who follows the programme from today on."""
    EnrolmentFactory(athlete=athlete, programme=programme, started_on=today)
    return reverse("tracker:calendar-feed", args=[make_feed(user=athlete.user)])


def events(content: bytes) -> list[Any]:
    return list(Calendar.from_ical(content).walk("VEVENT"))


def days(content: bytes) -> list[dt.date]:
    return [one.decoded("dtstart") for one in events(content)]


def names(content: bytes) -> set[str]:
    return {str(one["summary"]) for one in events(content)}


def test_it_is_a_calendar_for_whoever_holds_the_token(client: Client, address: str) -> None:
    response = client.get(address)

    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "private" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    calendar = Calendar.from_ical(response.content)
    assert calendar["version"] == "2.0"
    assert calendar["prodid"]
    assert calendar["x-wr-timezone"] == "Europe/Zurich"
    assert not calendar.errors
    assert [str(one["tzid"]) for one in calendar.walk("VTIMEZONE")] == ["Europe/Zurich"]


def test_the_planned_days_of_the_next_two_weeks(client: Client, address: str, today: dt.date) -> None:
    content = client.get(address).content

    # Three in any seven days, from the first day on.
    assert [(day - today).days for day in days(content)] == [0, 2, 4, 7, 9, 11]
    assert names(content) == {"Leg exercises"}
    for one in events(content):
        assert one.decoded("dtend") - one.decoded("dtstart") == dt.timedelta(days=1)
        assert one["dtstart"].params["VALUE"] == "DATE"
        assert one["transp"] == "TRANSPARENT"
        assert one["url"] == "http://testserver/today/"


def test_uids_name_the_day_the_routine_and_the_enrolment(
    client: Client, address: str, athlete: Athlete, today: dt.date
) -> None:
    enrolment = athlete.enrolments.get()

    first = events(client.get(address).content)[0]

    assert first["uid"] == f"{today}-legs-{enrolment.pk}@testserver"
    assert first.decoded("dtstamp") == dt.datetime.combine(today, dt.time(), tzinfo=dt.UTC)


def test_fetched_again_it_is_the_same_to_the_byte(client: Client, address: str) -> None:
    first = client.get(address)
    again = client.get(address)

    assert again.content == first.content
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_what_was_done_moves_the_days_and_keeps_the_uids(
    client: Client, address: str, athlete: Athlete, programme: Programme, today: dt.date
) -> None:
    before = {one["uid"] for one in events(client.get(address).content)}
    SetFactory(session=SessionFactory(athlete=athlete, day=today, routine=Routine.objects.get()))

    content = client.get(address).content

    assert [(day - today).days for day in days(content)] == [2, 4, 7, 9, 11]
    assert {one["uid"] for one in events(content)} < before


def test_daily_blocks_are_in_it(client: Client, athlete: Athlete, today: dt.date) -> None:
    daily = EnrolmentFactory(
        athlete=athlete,
        programme=None,
        routine=RoutineItemFactory(routine=RoutineFactory(slug="a")).routine,
        started_on=today,
    )
    address = reverse("tracker:calendar-feed", args=[make_feed(user=athlete.user)])

    found = events(client.get(address).content)

    assert [one["uid"] for one in found] == [
        f"{today + dt.timedelta(days=number)}-a-{daily.pk}@testserver" for number in range(14)
    ]


def test_a_routine_of_both_is_there_once_a_day(
    client: Client, athlete: Athlete, address: str, today: dt.date
) -> None:
    EnrolmentFactory(athlete=athlete, programme=None, routine=Routine.objects.get(), started_on=today)

    found = days(client.get(address).content)

    assert len(found) == len(set(found)) == 14


def test_no_day_of_a_pause(client: Client, athlete: Athlete, address: str, today: dt.date) -> None:
    PlanChangeFactory(athlete=athlete, first_day=today, last_day=today + dt.timedelta(days=6))

    assert [(day - today).days for day in days(client.get(address).content)] == [7, 9, 11]
    PlanChangeFactory(athlete=athlete, first_day=today, last_day=None)
    assert days(client.get(address).content) == []


def test_without_a_plan_it_is_empty_and_still_a_calendar(client: Client, athlete: Athlete) -> None:
    address = reverse("tracker:calendar-feed", args=[make_feed(user=athlete.user)])

    response = client.get(address)

    assert response.status_code == 200
    assert events(response.content) == []


def test_a_red_flag_keeps_everything_back(client: Client, athlete: Athlete, address: str) -> None:
    ConditionFactory(slug="flag", kind="red-flag", action="See a doctor today.")
    screen(athlete.user, flag="yes")

    assert events(client.get(address).content) == []


def test_it_says_nothing_of_health(client: Client, athlete: Athlete, address: str, today: dt.date) -> None:
    ConditionFactory(slug="knee", name="Knee problem")
    screen(athlete.user, knee="yes")
    session = SessionFactory(athlete=athlete, day=today, pain_after=7, effort=8, notes="secret words")
    SetFactory(session=session, pain=7)

    content = client.get(address).content

    text = content.decode().lower()

    for word in ("pain", "knee", "secret", "effort", athlete.user.email):
        assert word not in text
    assert {name for one in events(content) for name in one} == {
        "UID",
        "DTSTAMP",
        "DTSTART",
        "DTEND",
        "SUMMARY",
        "DESCRIPTION",
        "URL",
        "TRANSP",
    }


def test_it_follows_the_persons_own_day_and_zone(client: Client, athlete: Athlete, address: str) -> None:
    change_settings(user=athlete.user, time_zone="Pacific/Kiritimati", sessions_a_week=3, norm_group="")

    content = client.get(address).content

    assert days(content)[0] == timezone.localdate(timezone=ZoneInfo("Pacific/Kiritimati"))
    assert b"X-WR-TIMEZONE:Pacific/Kiritimati" in content


@pytest.mark.parametrize("damage", [str.lower, lambda token: token[:-1], lambda token: token + "a"])
def test_a_damaged_token_is_of_nobody(
    client: Client, athlete: Athlete, address: str, damage: Callable[[str], str]
) -> None:
    athlete.refresh_from_db()
    token = damage(feed_token(athlete) or "")

    assert client.get(reverse("tracker:calendar-feed", args=[token])).status_code == 404


@pytest.mark.parametrize("token", ["None", "x" * 43, "\0" * 43, "ä" * 43, "a" * 5_000])
def test_an_unknown_token_is_404(client: Client, athlete: Athlete, token: str) -> None:
    assert client.get(reverse("tracker:calendar-feed", args=[token])).status_code == 404


def test_an_old_address_is_dead_at_once(client: Client, athlete: Athlete, address: str) -> None:
    new = reverse("tracker:calendar-feed", args=[renew_feed(user=athlete.user)])
    assert client.get(address).status_code == 404
    assert client.get(new).status_code == 200

    stop_feed(user=athlete.user)
    assert client.get(new).status_code == 404


def test_a_closed_account_has_no_feed(client: Client, athlete: Athlete, address: str) -> None:
    athlete.user.is_active = False
    athlete.user.save()

    assert client.get(address).status_code == 404


def test_another_person_who_is_signed_in_reads_the_owners(signed_in: Client, programme: Programme) -> None:
    other = AthleteFactory(time_zone="Asia/Tokyo")
    EnrolmentFactory(athlete=other, programme=programme)

    content = signed_in.get(reverse("tracker:calendar-feed", args=[make_feed(user=other.user)])).content

    assert b"X-WR-TIMEZONE:Asia/Tokyo" in content
    assert names(content) == {"Leg exercises"}


def test_it_is_only_read(client: Client, address: str) -> None:
    for method in ("post", "put", "patch", "delete", "options"):
        assert getattr(client, method)(address).status_code == 405


def test_it_takes_few_queries(client: Client, address: str, django_assert_num_queries: Callable) -> None:
    with django_assert_num_queries(6):
        client.get(address)


def test_calendars_that_fetch_like_robots_may(client: Client, address: str) -> None:
    rules = RobotFileParser()
    rules.parse(client.get("/robots.txt").content.decode().splitlines())

    assert rules.can_fetch("Google-Calendar-Importer", f"http://testserver{address}")
    assert not rules.can_fetch("Google-Calendar-Importer", "http://testserver/plan/")
