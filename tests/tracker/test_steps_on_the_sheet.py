"""The log sheet says why a dose is more or less than usual, and shows the dose of today."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from exercises.models import Exercise, Routine
from tests.factories import SessionFactory, SetFactory
from tests.tracker.logged import local_today
from tests.tracker.sheets import NEW, soup_of
from tracker.models import Athlete, Session

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(athlete: Athlete, routine: Routine) -> Session:
    """The first exercise of the routine, as prescribed, the day before yesterday."""
    day = local_today(athlete) - dt.timedelta(days=2)
    session = SessionFactory(athlete=athlete, day=day, routine=routine)
    exercise = Exercise.objects.get(slug="first")
    for position, side in enumerate(("left", "right") * 2):
        prescribed = {"reps": None, "seconds": 30}
        SetFactory(session=session, exercise=exercise, position=position, side=side, prescribed=prescribed)
    return session


def texts(client: Client, path: str) -> dict[str, tuple[str, str]]:
    """Return the dose and the reason beside each exercise of a sheet."""
    found = {}
    for block in soup_of(client.get(path)).select(".sheet-block"):
        told = [
            one.get_text(strip=True).replace("\N{NO-BREAK SPACE}", " ")
            for one in block.select(".sheet-head p")
        ]
        found[str(block["data-exercise"])] = (told[0], told[1] if told[1:] else "")
    return found


@pytest.mark.parametrize("address", [f"{NEW}?routine=two", f"{NEW}?exercise=first", "repeat"])
def test_after_pain_it_says_less_and_why(signed_in: Client, done: Session, address: str) -> None:
    done.sets.filter(position=1).update(pain=7)
    path = f"/sessions/{done.pk}/repeat/" if address == "repeat" else address
    found = texts(signed_in, path)
    assert found["first"] == ("30 s each side", "Pain of 7 last time is too much: less today.")
    assert found.get("second", ("2 × 30 s each side", "")) == ("2 × 30 s each side", "")


def test_what_is_usual_is_not_spoken_of(signed_in: Client, done: Session) -> None:
    done.sets.filter(position=3).update(skipped=True)
    assert texts(signed_in, f"{NEW}?routine=two")["first"] == ("2 × 30 s each side", "")
