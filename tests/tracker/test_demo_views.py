"""Trying the site without an account, in the browser's terms."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from hipmobility import settings as shipped
from tests.test_queries import MOST
from tracker.models import Athlete, Session
from tracker.services import make_demo as making
from tracker.services.make_demo import LASTS

START = reverse("tracker:demo")
KEEP = reverse("tracker:demo-keep")
TODAY = reverse("tracker:today")
LANDING = reverse("exercises:landing")
LINE = "This is a made-up person"


@pytest.fixture
def in_demo(client: Client, db: None) -> Client:
    """A browser in a demo without a past: there is no catalogue."""
    client.post(START, {"time_zone": "Europe/Zurich"})
    return client


def demo_person() -> User:
    return Athlete.objects.demos().get().user


def be_over() -> None:
    Athlete.objects.demos().update(demo_until=timezone.now() - dt.timedelta(seconds=1))


def test_one_button_leads_to_today_with_a_past(client: Client, catalogue: None) -> None:
    landing = client.get(LANDING).content.decode()
    assert f'action="{START}"' in landing
    assert "Try it without an account" in landing

    response = client.post(START, {"time_zone": "Pacific/Auckland"})

    assert (response.status_code, response.url) == (302, TODAY)
    demo = demo_person()
    assert demo.athlete.time_zone == "Pacific/Auckland"
    assert Session.objects.for_athlete(demo).count() > 50
    page = client.get(TODAY)
    assert page.status_code == 200
    assert LINE in page.content.decode()
    assert f'href="{KEEP}"' in page.content.decode()


@pytest.mark.parametrize("name", ["", "Mars/Olympus_Mons", "a\0b", "x" * 5_000])
@pytest.mark.django_db
def test_a_time_zone_that_nobody_knows_becomes_utc(client: Client, name: str) -> None:
    assert client.post(START, {"time_zone": name}).status_code == 302
    assert demo_person().athlete.time_zone == "UTC"


@pytest.mark.django_db
def test_looking_makes_nobody(client: Client) -> None:
    assert client.get(START).url == LANDING
    assert not User.objects.exists()


@pytest.mark.django_db
def test_another_site_cannot_press_the_button() -> None:
    assert Client(enforce_csrf_checks=True).post(START).status_code == 403
    assert not User.objects.exists()


def test_who_is_signed_in_stays_who_they_are(signed_in: Client, athlete: Athlete) -> None:
    response = signed_in.post(START)

    assert response.url == TODAY
    assert User.objects.get() == athlete.user


def test_pressed_twice_there_is_one(in_demo: Client) -> None:
    assert in_demo.post(START).url == TODAY
    assert Athlete.objects.demos().count() == 1


@pytest.mark.django_db
def test_so_many_an_hour_from_one_address(settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"demo": "2/h/ip"}
    cache.clear()
    assert [Client().post(START).status_code for _number in range(3)] == [302, 302, 429]
    assert Client(REMOTE_ADDR="10.0.0.9").post(START).status_code == 302
    assert Athlete.objects.demos().count() == 3


def test_the_limit_is_set() -> None:
    assert shipped.ACCOUNT_RATE_LIMITS["demo"] == "20/h/ip"


@pytest.mark.django_db
def test_a_full_house_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "MOST_ALIVE", 0)
    response = client.post(START)

    assert response.status_code == 429
    assert "Try again in an hour" in response.content.decode()
    assert not User.objects.exists()


# --- while it lasts -----------------------------------------------------------------------------------------


def queries_of(client: Client, name: str, *, says: bool) -> int:
    """Return how many queries a page takes, which says that this is a demo or not."""
    path = reverse(name)
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        page = client.get(path).content.decode()
    assert (LINE in page) is says
    return len(captured)


def test_the_line_costs_no_query(client: Client, catalogue: None) -> None:
    client.post(START)
    names = ("today", "progress", "session-list", "plan", "settings")
    in_a_demo = {name: queries_of(client, f"tracker:{name}", says=True) for name in names}
    assert max(in_a_demo.values()) <= MOST

    Athlete.objects.update(demo_until=None)
    assert {name: queries_of(client, f"tracker:{name}", says=False) for name in names} == in_a_demo


def test_others_see_no_line(signed_in: Client, client: Client) -> None:
    assert LINE not in signed_in.get(TODAY).content.decode()
    assert LINE not in Client().get(LANDING).content.decode()


def test_a_superuser_without_an_athlete_sees_pages_all_the_same(client: Client, db: None) -> None:
    client.force_login(User.objects.create_superuser("root"))
    assert client.get(reverse("exercises:exercise-list")).status_code == 200


@pytest.mark.parametrize(
    "name", ["account_email", "account_change_password", "account_set_password", "account_reauthenticate"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_pages_of_an_account_lead_to_making_one(in_demo: Client, name: str, method: str) -> None:
    data = {
        "email": "eve@example.org",
        "action_add": "",
        "password1": "a quiet word",
        "password2": "a quiet word",
    }
    response = getattr(in_demo, method)(reverse(name), data)

    assert (response.status_code, response.url) == (302, KEEP)
    demo = demo_person()
    assert demo.email == ""
    assert not demo.has_usable_password()
    assert not demo.emailaddress_set.exists()


def test_the_settings_lead_there_too(in_demo: Client) -> None:
    page = in_demo.get(reverse("tracker:settings")).content.decode()

    assert reverse("account_change_password") not in page
    assert page.count(f'href="{KEEP}"') == 2


def test_after_its_time_nobody_is_signed_in(in_demo: Client) -> None:
    be_over()
    response = in_demo.get(TODAY)

    assert response.status_code == 302
    assert reverse("account_login") in response.url
    assert in_demo.get(reverse("tracker:session-sync")).status_code == 401
    assert in_demo.get(LANDING).status_code == 200


def test_the_cookie_ends_with_the_demo(in_demo: Client) -> None:
    ends = in_demo.session.get_expiry_date()
    assert abs(ends - timezone.now() - LASTS) < dt.timedelta(minutes=2)


def test_signing_out_ends_it(in_demo: Client) -> None:
    assert "no way back" in in_demo.get(reverse("account_logout")).content.decode()
    in_demo.post(reverse("account_logout"))

    assert demo_person().athlete.is_over(timezone.now())


def test_signing_out_of_an_account_ends_nothing(signed_in: Client, athlete: Athlete) -> None:
    signed_in.post(reverse("account_logout"))

    athlete.refresh_from_db()
    assert athlete.demo_until is None
