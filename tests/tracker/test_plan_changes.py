"""Following, leaving, daily blocks and pauses, each with its undo."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.test import Client

from exercises.models import Programme, Routine
from tests.factories import (
    EnrolmentFactory,
    PlanChangeFactory,
)
from tests.tracker.plan_pages import (
    DAILY,
    DAILY_STOP,
    ENROL,
    LEAVE,
    PAUSE,
    RESUME,
    followed,
    page_of,
    pauses,
    pressed,
    said,
    text_of,
    undo,
)
from tracker.models import Athlete, Enrolment, PlanChange


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


@pytest.mark.parametrize("key", ["x", "{foreign}", "{other_kind}", str(uuid.UUID(int=1)), "\0"])
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
