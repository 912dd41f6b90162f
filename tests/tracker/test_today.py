"""Today: what is due and why, what else can be done, and where the week stands."""

from __future__ import annotations

import re
import uuid
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from exercises.models import Programme, Routine
from tests.factories import (
    EnrolmentFactory,
    ExerciseFactory,
    PlanChangeFactory,
    ProgrammeFactory,
    ProgrammeTrackFactory,
    SessionFactory,
)
from tests.screenings import screen
from tests.tracker.logged import days_back, many_sessions
from tests.tracker.today_pages import (
    SESSION,
    card_of,
    followed,
    form_fields,
    main_of,
    routine_of,
    shown,
    trained,
)
from tracker.models import Athlete, Enrolment, Session
from tracker.presenters.today_routines import FIRST_ROUTINE


@pytest.fixture
def legs(athlete: Athlete, today: date) -> Routine:
    """The routine of a programme, three times a week, that is followed from today on."""
    return followed("legs", athlete, today)


def test_what_is_due_comes_first_with_its_reason_and_its_length(
    signed_in: Client, athlete: Athlete, legs: Routine, today: date
) -> None:
    routine_of("balance", order=1)
    trained(athlete, today - timedelta(days=2), legs)
    main = shown(signed_in)
    card = main.select("[data-routine]")[0]
    assert card["data-routine"] == "legs"
    assert "Done on 1 of 3 days in the last 7." in card.text
    # 30 s to set up, 2 × 2 sets of 30 s, and 15 s after each.
    assert "About 4 minutes" in card.text
    assert "last done" in card.text
    assert "Beginner" in main.text
    others = main.select("ul [data-routine]")
    assert [one["data-routine"] for one in others] == ["balance"]


def test_a_card_leads_to_a_new_session_each_time(signed_in: Client, legs: Routine) -> None:
    ids = set()
    for _visit in range(2):
        start = card_of(shown(signed_in), "legs").select_one("a.btn-main[data-start]")
        assert start is not None
        found = SESSION.match(start["href"])
        assert found
        assert found[2] == "legs"
        ids.add(uuid.UUID(found[1]))
    assert len(ids) == 2


def test_each_exercise_stands_with_its_dose_and_can_be_swapped_or_skipped(
    signed_in: Client, legs: Routine
) -> None:
    exercise = legs.items.get().exercise
    place = card_of(shown(signed_in), "legs").select_one(f"li[data-exercise={exercise.slug}]")
    assert place is not None
    assert place["data-verdict"] == "allowed"
    assert "2 × 30 s each side" in place.text.replace("\N{NO-BREAK SPACE}", " ")
    assert place.select(f'a[href="/today/swap/?routine=legs&exercise={exercise.slug}"]')
    skip = place.select_one('form[action="/today/skip/"]')
    assert skip is not None
    fields = {one["name"]: one["value"] for one in skip.select("input")}
    assert (fields["routine"], fields["exercise"]) == ("legs", exercise.slug)


def test_logging_as_done_takes_one_press_and_undoing_it_another(
    signed_in: Client, athlete: Athlete, legs: Routine
) -> None:
    form = card_of(shown(signed_in), "legs").select_one('form[action="/sessions/done/"]')
    assert form is not None
    response = signed_in.post("/sessions/done/", form_fields(form), follow=True)
    assert Session.objects.kept().get().routine == legs
    main = main_of(response)
    assert "Logged as prescribed: Legs, 4 sets." in main.text
    assert "Done for today." in main.text
    assert not main.select(".today-card")
    undo = main.select_one('.message form[action="/sessions/done/"]')
    assert undo is not None
    main = main_of(signed_in.post("/sessions/done/", form_fields(undo), follow=True))
    assert not Session.objects.kept().exists()
    assert main.select(".today-card")


@pytest.mark.parametrize("query", ["?done=nothing", "?done=", f"?done={uuid.UUID(int=1)}", "?done=%00"])
def test_nothing_is_said_of_a_session_that_is_not_there(signed_in: Client, query: str) -> None:
    assert not shown(signed_in, query).select(".message")


def test_another_persons_session_is_not_shown(signed_in: Client, today: date) -> None:
    theirs = trained(SessionFactory().athlete, today)
    assert str(theirs.pk) not in signed_in.get(f"/today/?done={theirs.pk}").content.decode()


def test_a_rest_day_says_why_and_what_comes_next(
    signed_in: Client, athlete: Athlete, legs: Routine, today: date
) -> None:
    trained(athlete, today - timedelta(days=1), legs)
    main = shown(signed_in)
    assert "Nothing is due today" in main.text
    assert "A rest day: the last training was yesterday." in main.text
    assert re.search(r"Next: tomorrow\.\s+Legs", main.text)
    assert not main.select(".today-card")
    assert card_of(main, "legs").select("a[data-start]")


def test_a_paused_plan_asks_for_nothing(
    signed_in: Client, athlete: Athlete, legs: Routine, today: date
) -> None:
    PlanChangeFactory(athlete=athlete, first_day=today, last_day=None)
    main = shown(signed_in)
    assert "Paused until you go on." in main.text
    assert not main.select(".today-card")


def test_without_a_plan_the_routine_last_done_is_offered(
    signed_in: Client, athlete: Athlete, today: date
) -> None:
    routine_of(FIRST_ROUTINE, order=1)
    legs = routine_of("legs", order=2)
    assert shown(signed_in).select(f".today-card[data-routine={FIRST_ROUTINE}] a.btn-main[data-start]")
    trained(athlete, today - timedelta(days=3), legs)
    main = shown(signed_in)
    assert [one["data-routine"] for one in main.select(".today-card")] == ["legs"]
    assert not main.select('form[action="/today/put-off/"]')


