"""Every address of the plan: whoever comes, however, and however often at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exercises.models import Programme, Routine
from tests.factories import (
    AthleteFactory,
    EnrolmentFactory,
    PlanChangeFactory,
    SessionFactory,
    SetFactory,
)
from tests.tracker.plan_pages import (
    BUTTONS,
    DAILY,
    ENROL,
    PAUSE,
    URL,
    page_of,
)
from tracker.models import Athlete, Enrolment, PlanChange


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


def test_the_page_takes_seven_queries(
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

    with django_assert_num_queries(7):
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
