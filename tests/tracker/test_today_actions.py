"""What a person does on Today: not today, skip, swap and put back, and the doors before it."""

from __future__ import annotations

import datetime as dt
import uuid
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from exercises.domain.vocabulary import Aim, ConditionKind, StressTag, Verdict
from exercises.models import Exercise, Progression, Routine, Screening
from exercises.models.ladder import Direction
from tests.factories import (
    AthleteFactory,
    ConditionFactory,
    ContraindicationFactory,
    ExerciseFactory,
    PlanChangeFactory,
    SessionFactory,
    SetFactory,
)
from tests.screenings import screen
from tests.tracker.logged import days_back, local_today, many_sessions
from tracker.models import Athlete, ChangeKind, PlanChange, Session

TODAY = "/today/"
PUT_OFF, SKIP, SWAP, RESTORE, DONE = (
    "/today/put-off/",
    "/today/skip/",
    "/today/swap/",
    "/today/restore/",
    "/sessions/done/",
)


@pytest.fixture
def lunge(routine: Routine) -> Exercise:
    """Not in the routine, of the same aim."""
    return ExerciseFactory(slug="lunge", name="Lunge", level=2)


def the_change() -> tuple[str, str, str | None, str | None]:
    change = PlanChange.objects.get()
    exercise, instead = change.exercise, change.instead
    assert change.routine is not None
    assert change.first_day == change.last_day == local_today(change.athlete)
    return (
        change.kind.value,
        change.routine.slug,
        exercise and exercise.slug,
        instead and instead.slug,
    )


def test_not_today_is_kept_for_today_once(signed_in: Client, routine: Routine) -> None:
    for _press in range(2):
        response = signed_in.post(PUT_OFF, {"routine": "two"})
        assert (response.status_code, response.headers["Location"]) == (302, TODAY)
    assert the_change() == ("put-off", "two", None, None)


def test_the_day_is_the_persons_own(signed_in: Client, athlete: Athlete, routine: Routine) -> None:
    Athlete.objects.update(time_zone="Pacific/Kiritimati")
    signed_in.post(PUT_OFF, {"routine": "two"})
    own = timezone.now().astimezone(dt.timezone(dt.timedelta(hours=14))).date()
    assert PlanChange.objects.get().first_day == own


def test_skip_and_swap_are_kept_once_and_the_latest_counts(
    signed_in: Client, routine: Routine, lunge: Exercise
) -> None:
    first = {"routine": "two", "exercise": "first"}
    for _press in range(2):
        response = signed_in.post(SKIP, first)
        assert (response.status_code, response.headers["Location"]) == (302, "/today/#routine-two")
    assert the_change() == ("skip", "two", "first", None)
    for _press in range(2):
        response = signed_in.post(SWAP, {**first, "instead": "lunge"})
        assert (response.status_code, response.headers["Location"]) == (302, "/today/#routine-two")
    assert the_change() == ("swap", "two", "first", "lunge")
    signed_in.post(SKIP, first)
    assert the_change() == ("skip", "two", "first", None)


@pytest.mark.parametrize("path", [PUT_OFF, SKIP, SWAP, DONE])
@pytest.mark.parametrize("routine_named", ["", "nothing", "no slug\0"])
def test_a_routine_that_is_not_there_is_404(
    signed_in: Client, routine: Routine, path: str, routine_named: str
) -> None:
    data = {"routine": routine_named, "exercise": "first", "instead": "second", "id": str(uuid.uuid4())}
    assert signed_in.post(path, data).status_code == 404
    assert not PlanChange.objects.exists()
    assert not Session.objects.exists()


@pytest.mark.parametrize("path", [SKIP, SWAP])
@pytest.mark.parametrize("exercise", ["", "lunge", "nothing", "~1"])
def test_only_the_routines_own_exercises_are_changed(
    signed_in: Client, lunge: Exercise, path: str, exercise: str
) -> None:
    data = {"routine": "two", "exercise": exercise, "instead": "lunge"}
    assert signed_in.post(path, data).status_code == 404
    assert not PlanChange.objects.exists()


