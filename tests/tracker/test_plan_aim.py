"""The plan and the programme's page say where the own aim is too low, and which would do."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from exercises.models import Programme
from tests.factories import EnrolmentFactory
from tests.screenings import screen
from tracker.models import Athlete

PLAN = reverse("tracker:plan")
PROGRAMME = reverse("exercises:programme-detail", args=["alternating"])

pytestmark = pytest.mark.usefixtures("catalogue")


@pytest.fixture
def alternating(athlete: Athlete) -> Athlete:
    """A person who follows the alternating programme."""
    programme = Programme.objects.get(slug="alternating")
    EnrolmentFactory(athlete=athlete, programme=programme, started_on=timezone.localdate())
    return athlete


def aim_on(client: Client, path: str) -> str:
    """Return what a page says of the aim; "" for nothing."""
    client.get(path)  # what a process reads once and keeps is no page's cost
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
    assert response.status_code == 200
    assert len(queries) <= 8
    note = BeautifulSoup(response.content, "html.parser").select_one("[data-aim]")
    return re.sub(r"\s+", " ", note.get_text()).strip() if note else ""


def aim_at(athlete: Athlete, sessions: int) -> None:
    athlete.sessions_a_week = sessions
    athlete.save()


@pytest.mark.parametrize("path", [PLAN, PROGRAMME])
def test_an_aim_that_cannot_reach_what_is_asked_for(
    signed_in: Client, alternating: Athlete, path: str
) -> None:
    aim_at(alternating, 3)
    said = aim_on(signed_in, path)
    assert said.startswith("With your aim of 3 sessions a week, not every exercise comes as often as it asks")
    assert re.search(r"For [^.]*Slideboard reverse hyper[^.]*, 4 sessions a week would do\.", said)
    assert "For Edge hang, 6 sessions a week would do." in said
    aim_at(alternating, 4)
    assert "Slideboard" not in aim_on(signed_in, path)
    aim_at(alternating, 6)
    assert aim_on(signed_in, path) == ""


@pytest.mark.parametrize("path", [PLAN, PROGRAMME])
def test_what_is_not_for_the_person_needs_no_aim(signed_in: Client, alternating: Athlete, path: str) -> None:
    screen(alternating.user, knee_problem="yes")
    aim_at(alternating, 3)
    assert "Slideboard" not in aim_on(signed_in, path)


def test_a_programme_that_names_its_days_depends_on_no_aim(signed_in: Client, athlete: Athlete) -> None:
    aim_at(athlete, 1)
    assert aim_on(signed_in, reverse("exercises:programme-detail", args=["beginner"])) == ""


def test_a_visitor_has_no_aim(client: Client) -> None:
    assert aim_on(client, PROGRAMME) == ""