def test_without_a_plan_a_programme_can_be_chosen(signed_in: Client, athlete: Athlete) -> None:
    track = ProgrammeTrackFactory(routine=routine_of("legs"))
    Programme.objects.filter(pk=track.programme.pk).update(order=2)
    ProgrammeFactory(slug="first", name="First", summary="The place to start.", order=1)
    main = shown(signed_in)
    forms = main.select('form[action="/plan/enrol/"]')
    assert [form_fields(one)["programme"] for one in forms] == ["first", track.programme.slug]
    assert "The place to start." in main.text
    signed_in.post("/plan/enrol/", form_fields(forms[1]))
    assert Enrolment.objects.active().get().programme == track.programme
    main = shown(signed_in)
    assert not main.select('form[action="/plan/enrol/"]')
    assert main.select(".today-card[data-routine=legs]")


def test_a_daily_block_is_due_beside_a_programme(
    signed_in: Client, athlete: Athlete, legs: Routine, today: date
) -> None:
    EnrolmentFactory(athlete=athlete, programme=None, routine=routine_of("daily"), started_on=today)
    trained(athlete, today - timedelta(days=1), legs)
    main = shown(signed_in)
    assert [one["data-routine"] for one in main.select(".today-card")] == ["daily"]
    assert "Every day" in card_of(main, "daily").text


def test_others_say_what_changes_for_the_person_and_what_to_take_care_of(
    signed_in: Client, legs: Routine
) -> None:
    routine_of("other", order=2, cautions="Only with sound knees.\nNot when tired.")
    routine_of(FIRST_ROUTINE, order=3)
    others = shown(signed_in).select("ul [data-routine]")
    assert [one["data-routine"] for one in others] == [FIRST_ROUTINE, "other"]
    assert others[0].select_one(".tag-care") is None
    assert others[1].select_one(".tag-care") is not None
    assert "Only with sound knees." in others[1].text
    assert "Not when tired." not in others[1].text
    assert others[1].select('a[href="/sessions/new/?routine=other"]')


def test_page_offers_to_repeat_the_last_session(signed_in: Client, athlete: Athlete, today: date) -> None:
    trained(athlete, today - timedelta(days=3))
    last = trained(athlete, today, routine_of("hips"))
    main = shown(signed_in)
    assert main.select(f'a[href="/sessions/{last.pk}/repeat/"]')
    assert main.select(f'a[href="{last.get_absolute_url()}"]')
    assert "Your first session" not in main.text


def test_a_session_of_long_ago_is_the_last_one(signed_in: Client, athlete: Athlete, today: date) -> None:
    hips = routine_of("hips")
    trained(athlete, today - timedelta(days=700))
    last = trained(athlete, today - timedelta(days=400), hips)
    trained(athlete, today - timedelta(days=300), deleted_at=timezone.now())
    trained(SessionFactory().athlete, today - timedelta(days=200))
    main = shown(signed_in)
    assert main.select(f'a[href="/sessions/{last.pk}/repeat/"]')
    assert "Your first session" not in main.text
    assert not main.select(".message")


def test_new_person_starts_the_first_routine(signed_in: Client) -> None:
    routine_of(FIRST_ROUTINE)
    main = shown(signed_in)
    assert "Your first session" in main.text
    assert [one["data-routine"] for one in main.select(".today-card")] == [FIRST_ROUTINE]
    assert main.select(f'a[href="/routines/{FIRST_ROUTINE}/"]')
    assert not main.select('a[href="/sessions/"]')


def test_new_person_before_there_is_a_catalogue_finds_the_exercises(signed_in: Client) -> None:
    assert shown(signed_in).select('a[href="/exercises/"]')


def test_user_without_an_athlete_gets_the_defaults_and_nothing_is_written(client: Client, db: None) -> None:
    client.force_login(User.objects.create_superuser("boss"), backend="tracker.auth.AthleteBackend")
    routine_of(FIRST_ROUTINE)
    assert "Your first session" in shown(client).text
    assert not Athlete.objects.exists()


def test_today_needs_an_account_and_a_get(client: Client, athlete: Athlete) -> None:
    assert client.get("/today/").headers["Location"].startswith("/accounts/login/")
    client.force_login(athlete.user, backend="tracker.auth.AthleteBackend")
    for method in (client.post, client.put, client.delete):
        assert method("/today/").status_code == 405


@pytest.mark.parametrize("plan", ["none", "programme"])
def test_today_costs_the_same_for_ten_and_for_a_thousand_sessions(
    catalogue: None, signed_in: Client, athlete: Athlete, today: date, plan: str
) -> None:
    if plan == "programme":
        EnrolmentFactory(athlete=athlete, programme=Programme.objects.get(slug="advanced"), started_on=today)
        for slug in ("leg-exercises", "balance-and-agility"):
            routine = Routine.objects.get(slug=slug)
            EnrolmentFactory(athlete=athlete, programme=None, routine=routine, started_on=today)
    screen(athlete.user, knee_problem="yes")
    exercise, routine = ExerciseFactory(), Routine.objects.get(slug=FIRST_ROUTINE)
    many_sessions(athlete, days_back(today, 10), exercise, routine)
    with CaptureQueriesContext(connection) as few:
        signed_in.get("/today/")
    many_sessions(athlete, days_back(today, 990), exercise, routine)
    with CaptureQueriesContext(connection) as many:
        signed_in.get("/today/")
    assert Session.objects.count() == 1000
    assert len(few) == len(many) <= 8
