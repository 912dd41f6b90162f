"""What the catalogue's pages offer to whoever may follow a programme or do a routine every day."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from exercises.models import Programme
from tests.factories import (
    AthleteFactory,
    EnrolmentFactory,
    ProgrammeFactory,
    ProgrammeTrackFactory,
    RoutineItemFactory,
)
from tracker.models import Athlete

LIST = reverse("exercises:programme-list")
FOLLOW = f"form[action='{reverse('tracker:plan-enrol')}']"
DAILY = f"form[action='{reverse('tracker:plan-daily')}']"


@pytest.fixture
def programmes(db: None) -> list[Programme]:
    """Two programmes, each with a routine."""
    return [
        ProgrammeTrackFactory(
            routine=RoutineItemFactory().routine, programme=ProgrammeFactory(name=name)
        ).programme
        for name in ("Beginner", "Advanced")
    ]


def page(client: Client, path: str) -> BeautifulSoup:
    response = client.get(path)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def text_of(element: Tag | None) -> str:
    assert element is not None
    return re.sub(r"\s+", " ", element.get_text(" ")).strip()


def pages_of(programmes: list[Programme]) -> list[str]:
    routine = programmes[0].tracks.get().routine
    return [LIST, programmes[0].get_absolute_url(), routine.get_absolute_url()]


def test_visitors_are_offered_nothing(client: Client, programmes: list[Programme]) -> None:
    for path in pages_of(programmes):
        assert not page(client, path).select(f"{FOLLOW}, {DAILY}"), path


def test_each_programme_can_be_followed(signed_in: Client, programmes: list[Programme]) -> None:
    for path, count in ((LIST, 2), (programmes[0].get_absolute_url(), 1)):
        forms = page(signed_in, path).select(FOLLOW)
        assert len(forms) == count
        for form in forms:
            assert "It takes the place" not in text_of(form)

    form = page(signed_in, programmes[0].get_absolute_url()).select_one(FOLLOW)
    assert form is not None
    assert form.select_one(f"input[name=programme][value='{programmes[0].slug}']")
    assert form.select_one("input[name=csrfmiddlewaretoken]")
    assert text_of(form.button) == "Follow this programme : Beginner"


def test_the_one_that_is_followed_says_since_when_and_the_other_what_it_replaces(
    signed_in: Client, athlete: Athlete, programmes: list[Programme]
) -> None:
    followed, other = programmes
    EnrolmentFactory(athlete=athlete, programme=followed, started_on=dt.date(2026, 11, 2))

    listed = page(signed_in, LIST)
    assert "You follow it since 2 November 2026" in text_of(listed)
    [form] = listed.select(FOLLOW)
    assert "It takes the place of Beginner." in text_of(form)
    assert not page(signed_in, followed.get_absolute_url()).select(FOLLOW)
    assert "It takes the place of Beginner." in text_of(page(signed_in, other.get_absolute_url()))


def test_what_was_left_or_is_somebody_elses_can_be_followed(
    signed_in: Client, athlete: Athlete, programmes: list[Programme]
) -> None:
    EnrolmentFactory(athlete=athlete, programme=programmes[0], ended_on=dt.date(2026, 11, 5))
    EnrolmentFactory(athlete=AthleteFactory(), programme=programmes[1])

    assert len(page(signed_in, LIST).select(FOLLOW)) == 2


def test_a_routine_can_be_done_every_day(
    signed_in: Client, athlete: Athlete, programmes: list[Programme]
) -> None:
    routine = programmes[0].tracks.get().routine
    form = page(signed_in, routine.get_absolute_url()).select_one(DAILY)
    assert form is not None
    assert form.select_one(f"input[name=routine][value='{routine.slug}']")

    EnrolmentFactory(athlete=athlete, programme=None, routine=routine)
    found = page(signed_in, routine.get_absolute_url())
    assert not found.select(DAILY)
    assert "You do it every day" in text_of(found)


def enrolments_read(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    assert len(queries) <= 8
    return sum("tracker_enrolment" in one["sql"] for one in queries)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_it_takes_one_query_and_none_for_visitors(
    signed_in: Client, athlete: Athlete, programmes: list[Programme], number: int
) -> None:
    path = pages_of(programmes)[number]
    EnrolmentFactory(athlete=athlete, programme=programmes[0])

    assert enrolments_read(signed_in, path) == 1
    assert enrolments_read(Client(), path) == 0
