"""Plans and mornings after in the admin: to read alone."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import (
    AthleteFactory,
    EnrolmentFactory,
    ExerciseFactory,
    MorningFactory,
    PlanChangeFactory,
    RoutineFactory,
    SessionFactory,
)
from tests.forms import values_of
from tracker.models import Athlete, Enrolment, Morning, PlanChange, Session


@pytest.fixture
def staff(db: None, client: Client) -> Client:
    person = AthleteFactory(user__is_staff=True, user__is_superuser=True)
    client.force_login(person.user, backend="tracker.auth.AthleteBackend")
    return client


def page_of(row: Athlete | Session) -> str:
    return reverse(f"admin:tracker_{row._meta.model_name}_change", args=[row.pk])


def add_rows(athlete: Athlete, count: int, first: int = 1) -> None:
    for number in range(first, first + count):
        EnrolmentFactory(athlete=athlete, ended_on=dt.date(2026, 11, 3))
        EnrolmentFactory(athlete=athlete, programme=None, routine=RoutineFactory())
        PlanChangeFactory(athlete=athlete, first_day=dt.date(2026, 1, number))
        PlanChangeFactory(
            athlete=athlete, kind="swap", routine=RoutineFactory(), exercise=ExerciseFactory(),
            instead=ExerciseFactory(), first_day=dt.date(2026, 2, number),
        )  # fmt: skip


def test_an_athletes_page_shows_the_plan_in_the_same_queries(staff: Client) -> None:
    athlete = AthleteFactory()
    add_rows(athlete, 2)
    staff.get(page_of(athlete))  # what a process reads once and keeps
    with CaptureQueriesContext(connection) as few:
        page = staff.get(page_of(athlete)).content.decode()
    assert str(athlete.enrolments.exclude(programme=None).first().programme) in page
    assert str(athlete.plan_changes.exclude(instead=None).first().instead) in page

    add_rows(athlete, 8, first=3)
    with CaptureQueriesContext(connection) as many:
        staff.get(page_of(athlete))
    assert len(many) == len(few)


def test_a_sessions_page_shows_the_morning_after(staff: Client) -> None:
    session = MorningFactory(pain=4).session

    assert '<td class="field-pain">' in staff.get(page_of(session)).content.decode()
    assert staff.get(page_of(SessionFactory())).status_code == 200


def kept() -> list[dict[str, object]]:
    return [*Enrolment.objects.order_by("pk").values(), *PlanChange.objects.order_by("pk").values()]


def test_saving_the_page_changes_none_of_it(staff: Client) -> None:
    athlete = AthleteFactory()
    add_rows(athlete, 1)
    before = kept()
    values = values_of(staff.get(page_of(athlete)).content, "athlete_form")

    assert staff.post(page_of(athlete), values | {"sessions_a_week": ["5"]}).status_code == 302

    athlete.refresh_from_db()
    assert athlete.sessions_a_week == 5
    assert kept() == before


def test_a_made_up_form_changes_none_of_it(staff: Client) -> None:
    athlete = AthleteFactory()
    row = EnrolmentFactory(athlete=athlete)
    before = kept()
    values = values_of(staff.get(page_of(athlete)).content, "athlete_form")
    made_up = {
        "TOTAL_FORMS": "2",
        "INITIAL_FORMS": "1",
        "0-id": str(row.pk),
        "0-athlete": str(athlete.pk),
        "0-programme": str(row.programme_id),
        "0-started_on": "2020-01-01",
        "0-DELETE": "on",
        "1-athlete": str(athlete.pk),
        "1-routine": str(RoutineFactory().pk),
        "1-started_on": "2020-01-01",
    }

    staff.post(page_of(athlete), values | {f"enrolments-{name}": [one] for name, one in made_up.items()})

    assert kept() == before


def test_they_have_no_pages_of_their_own() -> None:
    for model in (Enrolment, PlanChange, Morning):
        assert not admin.site.is_registered(model)


def test_deleting_an_athlete_takes_the_plan_along(staff: Client) -> None:
    athlete = AthleteFactory()
    add_rows(athlete, 1)
    address = reverse("admin:tracker_athlete_delete", args=[athlete.pk])

    assert dict(staff.get(address).context["model_count"])["enrolments"] == 2
    assert staff.post(address, {"post": "yes"}).status_code == 302
    assert not Enrolment.objects.exists()
    assert not PlanChange.objects.exists()
