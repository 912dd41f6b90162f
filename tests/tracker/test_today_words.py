"""Everything that Today says can be translated, in each of its states."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from exercises.models import Exercise, Programme, Routine
from tests import pseudo_locale
from tests.factories import EnrolmentFactory, PlanChangeFactory, SessionFactory, SetFactory
from tests.pseudo_locale import forgotten_in
from tests.screenings import screen
from tests.tracker.logged import local_today
from tracker.models import Athlete, Evidence, PlanChange, Session

LEGS = {"routine": "leg-exercises", "exercise": "slideboard-reverse-hyper"}
SWAP = "/today/swap/?routine=leg-exercises&exercise=slideboard-reverse-hyper"


@pytest.fixture
def person(catalogue: None, athlete: Athlete, monkeypatch: pytest.MonkeyPatch) -> Athlete:
    """Somebody in the language of brackets who follows the advanced programme, and a daily block."""
    EnrolmentFactory(
        athlete=athlete,
        programme=Programme.objects.get(slug="advanced"),
        started_on=local_today(athlete) - timedelta(days=20),
    )
    EnrolmentFactory(
        athlete=athlete,
        programme=None,
        routine=Routine.objects.get(slug="extended-hip-routine"),
        started_on=local_today(athlete),
    )
    screen(athlete.user)
    pseudo_locale.rewrite_catalogue()
    pseudo_locale.speak(monkeypatch)
    return athlete


def forgotten_by(response: HttpResponse, status: int = 200) -> list[str]:
    assert response.status_code == status
    return forgotten_in(response.content.decode())


def slide(person: Athlete, days: int) -> None:
    """Do what a cap binds, so many days ago."""
    session = SessionFactory(athlete=person, day=local_today(person) - timedelta(days=days))
    SetFactory(session=session, exercise=Exercise.objects.get(slug="slideboard-reverse-hyper"), pain=6)


def test_what_is_due_changed_and_logged(signed_in: Client, person: Athlete) -> None:
    assert forgotten_by(signed_in.get("/today/")) == []
    assert forgotten_by(signed_in.get(SWAP)) == []
    assert forgotten_by(signed_in.post(SWAP, {"instead": "no"}), 422) == []
    signed_in.post(SWAP, {"instead": "prone-reverse-hyper"})
    signed_in.post("/today/skip/", {"routine": "leg-exercises", "exercise": "edge-hang"})
    assert forgotten_by(signed_in.get("/today/")) == []
    key = str(uuid.uuid4())
    done = signed_in.post("/sessions/done/", {"id": key, "routine": "leg-exercises"}, follow=True)
    assert Session.objects.kept().exists()
    assert forgotten_by(done) == []
    assert forgotten_by(signed_in.post("/sessions/done/", {"id": key, "undo": "1"}, follow=True)) == []
    signed_in.post("/today/skip/", LEGS)
    nothing = {"id": str(uuid.uuid4()), "routine": "leg-exercises"}
    assert forgotten_by(signed_in.post("/sessions/done/", nothing, follow=True)) == []


def test_what_is_held_back_used_up_or_under_way(signed_in: Client, person: Athlete) -> None:
    screen(person.user, knee_problem="yes", labral_tear="yes")
    assert forgotten_by(signed_in.get("/today/")) == []
    screen(person.user)
    for days in (1, 2, 3, 4):
        slide(person, days)
    begun = SessionFactory(
        athlete=person,
        day=local_today(person),
        started_at=timezone.now(),
        evidence=Evidence.TIMED,
    )
    SetFactory(session=begun, exercise=Exercise.objects.get(slug="supine-figure-4"))
    assert forgotten_by(signed_in.get("/today/")) == []


def test_nothing_due(signed_in: Client, person: Athlete) -> None:
    for routine in ("leg-exercises", "balance-and-agility", "extended-hip-routine"):
        signed_in.post("/today/put-off/", {"routine": routine})
    assert forgotten_by(signed_in.get("/today/")) == []
    PlanChange.objects.all().delete()
    PlanChangeFactory(athlete=person, first_day=local_today(person), last_day=None)
    assert forgotten_by(signed_in.get("/today/")) == []