def test_what_is_next_on_the_ladder_may_stand_there_too_the_harder_last(
    signed_in: Client, lunge: Exercise
) -> None:
    first = Exercise.objects.get(slug="first")
    for slug, direction in (("plank", Direction.HARDER), ("bridge", Direction.EASIER)):
        other = ExerciseFactory(slug=slug, name=slug, aim=Aim.TRUNK)
        Progression.objects.create(exercise=first, other=other, direction=direction, when="Then.")
    response = signed_in.get(f"{SWAP}?routine=two&exercise=first")
    assert [slug for slug, _verdict in choices_on(response.content)] == ["bridge", "lunge", "plank"]
    signed_in.post(SWAP, {"routine": "two", "exercise": "first", "instead": "plank"})
    assert the_change() == ("swap", "two", "first", "plank")


def test_what_is_used_up_may_not_stand_there(signed_in: Client, athlete: Athlete, routine: Routine) -> None:
    slide = ExerciseFactory(slug="slide", days_min=1, days_max=2)
    path = f"{SWAP}?routine=two&exercise=first"
    yesterday = local_today(athlete) - dt.timedelta(days=1)
    for day, choices in ((yesterday, ["slide"]), (yesterday - dt.timedelta(days=1), [])):
        SetFactory(session=SessionFactory(athlete=athlete, day=day), exercise=slide)
        assert [slug for slug, _verdict in choices_on(signed_in.get(path).content)] == choices
    assert signed_in.post(path, {"instead": "slide"}).status_code == 422
    assert not PlanChange.objects.exists()


def choices_on(page: bytes) -> list[tuple[str, str]]:
    soup = BeautifulSoup(page.decode(), "html.parser")
    return [(one["data-exercise"], one["data-verdict"]) for one in soup.select("main [data-exercise]")]


def test_the_nearest_level_of_the_same_aim_is_offered_first(
    signed_in: Client, athlete: Athlete, lunge: Exercise
) -> None:
    Exercise.objects.filter(slug="first").update(level=3)
    ExerciseFactory(slug="couch", name="Couch", level=3)
    ExerciseFactory(slug="drill", aim=Aim.AGILITY)
    ExerciseFactory(slug="kneel", level=3, stress=(StressTag.KNEELING,))
    ExerciseFactory(slug="turn", level=1, stress=(StressTag.KNEE_TWIST,))
    sore = ConditionFactory(slug="sore-knee", name="Sore knee")
    ContraindicationFactory(condition=sore, verdict=Verdict.AVOID)
    ContraindicationFactory(condition=sore, stress=StressTag.KNEE_TWIST, advice="Turn less.")
    screen(athlete.user, sore_knee="yes")
    response = signed_in.get(f"{SWAP}?routine=two&exercise=first")
    assert response.status_code == 200
    assert choices_on(response.content) == [("couch", "allowed"), ("lunge", "allowed"), ("turn", "modify")]
    assert "Turn less." in response.content.decode()


@pytest.mark.parametrize("instead", ["", "kneel", "drill", "second", "nothing", "\0"])
def test_what_may_not_stand_there_is_refused_with_the_page(
    signed_in: Client, athlete: Athlete, lunge: Exercise, instead: str
) -> None:
    ExerciseFactory(slug="drill", aim=Aim.AGILITY)
    ExerciseFactory(slug="kneel", stress=(StressTag.KNEELING,))
    ContraindicationFactory(condition=ConditionFactory(slug="sore-knee"), verdict=Verdict.AVOID)
    screen(athlete.user, sore_knee="yes")
    response = signed_in.post(f"{SWAP}?routine=two&exercise=first", {"instead": instead})
    assert response.status_code == 422
    assert choices_on(response.content) == [("lunge", "allowed")]
    assert "cannot be done here today" in response.content.decode()
    assert not PlanChange.objects.exists()


def test_the_choice_costs_the_same_for_ten_and_for_a_thousand_sessions(
    catalogue: None, signed_in: Client, athlete: Athlete
) -> None:
    path = f"{SWAP}?routine=extended-hip-routine&exercise=slideboard-reverse-hyper"
    exercise = Exercise.objects.get(slug="slideboard-reverse-hyper")
    today = local_today(athlete)
    assert choices_on(signed_in.get(path).content)
    many_sessions(athlete, days_back(today, 10), exercise)
    with CaptureQueriesContext(connection) as few:
        signed_in.get(path)
    many_sessions(athlete, days_back(today, 990), exercise)
    with CaptureQueriesContext(connection) as many:
        signed_in.get(path)
    assert len(few) == len(many) <= 8


