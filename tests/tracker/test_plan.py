"""The page of the plan."""

from __future__ import annotations

import datetime as dt

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exercises.models import Programme, Routine
from tests.factories import (
    AthleteFactory,
    ConditionFactory,
    EnrolmentFactory,
    PlanChangeFactory,
    SessionFactory,
    SetFactory,
)
from tests.screenings import screen
from tests.tracker.plan_pages import (
    ENROL,
    LEAVE,
    RESUME,
    URL,
    lines,
    page_of,
    text_of,
)
from tracker.models import Athlete


def test_without_a_plan_it_offers_the_programmes(signed_in: Client, beginner: Programme) -> None:
    page = page_of(signed_in.get(URL))

    assert "No programme yet" in text_of(page.select_one("#programme"))
    assert page.select_one(f"form[action='{ENROL}'] input[value=beginner]")
    assert not page.select("[data-day]")


def test_the_next_two_weeks_with_the_reason_of_each_day(
    signed_in: Client, athlete: Athlete, beginner: Programme, today: dt.date
) -> None:
    EnrolmentFactory(athlete=athlete, programme=beginner, started_on=today)

    page = page_of(signed_in.get(URL))

    found = page.select("[data-day]")
    assert [one["data-day"] for one in found] == [
        (today + dt.timedelta(days=number)).isoformat() for number in range(14)
    ]
    assert [one["data-kind"] for one in found][:4] == ["due", "rest", "due", "rest"]
    assert "Today" in lines(page)[0]
    assert "Leg exercises 3 times a week." in lines(page)[0]
    assert lines(page)[1].endswith("Rest")
    assert found[0].select_one("a[href='/routines/legs/']")


def test_what_was_done_today_and_when_it_goes_on(
    signed_in: Client, athlete: Athlete, beginner: Programme, legs: Routine, today: dt.date
) -> None:
    EnrolmentFactory(athlete=athlete, programme=beginner, started_on=today)
    SetFactory(session=SessionFactory(athlete=athlete, day=today, routine=legs))

    first = lines(page_of(signed_in.get(URL)))[0]

    assert "Done: Leg exercises" in first
    assert "Done for today. Next: " in first


def test_it_names_the_programme_since_when_and_the_others(
    signed_in: Client, athlete: Athlete, beginner: Programme, advanced: Programme
) -> None:
    EnrolmentFactory(athlete=athlete, programme=beginner, started_on=dt.date(2025, 11, 2))

    page = page_of(signed_in.get(URL))

    assert text_of(page.select_one("section[aria-labelledby=programme]")).startswith(
        "Beginner You follow it since 2 November 2025."
    )
    assert [one["value"] for one in page.select("input[name=programme]")] == ["advanced"]
    assert page.select_one(f"form[action='{LEAVE}']")


def test_a_red_flag_stands_in_place_of_the_days(
    signed_in: Client, athlete: Athlete, beginner: Programme
) -> None:
    EnrolmentFactory(athlete=athlete, programme=beginner)
    ConditionFactory(slug="flag", kind="red-flag", action="See a doctor today.")
    screen(athlete.user, flag="yes")

    page = page_of(signed_in.get(URL))

    assert not page.select("[data-day]")
    assert page.select_one(f"a[href='{reverse('exercises:screening-stop')}']")
    assert "Beginner" in text_of(page.select_one("#programme"))


def test_who_has_not_answered_is_asked_first(client: Client, beginner: Programme) -> None:
    athlete = AthleteFactory(screened=False)
    client.force_login(athlete.user)

    page = page_of(client.get(URL))

    assert page.select_one(f"a[href='{reverse('exercises:screening')}?next={URL}']")


def test_nobody_elses_plan_is_shown(signed_in: Client, athlete: Athlete, beginner: Programme) -> None:
    other = AthleteFactory()
    EnrolmentFactory(athlete=other, programme=beginner)
    PlanChangeFactory(athlete=other, first_day=timezone.localdate(), last_day=None)

    page = page_of(signed_in.get(URL))

    assert "No programme yet" in text_of(page.select_one("#programme"))
    assert not page.select(f"form[action='{RESUME}']")
