"""Every word of the plan's pages can be translated, whatever state the plan is in."""

from __future__ import annotations

import datetime as dt

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exercises.models import Programme, Routine
from tests import pseudo_locale
from tests.factories import AthleteFactory, EnrolmentFactory, PlanChangeFactory, SessionFactory, SetFactory
from tracker.models import Athlete
from tracker.services.share_calendar import make_feed

URL = reverse("tracker:plan")


@pytest.fixture
def person(catalogue: None, monkeypatch: pytest.MonkeyPatch) -> Athlete:
    """Somebody with the shipped catalogue, in the language of brackets."""
    athlete = AthleteFactory()
    pseudo_locale.rewrite_catalogue()
    pseudo_locale.speak(monkeypatch)
    return athlete


@pytest.fixture
def browser(person: Athlete, client: Client) -> Client:
    client.force_login(person.user)
    return client


def forgotten(response: HttpResponse, status: int = 200) -> list[str]:
    assert response.status_code == status
    return pseudo_locale.forgotten_in(response.content.decode())


@pytest.mark.parametrize("slug", ["hip-mobility", "beginner", "alternating", "advanced"])
def test_the_days_of_every_programme(browser: Client, person: Athlete, slug: str) -> None:
    today = timezone.localdate(timezone=person.tz)
    programme = Programme.objects.get(slug=slug)
    EnrolmentFactory(athlete=person, programme=programme, started_on=today - dt.timedelta(days=20))
    assert forgotten(browser.get(URL)) == []

    for days in (1, 3):
        day = today - dt.timedelta(days=days)
        routine = programme.tracks.first().routine
        SetFactory(session=SessionFactory(athlete=person, day=day, routine=routine))
        assert forgotten(browser.get(URL)) == []


def test_every_change_and_its_undo(browser: Client, person: Athlete) -> None:
    for name, data in (
        ("enrol", {"programme": "beginner"}),
        ("enrol", {"programme": "advanced"}),
        ("leave", {}),
        ("daily", {"routine": "leg-exercises"}),
        ("daily-stop", {"routine": "leg-exercises"}),
        ("pause", {"first_day": timezone.localdate().isoformat()}),
        ("resume", {}),
    ):
        response = browser.post(reverse(f"tracker:plan-{name}"), data, follow=True)
        assert 'role="status"' in response.content.decode()
        assert forgotten(response) == [], name
    pause = PlanChangeFactory(athlete=person, first_day=timezone.localdate())
    resume = reverse("tracker:plan-resume")
    assert forgotten(browser.post(resume, {"pause": pause.pk}, follow=True)) == []
    for days in (("", ""), ("soon", "later"), ("2000-01-01", "9999-01-01")):
        data = dict(zip(("first_day", "last_day"), days, strict=True))
        assert forgotten(browser.post(reverse("tracker:plan-pause"), data), 422) == []


def test_the_buttons_of_the_catalogue(browser: Client, person: Athlete) -> None:
    pages = ("/programmes/", "/programmes/beginner/", "/programmes/advanced/", "/routines/leg-exercises/")
    assert [forgotten(browser.get(page)) for page in pages] == [[]] * 4

    EnrolmentFactory(athlete=person, programme=Programme.objects.get(slug="beginner"))
    EnrolmentFactory(athlete=person, programme=None, routine=Routine.objects.get(slug="leg-exercises"))
    assert [forgotten(browser.get(page)) for page in pages] == [[]] * 4


def test_the_calendar(browser: Client, person: Athlete) -> None:
    for action in ("make", "renew", "stop"):
        response = browser.post(reverse("tracker:settings-calendar"), {"action": action}, follow=True)
        assert forgotten(response) == [], action
    assert forgotten(browser.post(reverse("tracker:settings-calendar")), 422) == []

    EnrolmentFactory(athlete=person, programme=Programme.objects.get(slug="beginner"))
    feed = browser.get(reverse("tracker:calendar-feed", args=[make_feed(user=person.user)]))
    text = feed.content.decode().replace("\r\n ", "")
    said = [line.split(":", 1)[1] for line in text.splitlines() if line.startswith(("SUMMARY", "DESCR"))]
    assert said
    assert pseudo_locale.forgotten_in_text(said) == []
