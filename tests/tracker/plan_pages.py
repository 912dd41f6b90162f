"""The page of the plan for tests: its addresses, and reading and pressing what stands on it."""

from __future__ import annotations

import datetime as dt
import re

from bs4 import BeautifulSoup, Tag
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tracker.models import Athlete, Enrolment, PlanChange

URL = reverse("tracker:plan")
ENROL, LEAVE = reverse("tracker:plan-enrol"), reverse("tracker:plan-leave")
PAUSE, RESUME = reverse("tracker:plan-pause"), reverse("tracker:plan-resume")
DAILY, DAILY_STOP = reverse("tracker:plan-daily"), reverse("tracker:plan-daily-stop")
BUTTONS = (ENROL, LEAVE, PAUSE, RESUME, DAILY, DAILY_STOP)


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
