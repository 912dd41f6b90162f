"""The page of the plan, and its buttons."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import connections
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exercises.models import Programme, Routine
from tests.factories import (
    AthleteFactory,
    ConditionFactory,
    EnrolmentFactory,
    PlanChangeFactory,
    ProgrammeFactory,
    ProgrammeTrackFactory,
    RoutineFactory,
    SessionFactory,
    SetFactory,
)
from tests.screenings import screen
from tracker.models import Athlete, Enrolment, PlanChange

URL = reverse("tracker:plan")
ENROL, LEAVE = reverse("tracker:plan-enrol"), reverse("tracker:plan-leave")
PAUSE, RESUME = reverse("tracker:plan-pause"), reverse("tracker:plan-resume")
DAILY, DAILY_STOP = reverse("tracker:plan-daily"), reverse("tracker:plan-daily-stop")
BUTTONS = (ENROL, LEAVE, PAUSE, RESUME, DAILY, DAILY_STOP)


@pytest.fixture
def today(athlete: Athlete) -> dt.date:
    return timezone.localdate(timezone=athlete.tz)


@pytest.fixture
def legs(db: None) -> Routine:
    return RoutineFactory(slug="legs", name="Leg exercises")


@pytest.fixture
def beginner(legs: Routine) -> Programme:
    """The leg exercises three times a week."""
    return ProgrammeTrackFactory(
        routine=legs, programme=ProgrammeFactory(slug="beginner", name="Beginner")
    ).programme


@pytest.fixture
def advanced(legs: Routine) -> Programme:
    return ProgrammeTrackFactory(
        routine=legs, programme=ProgrammeFactory(slug="advanced", name="Advanced")
    ).programme


def page_of(response: HttpResponse) -> BeautifulSoup:
    assert response.status_code in {200, 422}
    return BeautifulSoup(response.content, "html.parser")


def pressed(client: Client, url: str, data: dict[str, str] | None = None) -> BeautifulSoup:
    """Post, and return the page that it leads to."""
    response = client.post(url, data or {}, follow=True)
    assert response.redirect_chain, url
    assert response.redirect_chain[-1][0].startswith(URL)
    return page_of(response)


def text_of(element: Tag | None) -> str:
    assert element is not None
    return re.sub(r"\s+", " ", element.get_text(" ")).strip()


def said(page: BeautifulSoup) -> str:
    return text_of(page.select_one(".message span"))


def undo(client: Client, page: BeautifulSoup) -> BeautifulSoup:
    """Press the button that the page offers beside what was done."""
    form = page.select_one("form:has(button:-soup-contains('Undo'))")
    assert form is not None
    fields = {str(one["name"]): str(one["value"]) for one in form.select("input[type=hidden]")}
    return pressed(client, str(form["action"]), fields)


def lines(page: BeautifulSoup) -> list[str]:
    return [text_of(one) for one in page.select("[data-day]")]


def followed(athlete: Athlete) -> list[str]:
    active = Enrolment.objects.for_athlete(athlete.user).active()
    return sorted(str(one.programme or one.routine) for one in active)


def pauses(athlete: Athlete) -> list[tuple[dt.date, dt.date | None]]:
    found = PlanChange.objects.for_athlete(athlete.user).pauses()
    return list(found.values_list("first_day", "last_day"))


# --- the page ---------------------------------------------------------------------------------------------


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


# --- programmes -------------------------------------------------------------------------------------------


def test_following_and_undoing_it(signed_in: Client, athlete: Athlete, beginner: Programme) -> None:
    page = pressed(signed_in, ENROL, {"programme": "beginner"})

    assert said(page) == "You follow Beginner now."
    assert followed(athlete) == ["Beginner"]
    undo(signed_in, page)
    assert followed(athlete) == []


def test_changing_says_what_happened_and_can_be_undone(
    signed_in: Client, athlete: Athlete, beginner: Programme, advanced: Programme
) -> None:
    EnrolmentFactory(athlete=athlete, programme=beginner, started_on=dt.date(2025, 11, 2))

    page = pressed(signed_in, ENROL, {"programme": "advanced"})

    assert said(page) == "You follow Advanced now. It took the place of Beginner."
    assert followed(athlete) == ["Advanced"]
    undo(signed_in, page)
    assert Enrolment.objects.get().started_on == dt.date(2025, 11, 2)
    assert followed(athlete) == ["Beginner"]


def test_leaving_and_undoing_it(signed_in: Client, athlete: Athlete, beginner: Programme) -> None:
    EnrolmentFactory(athlete=athlete, programme=beginner, started_on=dt.date(2025, 11, 2))

    page = pressed(signed_in, LEAVE)

    assert said(page) == "You no longer follow Beginner."
    assert followed(athlete) == []
    undo(signed_in, page)
    assert Enrolment.objects.get().started_on == dt.date(2025, 11, 2)
    assert followed(athlete) == ["Beginner"]


def test_leaving_nothing_says_nothing(signed_in: Client) -> None:
    assert pressed(signed_in, LEAVE).select_one(".message") is None


@pytest.mark.parametrize("slug", ["", "nothing", "Be ginner", "\0", "x" * 500])
@pytest.mark.parametrize(("url", "name"), [(ENROL, "programme"), (DAILY, "routine"), (DAILY_STOP, "routine")])
def test_what_is_not_in_the_catalogue_is_404(
    signed_in: Client, beginner: Programme, url: str, name: str, slug: str
) -> None:
    assert signed_in.post(url, {name: slug}).status_code == 404
    assert signed_in.post(url).status_code == 404
    assert not Enrolment.objects.exists()


# --- daily blocks -----------------------------------------------------------------------------------------


def test_every_day_and_undoing_it(signed_in: Client, athlete: Athlete, legs: Routine) -> None:
    page = pressed(signed_in, DAILY, {"routine": "legs"})

    assert said(page) == "“Leg exercises” is due every day from now on."
    assert followed(athlete) == ["Leg exercises"]
    assert {one["data-kind"] for one in page.select("[data-day]")} == {"due"}
    undo(signed_in, page)
    assert followed(athlete) == []


def test_no_longer_every_day_and_undoing_it(signed_in: Client, athlete: Athlete, legs: Routine) -> None:
    EnrolmentFactory(athlete=athlete, programme=None, routine=legs)

    page = pressed(signed_in, DAILY_STOP, {"routine": "legs"})

    assert said(page) == "“Leg exercises” is no longer due every day."
    assert followed(athlete) == []
    undo(signed_in, page)
    assert followed(athlete) == ["Leg exercises"]


# --- pauses -----------------------------------------------------------------------------------------------


def test_pausing_until_further_notice_going_on_and_undoing_that(
    signed_in: Client, athlete: Athlete, beginner: Programme, today: dt.date
) -> None:
    EnrolmentFactory(athlete=athlete, programme=beginner)
    first = today - dt.timedelta(days=3)

    page = pressed(signed_in, PAUSE, {"first_day": first.isoformat(), "last_day": ""})

    assert said(page).startswith("The plan is paused: from ")
    assert {one["data-kind"] for one in page.select("[data-day]")} == {"pause"}
    assert "paused now" in text_of(page.select_one("section[aria-labelledby=pauses] .list"))
    page = pressed(signed_in, RESUME)
    assert said(page) == "The plan goes on today."
    assert pauses(athlete) == [(first, today - dt.timedelta(days=1))]
    undo(signed_in, page)
    assert pauses(athlete) == [(first, None)]


def test_undoing_a_pause_takes_it_out(signed_in: Client, athlete: Athlete, today: dt.date) -> None:
    days = {"first_day": (today - dt.timedelta(days=3)).isoformat(), "last_day": today.isoformat()}

    page = undo(signed_in, pressed(signed_in, PAUSE, days))

    assert pauses(athlete) == []
    assert said(page).startswith("The pause is taken out: ")
    undo(signed_in, page)
    assert pauses(athlete) == [(today - dt.timedelta(days=3), today)]


def test_a_holiday_ahead(signed_in: Client, athlete: Athlete, beginner: Programme, today: dt.date) -> None:
    EnrolmentFactory(athlete=athlete, programme=beginner, started_on=today)
    days = [(today + dt.timedelta(days=number)).isoformat() for number in (2, 5)]

    page = pressed(signed_in, PAUSE, {"first_day": days[0], "last_day": days[1]})

    kinds = [one["data-kind"] for one in page.select("[data-day]")]
    assert kinds[:7] == ["due", "rest", "pause", "pause", "pause", "pause", "due"]
    assert not page.select(f"form[action='{RESUME}'] button:-soup-contains('Go on today')")


@pytest.mark.parametrize(
    ("first", "last", "field", "message"),
    [
        ("", "", "first_day", "Enter the first day of the pause."),
        ("soon", "", "first_day", "Enter a date, like 2026-11-23."),
        ("2026-02-30", "", "first_day", "Enter a date, like 2026-11-23."),
        ("9" * 5_000, "", "first_day", "Enter a date, like 2026-11-23."),
        ("\0", "", "first_day", "Enter a date, like 2026-11-23."),
        ("0001-01-01", "", "first_day", "This is more than a year away."),
        ("9999-12-31", "", "first_day", "This is more than a year away."),
        ("{today}", "9999-12-31", "last_day", "This is more than a year away."),
        ("{today}", "later", "last_day", "Enter a date, like 2026-11-23."),
        ("{today}", "{yesterday}", "last_day", "The last day lies before the first one."),
    ],
)
def test_wrong_dates_come_back_beside_their_field(
    signed_in: Client, athlete: Athlete, today: dt.date, first: str, last: str, field: str, message: str
) -> None:
    values = {"today": today, "yesterday": today - dt.timedelta(days=1)}
    typed = {"first_day": first.format(**values), "last_day": last.format(**values)}

    response = signed_in.post(PAUSE, typed)

    assert response.status_code == 422
    page = page_of(response)
    assert message in text_of(page.select_one(f"#id_{field}_error"))
    for name, value in typed.items():
        box = page.select_one(f"[name={name}]")
        assert box is not None
        assert box.get("value", "") == value
    assert pauses(athlete) == []


@pytest.mark.parametrize("key", ["x", "{foreign}", "{other_kind}", str(uuid.uuid4()), "\0"])
def test_a_pause_of_somebody_else_or_of_nobody_is_404(
    signed_in: Client, athlete: Athlete, legs: Routine, today: dt.date, key: str
) -> None:
    foreign = PlanChangeFactory(first_day=today)
    put_off = PlanChangeFactory(athlete=athlete, kind="put-off", routine=legs, first_day=today)

    posted = key.format(foreign=foreign.pk, other_kind=put_off.pk)

    assert signed_in.post(RESUME, {"pause": posted}).status_code == 404
    assert PlanChange.objects.count() == 2


def test_going_on_without_a_pause_says_nothing(signed_in: Client) -> None:
    assert pressed(signed_in, RESUME).select_one(".message") is None


# --- every button -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("did", ["followed", "left", "daily", "no-daily", "paused", "resumed", "x", ""])
@pytest.mark.parametrize("thing", ["", "beginner", "legs", "x", "2026-11-20_", "2026-11-20_x", "_", "\0"])
def test_a_damaged_address_only_loses_its_undo(
    signed_in: Client, athlete: Athlete, legs: Routine, did: str, thing: str
) -> None:
    assert signed_in.get(URL, {"did": did, "with": thing}).status_code == 200


@pytest.mark.parametrize(
    ("did", "thing"), [("followed", ""), ("left", "beginner"), ("daily", "legs"), ("paused", "x")]
)
def test_what_is_no_longer_true_is_not_said(
    signed_in: Client, athlete: Athlete, advanced: Programme, beginner: Programme, did: str, thing: str
) -> None:
    if did == "left":
        EnrolmentFactory(athlete=athlete, programme=advanced)

    assert page_of(signed_in.get(URL, {"did": did, "with": thing})).select_one(".message") is None


@pytest.mark.parametrize("url", BUTTONS)
def test_a_link_to_a_button_leads_to_the_plan(signed_in: Client, beginner: Programme, url: str) -> None:
    response = signed_in.get(url, {"programme": "beginner", "routine": "legs"})

    assert (response.status_code, response.url) == (302, URL)
    assert not Enrolment.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("url", [URL, *BUTTONS])
def test_strangers_are_asked_to_sign_in(client: Client, url: str) -> None:
    for response in (client.get(url), client.post(url)):
        assert response.status_code == 302
        assert response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("url", [URL, *BUTTONS])
def test_other_methods_are_refused(signed_in: Client, url: str) -> None:
    assert signed_in.put(url).status_code == 405
    assert signed_in.delete(url).status_code == 405


def test_the_page_takes_eight_queries(
    signed_in: Client,
    athlete: Athlete,
    beginner: Programme,
    legs: Routine,
    today: dt.date,
    django_assert_num_queries: Callable,
) -> None:
    EnrolmentFactory(athlete=athlete, programme=beginner)
    EnrolmentFactory(athlete=athlete, programme=None, routine=legs)
    PlanChangeFactory(athlete=athlete, first_day=today + dt.timedelta(days=3))
    SetFactory(session=SessionFactory(athlete=athlete, day=today, routine=legs))

    with django_assert_num_queries(8):
        signed_in.get(URL, {"did": "followed"})


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("url", "data", "rows"),
    [
        (ENROL, {"programme": "beginner"}, 1),
        (DAILY, {"routine": "legs"}, 1),
        (PAUSE, {"first_day": "{today}", "last_day": ""}, 1),
        (PAUSE, {"first_day": "{today}", "last_day": "{today}"}, 1),
    ],
)
def test_pressed_in_many_tabs_at_once(beginner: Programme, url: str, data: dict[str, str], rows: int) -> None:
    athlete = AthleteFactory(screened=False)
    today = timezone.localdate(timezone=athlete.tz).isoformat()
    posted = {name: value.format(today=today) for name, value in data.items()}
    clients = [Client() for _number in range(6)]
    for one in clients:
        one.force_login(athlete.user)

    def press(client: Client) -> Any:
        try:
            return client.post(url, posted).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(clients)) as threads:
        assert set(threads.map(press, clients)) == {302}
    assert Enrolment.objects.count() + PlanChange.objects.count() == rows
