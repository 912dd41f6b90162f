"""Today as its tests read it."""

from __future__ import annotations

import re
from datetime import date

from bs4 import BeautifulSoup, Tag
from django.http import HttpResponse
from django.test import Client

from exercises.models import Routine
from tests.factories import (
    EnrolmentFactory,
    ProgrammeFactory,
    ProgrammeTrackFactory,
    RoutineFactory,
    RoutineItemFactory,
    SessionFactory,
    SetFactory,
)
from tracker.models import Athlete, Session

SESSION = re.compile(r"/sessions/([0-9a-f-]{36})/play/\?routine=([\w-]+)$")


def shown(client: Client, query: str = "") -> Tag:
    """Return what stands between the page's head and its foot."""
    response = client.get(f"/today/{query}")
    assert response.status_code == 200
    return main_of(response)


def main_of(response: HttpResponse) -> Tag:
    main = BeautifulSoup(response.content.decode(), "html.parser").select_one("main")
    assert main is not None
    return main


def card_of(main: Tag, routine: str) -> Tag:
    card = main.select_one(f"[data-routine={routine}]")
    assert card is not None
    return card


def routine_of(slug: str, count: int = 1, **values: object) -> Routine:
    """A routine with so many exercises of 2 × 30 s each side."""
    routine = RoutineFactory(slug=slug, name=slug.capitalize(), **values)
    RoutineItemFactory.create_batch(count, routine=routine)
    return routine


def trained(athlete: Athlete, day: date, routine: Routine | None = None, **values: object) -> Session:
    session = SessionFactory(athlete=athlete, day=day, routine=routine, **values)
    SetFactory(session=session)
    return session


def form_fields(form: Tag) -> dict[str, str]:
    return {one["name"]: one["value"] for one in form.select("input, button[name]")}


def followed(slug: str, athlete: Athlete, today: date) -> Routine:
    """The routine of a programme, three times a week, that is followed from today on."""
    routine = routine_of(slug)
    track = ProgrammeTrackFactory(programme=ProgrammeFactory(name="Beginner"), routine=routine, times_min=3)
    EnrolmentFactory(athlete=athlete, programme=track.programme, started_on=today)
    return routine
