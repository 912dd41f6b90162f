"""Today: what is due and why, what else can be done, and where the week stands."""

from __future__ import annotations

import re
import uuid
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup, Tag
from django.contrib.auth.models import User
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from exercises.domain.vocabulary import ConditionKind, StressTag, Verdict
from exercises.models import Exercise, Programme, Routine, Screening
from tests.factories import (
    ConditionFactory,
    ContraindicationFactory,
    EnrolmentFactory,
    ExerciseFactory,
    PlanChangeFactory,
    ProgrammeFactory,
    ProgrammeTrackFactory,
    RoutineFactory,
    RoutineItemFactory,
    SessionFactory,
    SetFactory,
)
from tests.screenings import screen
from tests.tracker.logged import days_back, local_today, many_sessions
from tracker.models import Athlete, ChangeKind, Enrolment, Evidence, Session
from tracker.presenters.today_routines import FIRST_ROUTINE

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


@pytest.fixture
def today(athlete: Athlete) -> date:
    return local_today(athlete)


@pytest.fixture
def legs(athlete: Athlete, today: date) -> Routine:
    """The routine of a programme, three times a week, that is followed from today on."""
    legs = routine_of("legs")
    track = ProgrammeTrackFactory(programme=ProgrammeFactory(name="Beginner"), routine=legs, times_min=3)
    EnrolmentFactory(athlete=athlete, programme=track.programme, started_on=today)
    return legs


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


def form_fields(form: Tag) -> dict[str, str]:
    return {one["name"]: one["value"] for one in form.select("input, button[name]")}


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


def test_what_is_put_off_is_put_back_by_one_press(signed_in: Client, legs: Routine) -> None:
    card = card_of(shown(signed_in), "legs")
    form = card.select_one('form[action="/today/put-off/"]')
    assert form is not None
    main = main_of(signed_in.post("/today/put-off/", form_fields(form), follow=True))
    assert not main.select("[data-routine=legs]")
    assert "Not today: Legs" in main.text
    back = main.select_one('form[action="/today/restore/"]')
    assert back is not None
    main = main_of(signed_in.post("/today/restore/", form_fields(back), follow=True))
    assert main.select(".today-card[data-routine=legs]")


def test_a_skipped_exercise_is_named_and_put_back(signed_in: Client, legs: Routine) -> None:
    RoutineItemFactory(routine=legs)
    exercise = legs.items.order_by("position").first()
    assert exercise is not None
    slug = exercise.exercise.slug
    signed_in.post("/today/skip/", {"routine": "legs", "exercise": slug})
    card = card_of(shown(signed_in), "legs")
    assert not card.select(f"ol [data-exercise={slug}]")
    left_out = card.select_one(f".left-out li:has([data-exercise={slug}][data-verdict=allowed])")
    assert left_out is not None
    assert "As you chose for today." in left_out.text
    back = left_out.select_one('form[action="/today/restore/"]')
    assert back is not None
    signed_in.post("/today/restore/", form_fields(back))
    assert card_of(shown(signed_in), "legs").select(f"ol [data-exercise={slug}]")


def test_a_swapped_exercise_says_for_what_and_is_put_back(signed_in: Client, legs: Routine) -> None:
    own = legs.items.get().exercise
    ExerciseFactory(slug="lunge", name="Lunge")
    signed_in.post("/today/swap/", {"routine": "legs", "exercise": own.slug, "instead": "lunge"})
    place = card_of(shown(signed_in), "legs").select_one("ol > [data-exercise=lunge]")
    assert place is not None
    assert f"Instead of {own.name}. As you chose for today." in " ".join(place.text.split())
    assert place.select(f"[data-exercise={own.slug}][data-verdict=allowed]")
    assert place.select('form[action="/today/restore/"]')


def test_what_was_changed_yesterday_counts_no_more(
    signed_in: Client, athlete: Athlete, legs: Routine, today: date
) -> None:
    exercise = legs.items.get().exercise
    for kind, named in ((ChangeKind.PUT_OFF, None), (ChangeKind.SKIP, exercise)):
        PlanChangeFactory(
            athlete=athlete, kind=kind, routine=legs, exercise=named, first_day=today - timedelta(days=1)
        )
    main = shown(signed_in)
    assert card_of(main, "legs").select(f"ol [data-exercise={exercise.slug}]")
    assert not main.select(".put-off, .left-out, form[action='/today/restore/']")


