"""A routine of which nothing is for the person is not planned, and does not hold up the others."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from exercises.domain.vocabulary import PatternKind
from exercises.models import Programme, Routine
from tests.factories import EnrolmentFactory, MeasurementFactory
from tests.screenings import screen
from tests.tracker.courses import ADVANCED, ALTERNATING, BALANCE, BEGINNER, HIP, LEGS, course
from tracker.domain.schedule import Pattern, Track
from tracker.models import Athlete
from tracker.presenters.period import period_of
from tracker.presenters.progress import build_progress
from tracker.services.share_calendar import make_feed

THREE = Pattern(PatternKind.ALTERNATING, (Track(LEGS), Track(BALANCE), Track(HIP)))
UNSTEADY = {"falls_or_dizziness": "yes"}


@pytest.mark.parametrize(
    ("pattern", "without", "left", "aim"),
    [
        (BEGINNER, {BALANCE}, (LEGS,), 3),
        (ADVANCED, {LEGS}, (BALANCE,), 3),
        (ALTERNATING, {BALANCE}, (LEGS,), 2),
        (THREE, {BALANCE}, (LEGS, HIP), 2),
        (ALTERNATING, {LEGS, BALANCE}, (LEGS, BALANCE), 3),
        (ALTERNATING, set(), (LEGS, BALANCE), 3),
    ],
)
def test_a_programme_goes_on_with_what_is_left(
    pattern: Pattern, without: set[str], left: tuple[str, ...], aim: int
) -> None:
    found = course(pattern, sessions_a_week=3).without(without)
    assert found.pattern
    assert (found.pattern.routines, found.sessions_a_week) == (left, aim)


def test_daily_blocks_are_left_out_as_well() -> None:
    assert course(None, daily=(LEGS, HIP)).without({LEGS}).daily == (HIP,)
    assert course(BEGINNER, daily=(HIP,)).without({LEGS, BALANCE, HIP}).daily == ()


@pytest.fixture
def unsteady(catalogue: None, athlete: Athlete) -> Athlete:
    """Somebody for whom nothing of balance and agility is, who follows the alternating programme."""
    screen(athlete.user, **UNSTEADY)
    programme = Programme.objects.get(slug="alternating")
    EnrolmentFactory(
        athlete=athlete, programme=programme, started_on=timezone.localdate() - dt.timedelta(days=30)
    )
    return athlete


def page_of(client: Client, path: str) -> BeautifulSoup:
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
    assert len(queries) <= 8
    return BeautifulSoup(response.content, "html.parser")


def test_today_goes_on_after_the_last_one(signed_in: Client, unsteady: Athlete) -> None:
    legs = Routine.objects.get(slug=LEGS)
    done = timezone.now() - dt.timedelta(days=8)
    unsteady.sessions.create(routine=legs, started_at=done, day=done.date()).sets.create(
        athlete=unsteady,
        exercise=legs.items.first().exercise,
        day=done.date(),
        position=1,
        side="both",
        seconds=30,
    )
    due = page_of(signed_in, reverse("tracker:today")).select(".today-card[data-routine]")
    assert [one["data-routine"] for one in due] == [LEGS]


def test_the_plan_says_what_is_not_planned(signed_in: Client, unsteady: Athlete) -> None:
    page = page_of(signed_in, reverse("tracker:plan"))
    note = page.select_one("[data-left-out]")
    assert note
    assert note.get_text() == "Not planned, because nothing in it fits you now: Balance and agility."
    days = page.select_one(".plan-days")
    assert days
    assert "Leg exercises" in days.get_text()
    assert "Balance" not in days.get_text()
    screen(unsteady.user)
    page = page_of(signed_in, reverse("tracker:plan"))
    assert not page.select("[data-left-out]")
    assert "Balance" in page.select_one(".plan-days").get_text()


def test_a_routine_without_exercises_holds_nothing_up(signed_in: Client, unsteady: Athlete) -> None:
    screen(unsteady.user)
    Routine.objects.get(slug=LEGS).items.all().delete()
    due = page_of(signed_in, reverse("tracker:today")).select(".today-card[data-routine]")
    assert [one["data-routine"] for one in due] == [BALANCE]


def test_the_calendar_knows_the_same_days(client: Client, unsteady: Athlete) -> None:
    path = reverse("tracker:calendar-feed", args=[make_feed(user=unsteady.user)])
    with CaptureQueriesContext(connection) as queries:
        found = client.get(path).content.decode()
    assert len(queries) <= 8
    assert "Leg exercises" in found
    assert "Balance" not in found


def test_progress_names_no_day_of_a_plan_that_does_not_fit(athlete: Athlete, unsteady: Athlete) -> None:
    today = timezone.localdate()
    period = period_of("", today)
    MeasurementFactory(athlete=athlete, taken_on=today)

    def next_step() -> str:
        page = build_progress(athlete.user, period=period, today=today, now=timezone.now())
        return next(one.text for one in page.answers if one.key == "next")

    assert next_step() == "Today says what is due, and why."
    screen(unsteady.user)
    assert next_step() == "Your plan has something for today."