def test_where_nothing_may_stand_there_the_page_says_so(signed_in: Client, routine: Routine) -> None:
    response = signed_in.get(f"{SWAP}?routine=two&exercise=first")
    assert choices_on(response.content) == []
    assert "Nothing else of its kind may be done" in response.content.decode()


@pytest.mark.parametrize("kind", ["put-off", "skip", "swap"])
def test_each_change_is_put_back_by_one_press(
    signed_in: Client, athlete: Athlete, routine: Routine, lunge: Exercise, kind: str
) -> None:
    data = {"routine": "two", "exercise": "first", "instead": "lunge"}
    signed_in.post(f"/today/{kind}/", data)
    change = PlanChange.objects.get()
    for _press in range(2):
        response = signed_in.post(RESTORE, {"id": str(change.pk)})
        assert (response.status_code, response.headers["Location"]) == (302, TODAY)
    assert not PlanChange.objects.exists()


def test_another_persons_change_is_not_put_back(signed_in: Client, routine: Routine) -> None:
    other = AthleteFactory()
    today = local_today(other)
    change = PlanChangeFactory(athlete=other, kind=ChangeKind.PUT_OFF, routine=routine, first_day=today)
    assert signed_in.post(RESTORE, {"id": str(change.pk)}).status_code == 404
    assert signed_in.post(RESTORE, {"id": "no id"}).status_code == 404
    assert PlanChange.objects.exists()


def test_only_changes_of_today_are_put_back_here(
    signed_in: Client, athlete: Athlete, routine: Routine
) -> None:
    today = local_today(athlete)
    before = today - dt.timedelta(days=1)
    old = PlanChangeFactory(athlete=athlete, kind=ChangeKind.PUT_OFF, routine=routine, first_day=before)
    pause = PlanChangeFactory(athlete=athlete, first_day=today)
    for change in (old, pause):
        assert signed_in.post(RESTORE, {"id": str(change.pk)}).status_code == 302
    assert PlanChange.objects.count() == 2


def test_a_user_without_an_athlete_gets_one(client: Client, routine: Routine) -> None:
    athlete = AthleteFactory()
    user = athlete.user
    athlete.delete()
    client.force_login(type(user).objects.get(), backend="tracker.auth.AthleteBackend")
    assert client.post(PUT_OFF, {"routine": "two"}).status_code == 302
    assert PlanChange.objects.get().athlete_id == user.pk


@pytest.mark.parametrize("why", ["red flag", "unknown", "after pain"])
def test_the_door_is_shut(
    signed_in: Client, athlete: Athlete, routine: Routine, lunge: Exercise, why: str
) -> None:
    if why == "red flag":
        ConditionFactory(slug="alarm", kind=ConditionKind.RED_FLAG, action="See a doctor today.")
        screen(athlete.user, alarm="yes")
    elif why == "unknown":
        Screening.objects.all().delete()
    else:
        Screening.objects.update(asked_again_at=timezone.now())
    key = uuid.uuid4()
    swap = f"{SWAP}?routine=two&exercise=first"
    responses = {
        DONE: signed_in.post(DONE, {"id": str(key), "routine": "two"}),
        swap: signed_in.get(swap),
        f"{swap}&": signed_in.post(f"{swap}&", {"instead": "lunge"}),
    }
    for path, response in responses.items():
        door = "/screening/stop/" if why == "red flag" else f"/screening/?next={quote(path, safe='')}"
        assert response.headers["Location"] == door
    assert not Session.objects.exists()
    assert not PlanChange.objects.exists()


@pytest.mark.parametrize("path", [PUT_OFF, SKIP, RESTORE, DONE])
def test_a_link_to_an_action_leads_to_today_and_does_nothing(
    signed_in: Client, routine: Routine, path: str
) -> None:
    response = signed_in.get(path, {"routine": "two", "exercise": "first", "id": str(uuid.uuid4())})
    assert response.headers["Location"] == TODAY
    assert not PlanChange.objects.exists()
    assert not Session.objects.exists()