def test_a_swap_for_what_may_not_be_prescribed_any_more_is_as_good_as_none(
    signed_in: Client, athlete: Athlete, legs: Routine
) -> None:
    own = legs.items.get().exercise
    lunge = ExerciseFactory(slug="lunge", name="Lunge", stress=(StressTag.KNEELING,))
    signed_in.post("/today/swap/", {"routine": "legs", "exercise": own.slug, "instead": "lunge"})
    ContraindicationFactory(condition=ConditionFactory(slug="sore-knee"), verdict=Verdict.AVOID)
    screen(athlete.user, sore_knee="yes")
    card = card_of(shown(signed_in), "legs")
    assert card.select(f"ol > [data-exercise={own.slug}]")
    assert not card.select(f"[data-exercise={lunge.slug}], form[action='/today/restore/']")
    Exercise.objects.filter(pk=own.pk).update(stress=(StressTag.KNEELING,), no_known_contraindication=False)
    left_out = card_of(shown(signed_in), "legs").select_one(".left-out li:has([data-verdict=avoid])")
    assert left_out is not None
    assert not left_out.select("form")


def test_a_reason_for_several_exercises_is_said_once(
    signed_in: Client, athlete: Athlete, legs: Routine
) -> None:
    for name in ("Crawl", "Kneel"):
        exercise = ExerciseFactory(slug=name.lower(), name=name, stress=(StressTag.KNEELING,))
        RoutineItemFactory(routine=legs, exercise=exercise)
    ContraindicationFactory(
        condition=ConditionFactory(slug="sore-knee", name="Sore knee"),
        verdict=Verdict.AVOID,
        advice="Do not kneel.",
    )
    screen(athlete.user, sore_knee="yes")
    left_out = card_of(shown(signed_in), "legs").select(".left-out li")
    assert [" ".join(one.text.split()) for one in left_out] == ["Crawl, KneelSore knee: Do not kneel."]


def test_where_all_is_skipped_nothing_is_started_or_logged(signed_in: Client, legs: Routine) -> None:
    signed_in.post("/today/skip/", {"routine": "legs", "exercise": legs.items.get().exercise.slug})
    card = card_of(shown(signed_in), "legs")
    assert "Nothing of it is left to do today." in card.text
    assert not card.select("a[data-start], form[action='/sessions/done/']")


def test_a_used_up_cap_says_when_it_is_next(
    signed_in: Client, athlete: Athlete, legs: Routine, today: date
) -> None:
    capped = ExerciseFactory(slug="slide", name="Slide", days_min=1, days_max=2)
    RoutineItemFactory(routine=legs, exercise=capped)
    for days in (2, 3):
        SetFactory(session=SessionFactory(athlete=athlete, day=today - timedelta(days=days)), exercise=capped)
    card = card_of(shown(signed_in), "legs")
    left_out = card.select_one(".left-out li:has([data-exercise=slide][data-verdict=allowed])")
    assert left_out is not None
    assert "2 of 2 days used in these 7, next on" in left_out.text
    assert not card.select("ol [data-exercise=slide]")


def test_more_than_four_exercises_are_said_to_be_many(signed_in: Client, legs: Routine) -> None:
    advice = "Plans of at most four are kept best"
    RoutineItemFactory.create_batch(3, routine=legs)
    assert advice not in shown(signed_in).text
    RoutineItemFactory(routine=legs)
    card = card_of(shown(signed_in), "legs")
    assert f"5 exercises. {advice}" in card.text
    assert card.select('a[href="/references/#exercise-number"]')


def done_well(athlete: Athlete, legs: Routine, days: int) -> None:
    """Log a routine as it was prescribed, so many days ago."""
    session = trained(athlete, local_today(athlete) - timedelta(days=days), legs)
    session.sets.all().delete()
    exercise = legs.items.get().exercise
    for position, side in enumerate(("left", "right") * 2, start=1):
        SetFactory(
            session=session,
            exercise=exercise,
            side=side,
            position=position,
            prescribed={"reps": None, "seconds": 30},
        )


