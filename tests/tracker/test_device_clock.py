"""A session whose device had a slow clock is not moved; its page says what may be wrong."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from tests.factories import SessionFactory, SetFactory
from tracker.models import Athlete, Evidence


def doubt_on(client: Client, athlete: Athlete, *, days: int, evidence: Evidence) -> str:
    """Return what the page of a session says that came in so many days after its start."""
    session = SessionFactory(
        athlete=athlete,
        day=timezone.localdate() - dt.timedelta(days=days),
        started_at=timezone.now() - dt.timedelta(days=days),
        evidence=evidence,
    )
    SetFactory(session=session)
    response = client.get(session.get_absolute_url())
    note = BeautifulSoup(response.content, "html.parser").select_one("[data-doubt]")
    return " ".join(note.text.split()) if note else ""


def test_a_clock_a_year_slow_is_told(signed_in: Client, athlete: Athlete) -> None:
    said = doubt_on(signed_in, athlete, days=365, evidence=Evidence.TIMED)
    assert "If that clock was wrong, change the day." in said
    assert said.endswith("Change the day")


@pytest.mark.parametrize(
    ("days", "evidence"), [(6, Evidence.TIMED), (0, Evidence.TIMED), (365, Evidence.BACKFILLED)]
)
def test_what_came_soon_or_was_dated_by_hand_is_not_doubted(
    signed_in: Client, athlete: Athlete, days: int, evidence: Evidence
) -> None:
    assert doubt_on(signed_in, athlete, days=days, evidence=evidence) == ""


def test_a_made_up_session_is_not_doubted(signed_in: Client, athlete: Athlete) -> None:
    athlete.demo_until = timezone.now() + dt.timedelta(hours=1)
    athlete.save()
    assert doubt_on(signed_in, athlete, days=365, evidence=Evidence.TIMED) == ""
