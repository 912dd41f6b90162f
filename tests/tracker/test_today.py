"""Today: where the week stands, the last session, the routines."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from exercises.domain.vocabulary import Aim, ConditionKind, StressTag, Verdict
from exercises.models import Screening
from tests.factories import (
    ConditionFactory,
    ContraindicationFactory,
    ExerciseFactory,
    RoutineFactory,
    RoutineItemFactory,
    SessionFactory,
)
from tests.screenings import screen
from tests.tracker.logged import days_back, local_today, many_sessions
from tracker.models import Athlete, Session
from tracker.presenters.today import FIRST_ROUTINE, build_today

MONDAY = date(2026, 11, 23)
WEDNESDAY = date(2026, 11, 25)


def _soup(response: HttpResponse) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content.decode(), "html.parser")


def test_week_counts_from_monday(athlete: Athlete) -> None:
    for day in (MONDAY - timedelta(days=1), MONDAY, WEDNESDAY):
        SessionFactory(athlete=athlete, day=day)
    SessionFactory(athlete=athlete, day=WEDNESDAY, deleted_at=timezone.now())
    SessionFactory(day=WEDNESDAY)
    page = build_today(athlete.user, today=WEDNESDAY, now=timezone.now())
    assert page.week == "2 of 3 sessions this week."
    assert page.dots == (True, True, False)
    assert page.done_today == "1 session logged today."


@pytest.mark.parametrize(("wanted", "done", "dots"), [(1, 0, (False,)), (2, 3, (True, True))])
def test_week_goes_by_the_athletes_own_number(
    athlete: Athlete, wanted: int, done: int, dots: tuple[bool, ...]
) -> None:
    Athlete.objects.update(sessions_a_week=wanted)
    athlete.user.refresh_from_db()
    SessionFactory.create_batch(done, athlete=athlete, day=MONDAY)
    page = build_today(User.objects.select_related("athlete").get(), today=WEDNESDAY, now=timezone.now())
    assert page.dots == dots
    assert page.done_today == "Nothing logged today yet."


def test_routines_say_when_they_were_last_done(athlete: Athlete) -> None:
    done, long_ago, never = (RoutineFactory(order=order) for order in (1, 2, 3))
    for day in (MONDAY, MONDAY - timedelta(days=9)):
        SessionFactory(athlete=athlete, routine=done, day=day)
    SessionFactory(athlete=athlete, routine=long_ago, day=MONDAY - timedelta(days=500))
    SessionFactory(athlete=athlete, routine=never, day=WEDNESDAY, deleted_at=timezone.now())
    SessionFactory(routine=never, day=WEDNESDAY)
    page = build_today(athlete.user, today=WEDNESDAY, now=timezone.now())
    assert [(card.slug, card.last) for card in page.routines] == [
        (done.slug, "last done on 23 November 2026"),
        (long_ago.slug, "not done in the last 12 months"),
        (never.slug, "not done in the last 12 months"),
    ]


def test_new_person_has_not_done_a_routine_yet(athlete: Athlete) -> None:
    never, done = (RoutineFactory(order=order) for order in (1, 2))
    assert [
        card.last for card in build_today(athlete.user, today=WEDNESDAY, now=timezone.now()).routines
    ] == ["not done yet"] * 2
    SessionFactory(athlete=athlete, routine=done, day=WEDNESDAY)
    SessionFactory(routine=never, day=MONDAY - timedelta(days=500))
    cards = build_today(athlete.user, today=WEDNESDAY, now=timezone.now()).routines
    assert [card.last for card in cards] == ["not done yet", "done today"]


def test_short_routine_comes_first_and_each_says_what_to_take_care_of(signed_in: Client) -> None:
    RoutineFactory(slug="legs", order=1, cautions="Only with sound knees.\nNot when tired.")
    RoutineFactory(slug=FIRST_ROUTINE, order=2)
    cards = _soup(signed_in.get("/today/")).select("main [data-routine]")
    assert [card["data-routine"] for card in cards] == [FIRST_ROUTINE, "legs"]
    assert cards[0].select_one(".tag-care") is None
    assert cards[1].select_one(".tag-care") is not None
    assert "Only with sound knees." in cards[1].text
    assert "Not when tired." not in cards[1].text


def test_page_offers_to_log_each_routine_and_to_repeat_the_last_session(
    signed_in: Client, athlete: Athlete
) -> None:
    routine = RoutineFactory(slug="hips", name="Hips")
    today = local_today(athlete)
    SessionFactory(athlete=athlete, day=today - timedelta(days=3))
    last = SessionFactory(athlete=athlete, day=today, routine=routine)
    main = _soup(signed_in.get("/today/")).select_one("main")
    assert main is not None
    assert main.select('[data-routine=hips] a[href="/sessions/new/?routine=hips"]')
    assert "done today" in main.select("[data-routine=hips]")[0].text
    assert main.select(f'a[href="/sessions/{last.pk}/repeat/"]')
    assert main.select(f'a[href="{last.get_absolute_url()}"]')
    assert "Your first session" not in main.text


def test_new_person_is_shown_the_first_routine(signed_in: Client) -> None:
    RoutineFactory(slug=FIRST_ROUTINE, name="Hip mobility routine")
    main = _soup(signed_in.get("/today/")).select_one("main")
    assert main is not None
    assert "Your first session" in main.text
    assert main.select(f'a[href="/routines/{FIRST_ROUTINE}/"]')


def test_new_person_before_there_is_a_catalogue_finds_the_exercises(signed_in: Client) -> None:
    assert _soup(signed_in.get("/today/")).select('main a[href="/exercises/"]')


def test_user_without_an_athlete_gets_the_defaults_and_nothing_is_written(client: Client, db: None) -> None:
    client.force_login(User.objects.create_superuser("boss"), backend="tracker.auth.AthleteBackend")
    assert "0 of 3 sessions this week." in client.get("/today/").content.decode()
    assert not Athlete.objects.exists()


def test_today_needs_an_account_and_a_get(client: Client, athlete: Athlete) -> None:
    assert client.get("/today/").headers["Location"].startswith("/accounts/login/")
    client.force_login(athlete.user, backend="tracker.auth.AthleteBackend")
    for method in (client.post, client.put, client.delete):
        assert method("/today/").status_code == 405


def test_today_costs_the_same_for_ten_and_for_a_thousand_sessions(
    signed_in: Client, athlete: Athlete
) -> None:
    today, exercise, routine = local_today(athlete), ExerciseFactory(), RoutineFactory()
    many_sessions(athlete, days_back(today, 10), exercise, routine)
    with CaptureQueriesContext(connection) as few:
        signed_in.get("/today/")
    many_sessions(athlete, days_back(today, 990), exercise, RoutineFactory())
    with CaptureQueriesContext(connection) as many:
        signed_in.get("/today/")
    assert Session.objects.count() == 1000
    assert len(few) == len(many) <= 8


def test_new_person_answers_the_screening_first(signed_in: Client) -> None:
    Screening.objects.all().delete()
    RoutineFactory(slug=FIRST_ROUTINE)
    main = _soup(signed_in.get("/today/")).select_one("main")
    assert main is not None
    assert main.select('a[href="/screening/?next=/today/"]')
    assert not main.select(f'.btn-main[href="/routines/{FIRST_ROUTINE}/"]')


@pytest.mark.parametrize("why", ["old", "pain"])
def test_a_person_with_sessions_is_asked_again_in_one_line(
    signed_in: Client, athlete: Athlete, why: str
) -> None:
    SessionFactory(athlete=athlete)
    assert not _soup(signed_in.get("/today/")).select('a[href="/screening/?next=/today/"]')
    now = timezone.now()
    values = {"answered_at": now - timedelta(days=90)} if why == "old" else {"asked_again_at": now}
    Screening.objects.update(**values)
    main = _soup(signed_in.get("/today/")).select_one("main")
    assert main is not None
    assert [link.text for link in main.select('a[href="/screening/?next=/today/"]')] == [
        "Answer the screening again"
    ]


def test_a_red_flag_stands_in_place_of_the_routines(signed_in: Client, athlete: Athlete) -> None:
    last = SessionFactory(athlete=athlete, routine=RoutineFactory())
    ConditionFactory(slug="alarm", kind=ConditionKind.RED_FLAG, action="See a doctor today.")
    screen(athlete.user, alarm="unsure")
    main = _soup(signed_in.get("/today/")).select_one("main")
    assert main is not None
    assert main.select('.note-stop a[href="/screening/stop/"]')
    assert not main.select("[data-routine]")
    assert not main.select('a[href*="routine="], a[href*="/repeat/"]')
    assert main.select(f'a[href="{last.get_absolute_url()}"]')
    assert main.select('a[href="/sessions/new/"]')


def test_a_routine_says_how_it_fits(signed_in: Client, athlete: Athlete) -> None:
    rule = ContraindicationFactory(
        condition=ConditionFactory(slug="sore-knee"), stress=StressTag.KNEELING, verdict=Verdict.AVOID
    )
    routine = RoutineFactory(slug="plan")
    for name, aim in (("Couch", Aim.FLEXOR_LENGTH), ("Crawl", Aim.AGILITY)):
        exercise = ExerciseFactory(slug=name.lower(), name=name, aim=aim, stress=(rule.stress,))
        RoutineItemFactory(routine=routine, exercise=exercise)
    RoutineItemFactory(routine=routine, exercise=ExerciseFactory(aim=Aim.BALANCE))
    ExerciseFactory(slug="lunge", name="Lunge")
    screen(athlete.user)
    card = _soup(signed_in.get("/today/")).select_one("[data-routine=plan]")
    assert card is not None
    assert "not for you" not in card.text
    screen(athlete.user, sore_knee="yes")
    card = _soup(signed_in.get("/today/")).select_one("[data-routine=plan]")
    assert card is not None
    assert "2 of 3 are not for you now. Your version:" in card.text
    changes = [
        (one["data-exercise"], one["data-verdict"], one.text) for one in card.select("[data-exercise]")
    ]
    assert changes == [
        ("lunge", "allowed", "Lunge instead of Couch"),
        ("crawl", "avoid", "Left out: Crawl"),
    ]