def test_the_next_dose_says_why_and_can_be_kept(signed_in: Client, athlete: Athlete, legs: Routine) -> None:
    exercise = legs.items.get().exercise
    Exercise.objects.filter(pk=exercise.pk).update(hold_max_s=60)
    for days in (3, 6):
        done_well(athlete, legs, days)
    place = card_of(shown(signed_in), "legs").select_one(f"li[data-exercise={exercise.slug}]")
    assert place is not None
    step = place.select_one("[data-step=progress]")
    assert step is not None
    assert "Two sessions in a row went well" in step.text
    assert "2 × 35–60 s each side" in place.text.replace("\N{NO-BREAK SPACE}", " ")
    form = step.select_one('form[action="/today/hold/"]')
    assert form is not None
    signed_in.post("/today/hold/", form_fields(form))
    place = card_of(shown(signed_in), "legs").select_one(f"li[data-exercise={exercise.slug}]")
    assert place is not None
    assert "2 × 30–60 s each side" in place.text.replace("\N{NO-BREAK SPACE}", " ")
    back = place.select_one('[data-step=hold] form[action="/today/hold/"]')
    assert back is not None
    signed_in.post("/today/hold/", form_fields(back))
    assert card_of(shown(signed_in), "legs").select("[data-step=progress]")


def test_nothing_is_said_of_a_dose_that_is_the_usual_one(signed_in: Client, legs: Routine) -> None:
    assert not card_of(shown(signed_in), "legs").select("[data-step]")


def test_the_morning_after_is_asked_first_and_folded_away_once_answered(
    signed_in: Client, athlete: Athlete, legs: Routine, today: date
) -> None:
    session = trained(athlete, today - timedelta(days=2), legs)
    main = shown(signed_in)
    assert [one["id"] for one in main.select("#morning, .today-card")] == ["morning", "routine-legs"]
    signed_in.post(f"/sessions/{session.pk}/morning/", {"pain": "1"})
    main = shown(signed_in)
    assert [one["id"] for one in main.select("#morning, .today-card")] == ["routine-legs", "morning"]
    assert main.select("#morning details:not([open])")


def test_a_session_that_was_left_is_gone_on_with(signed_in: Client, athlete: Athlete, legs: Routine) -> None:
    now = timezone.now()
    begun = {"evidence": Evidence.TIMED, "routine": legs}
    left = trained(athlete, local_today(athlete), started_at=now - timedelta(hours=2), **begun)
    trained(athlete, local_today(athlete), started_at=now - timedelta(hours=25), **begun)
    trained(athlete, local_today(athlete), started_at=now, finished_at=now, **begun)
    assert [one["href"] for one in shown(signed_in).select(".under-way a")] == [f"/sessions/{left.pk}/play/"]


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


def test_new_person_answers_the_screening_first(signed_in: Client) -> None:
    Screening.objects.all().delete()
    routine_of(FIRST_ROUTINE)
    main = shown(signed_in)
    assert main.select('.btn-main[href="/screening/?next=/today/"]')
    assert not main.select("a[data-start]")
    assert card_of(main, FIRST_ROUTINE).select(f'a[href="/sessions/new/?routine={FIRST_ROUTINE}"]')


def test_nothing_is_due_for_a_person_of_whom_nothing_is_known(signed_in: Client, legs: Routine) -> None:
    Screening.objects.all().delete()
    main = shown(signed_in)
    assert not main.select(".today-card, a[data-start], form[action='/sessions/done/']")


@pytest.mark.parametrize("why", ["old", "pain"])
def test_a_person_with_sessions_is_asked_again_in_one_line(
    signed_in: Client, athlete: Athlete, today: date, why: str
) -> None:
    trained(athlete, today)
    link = 'a[href="/screening/?next=/today/"]'
    assert not shown(signed_in).select(link)
    now = timezone.now()
    values = {"answered_at": now - timedelta(days=90)} if why == "old" else {"asked_again_at": now}
    Screening.objects.update(**values)
    assert [one.text for one in shown(signed_in).select(link)] == ["Answer the screening again"]


def test_a_red_flag_stands_in_place_of_all_that_is_prescribed(
    signed_in: Client, athlete: Athlete, legs: Routine, today: date
) -> None:
    trained(athlete, today - timedelta(days=3), legs)
    trained(athlete, today, legs, evidence=Evidence.TIMED, started_at=timezone.now())
    PlanChangeFactory(athlete=athlete, kind=ChangeKind.PUT_OFF, routine=routine_of("other"), first_day=today)
    ConditionFactory(slug="alarm", kind=ConditionKind.RED_FLAG, action="See a doctor today.")
    screen(athlete.user, alarm="unsure")
    Enrolment.objects.all().delete()
    main = shown(signed_in)
    assert main.select('.note-stop a[href="/screening/stop/"]')
    assert not main.select("[data-routine], [data-start], [data-exercise]")
    assert not main.select('a[href*="routine="], a[href*="/repeat/"], a[href*="/play/"]')
    assert not main.select("form")
    assert main.select('a[href="/sessions/new/"]')
