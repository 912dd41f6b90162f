"""The page of the player: its plan, its doors, and the sheet under it."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from exercises.models import Exercise
from exercises.services.judge_exercises import judge_for
from tests import pseudo_locale
from tests.factories import AthleteFactory, SessionFactory, SetFactory
from tests.pseudo_locale import forgotten_in
from tests.screenings import screen
from tests.tracker.sheets import NEW, fields_of, soup_of
from tracker.models import Athlete, Evidence, PrescribedExercise, Session, Set

pytestmark = pytest.mark.usefixtures("catalogue")

ROUTINE = "?routine=hip-mobility-routine"
EXTENDED = "?routine=extended-hip-routine"
THE_THREE = ["half-kneeling-flexor-stretch", "mini-band-walk", "supine-figure-4"]


def play(client: Client, query: str = "", key: UUID | None = None) -> HttpResponse:
    return client.get(f"/sessions/{key or uuid4()}/play/{query}")


def plan_of(response: HttpResponse) -> dict[str, Any]:
    assert response.status_code == 200
    player = soup_of(response).select_one("hm-player")
    assert player is not None
    plan: dict[str, Any] = json.loads(player["data-plan"])
    return plan


def lines_of(response: HttpResponse) -> list[str]:
    """Return what the first screen lists."""
    return [str(one["data-exercise"]) for one in soup_of(response).find_all("li", {"data-verdict": True})]


def slugs(plan: dict[str, Any]) -> list[str]:
    return [one["slug"] for one in plan["exercises"]]


def places(plan: dict[str, Any]) -> dict[str, list[int]]:
    return {one["slug"]: [each["position"] for each in one["sets"]] for one in plan["exercises"]}


def sync(client: Client, key: UUID, page: HttpResponse, count: int) -> None:
    """Send the first open sets of a page's plan, as the player does."""
    plan = plan_of(page)
    now = timezone.now()
    done = [(one["slug"], each) for one in plan["exercises"] for each in one["sets"]]
    begun = plan["startedAt"] or (now - dt.timedelta(minutes=10)).isoformat()
    session = {
        "id": str(key),
        "routine": plan["routine"],
        "started_at": begun,
        "prescription": fields_of(page)["prescription"],
    }
    sets = [
        {
            "id": str(uuid4()),
            "exercise": slug,
            "skipped": False,
            "completed_at": now.isoformat(),
            **{name: one[name] for name in ("position", "side", "reps", "seconds")},
        }
        for slug, one in done[len(plan["done"]) :][:count]
    ]
    body = {"user": plan["user"], "session": session, "sets": sets}
    answer = client.post("/sessions/sync/", body, content_type="application/json")
    assert answer.status_code == 200
    assert answer.json()["rejected"] == []


@pytest.fixture
def begun(signed_in: Client) -> UUID:
    """The id of a session of the routine of which the player has timed three sets."""
    key = uuid4()
    sync(signed_in, key, play(signed_in, ROUTINE, key), 3)
    return key


def test_a_routine_as_it_is_prescribed(signed_in: Client, athlete: Athlete) -> None:
    plan = plan_of(play(signed_in, ROUTINE))

    assert slugs(plan) == THE_THREE
    stretch, walk, _figure = plan["exercises"]
    assert [(one["position"], one["side"], one["reps"], one["seconds"]) for one in stretch["sets"]] == [
        (1, "left", None, 30), (2, "right", None, 30), (3, "left", None, 30), (4, "right", None, 30),
    ]  # fmt: skip
    assert {one["work"] for one in stretch["sets"]} == {30}
    assert stretch["rest"] == 15
    assert len(stretch["steps"]) >= 3
    assert stretch["steps"][0].startswith("Kneel")
    assert [one["position"] for one in walk["sets"]] == [21, 22, 23, 24]
    assert {(one["reps"], one["work"]) for one in walk["sets"]} == {(10, 40)}
    assert walk["isWay"]
    assert (plan["user"], plan["routine"], plan["done"]) == (athlete.pk, "hip-mobility-routine", [])


def test_one_exercise(signed_in: Client) -> None:
    plan = plan_of(play(signed_in, "?exercise=supine-figure-4"))

    assert slugs(plan) == ["supine-figure-4"]
    assert plan["routine"] is None


def test_what_stands_in_is_easier_or_as_hard_and_not_in_the_session(signed_in: Client) -> None:
    plan = plan_of(play(signed_in, ROUTINE))
    levels = dict(Exercise.objects.values_list("slug", "level"))

    assert all(one["standIns"] for one in plan["exercises"])
    for one in plan["exercises"]:
        for other in one["standIns"]:
            assert other["isEasier"] or levels[other["slug"]] <= levels[one["slug"]]
            assert other["slug"] not in THE_THREE
            assert other["steps"]
            assert other["sets"]
        assert one["standIns"] == sorted(one["standIns"], key=lambda other: not other["isEasier"])


@pytest.mark.parametrize(
    "answers",
    [
        {"knee_problem": "yes"},
        {"back_problem": "unsure"},
        {"labral_tear": "yes", "falls_or_dizziness": "yes"},
        {"hip_replacement_posterior": "cleared"},
    ],
    ids=str,
)
def test_nothing_that_is_held_or_avoided_is_in_the_plan(
    answers: dict[str, str], signed_in: Client, athlete: Athlete
) -> None:
    screen(athlete.user, **answers)
    plan = plan_of(play(signed_in, EXTENDED))

    judge = judge_for(athlete.user)
    named = {other["slug"] for one in plan["exercises"] for other in (one, *one["standIns"])}
    assert named
    for exercise in Exercise.objects.filter(slug__in=named):
        assert judge.may_prescribe(exercise), exercise.slug


def test_a_change_that_an_answer_asks_for_is_said(signed_in: Client, athlete: Athlete) -> None:
    screen(athlete.user, sacroiliac_pain="yes")
    plan = plan_of(play(signed_in, "?exercise=couch-stretch-wall"))

    assert any("stance short" in text for text in plan["exercises"][0]["changes"])


def test_the_doors(client: Client, signed_in: Client, athlete: Athlete) -> None:
    screen(athlete.user, red_flag_fever="yes")
    assert play(signed_in, ROUTINE).url == "/screening/stop/"
    client.force_login(AthleteFactory(screened=False).user)
    assert play(client, ROUTINE).url.startswith("/screening/?next=%2Fsessions%2F")


@pytest.mark.parametrize(
    "query", ["", "?routine=nothing", "?exercise=nothing", "?routine=a%20b", "?exercise=%00"]
)
def test_nothing_to_play(query: str, signed_in: Client) -> None:
    assert play(signed_in, query).status_code == 404


def test_a_session_of_another_person_or_a_deleted_one(signed_in: Client, athlete: Athlete) -> None:
    foreign = SetFactory().session
    assert play(signed_in, ROUTINE, foreign.pk).status_code == 404
    own = SetFactory(session__athlete=athlete, session__deleted_at=timezone.now()).session
    assert play(signed_in, ROUTINE, own.pk).status_code == 404


def test_what_is_finished_or_was_not_begun_here_is_shown(signed_in: Client, athlete: Athlete) -> None:
    start = dt.datetime(2026, 11, 2, 12, tzinfo=dt.UTC)
    timed = SetFactory(session__athlete=athlete, session__evidence=Evidence.TIMED).session
    Session.objects.filter(pk=timed.pk).update(finished_at=start + dt.timedelta(minutes=9))
    logged = SetFactory(session__athlete=athlete).session
    for session in (timed, logged):
        assert play(signed_in, ROUTINE, session.pk).url == session.get_absolute_url()


@pytest.mark.parametrize(
    ("values", "is_shown"),
    [
        ({"ago": 23}, False),
        ({"ago": 25}, True),
        ({"ago": 1, "is_finished": True}, False),
        ({"ago": 25, "is_finished": True}, True),
        ({"ago": 1, "is_finished": True, "effort": 5}, True),
        ({"ago": 1, "is_finished": True, "pain_after": 0}, True),
        ({"ago": 1, "is_finished": True, "notes": "By the window"}, True),
        ({"ago": 1, "is_finished": True, "evidence": Evidence.LIVE}, True),
    ],
    ids=str,
)
def test_one_that_was_closed_or_left_for_a_day_is_shown(
    values: dict[str, Any], is_shown: bool, signed_in: Client, athlete: Athlete
) -> None:
    values = {"evidence": Evidence.TIMED} | values
    start = timezone.now() - dt.timedelta(hours=values.pop("ago"))
    end = start + dt.timedelta(minutes=9) if values.pop("is_finished", False) else None
    day = timezone.localdate(start)
    session = SessionFactory(athlete=athlete, day=day, started_at=start, finished_at=end, **values)

    answer = play(signed_in, key=session.pk)

    if is_shown:
        assert answer.url == session.get_absolute_url()
    else:
        assert plan_of(answer)["finishedAt"] == (end and end.isoformat())


def test_a_session_under_way_goes_on(begun: UUID, signed_in: Client) -> None:
    plan = plan_of(play(signed_in, key=begun))

    assert slugs(plan) == THE_THREE
    assert [(one["exercise"], one["position"], one["side"]) for one in plan["done"]] == [
        (THE_THREE[0], 1, "left"), (THE_THREE[0], 2, "right"), (THE_THREE[0], 3, "left"),
    ]  # fmt: skip
    assert {UUID(one["id"]) for one in plan["done"]} == set(Set.objects.values_list("pk", flat=True))
    assert dt.datetime.fromisoformat(plan["startedAt"]) == Session.objects.get().started_at
    assert places(plan) == places(plan_of(play(signed_in, ROUTINE)))


def test_what_fits_no_longer_drops_out_and_the_rest_keeps_its_places(
    begun: UUID, signed_in: Client, athlete: Athlete
) -> None:
    before = places(plan_of(play(signed_in, key=begun)))
    screen(athlete.user, falls_or_dizziness="yes")
    after = places(plan_of(play(signed_in, key=begun)))

    assert "mini-band-walk" not in after
    assert after == {slug: before[slug] for slug in after}
    assert len(after) == 2


def test_a_session_is_gone_on_with_in_the_amounts_in_which_it_was_begun(
    begun: UUID, signed_in: Client
) -> None:
    Set.objects.update(prescribed={"reps": None, "seconds": 45})
    plan = plan_of(play(signed_in, key=begun))

    assert {one["seconds"] for one in plan["exercises"][0]["sets"]} == {45}
    assert {one["seconds"] for one in plan["exercises"][2]["sets"]} == {30}


def test_a_session_keeps_what_stood_in(signed_in: Client, athlete: Athlete) -> None:
    screen(athlete.user, knee_problem="yes")
    key = uuid4()
    page = play(signed_in, EXTENDED, key)
    sync(signed_in, key, page, 1)
    assert PrescribedExercise.objects.exclude(instead_of=None).exists()

    assert places(plan_of(play(signed_in, key=key))) == places(plan_of(page))


def test_what_hurt_too_much_is_not_gone_on_with(begun: UUID, signed_in: Client, athlete: Athlete) -> None:
    Set.objects.filter(position=1).update(pain=6)
    screen(athlete.user)

    page = play(signed_in, key=begun)
    assert [one["slug"] for one in plan_of(page)["exercises"] if not one["isStopped"]] == THE_THREE[1:]
    assert lines_of(page) == THE_THREE[1:]


def test_a_lower_dose_stays_lower_after_a_reload(signed_in: Client, athlete: Athlete) -> None:
    figure = Exercise.objects.get(slug="supine-figure-4")
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    SetFactory(session__athlete=athlete, session__day=yesterday, exercise=figure, pain=7)
    key = uuid4()
    page = play(signed_in, "?exercise=supine-figure-4", key)
    sync(signed_in, key, page, 1)

    assert places(plan_of(play(signed_in, key=key))) == places(plan_of(page))


@pytest.mark.parametrize(("ago", "is_left"), [(0, True), (5, False)])
def test_a_session_of_another_day_is_within_the_caps_of_today(
    ago: int, is_left: bool, signed_in: Client, athlete: Athlete
) -> None:
    slideboard = Exercise.objects.get(slug="slideboard-reverse-hyper")
    today = timezone.localdate()
    key = uuid4()
    sync(signed_in, key, play(signed_in, EXTENDED, key), 1)
    for model, name in ((Session, "pk"), (Set, "session")):
        model.objects.filter(**{name: key}).update(day=today - dt.timedelta(days=ago))
    for number in range(1, 4 + (ago > 0)):
        day = today - dt.timedelta(days=number)
        SetFactory(session__athlete=athlete, session__day=day, day=day, exercise=slideboard)

    assert (slideboard.slug in slugs(plan_of(play(signed_in, key=key)))) == is_left


@pytest.mark.parametrize("is_begun", [False, True])
def test_queries_and_nothing_written(is_begun: bool, signed_in: Client, begun: UUID) -> None:
    path = f"/sessions/{begun if is_begun else uuid4()}/play/{'' if is_begun else EXTENDED}"
    signed_in.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert signed_in.get(path).status_code == 200
    asked = [one["sql"] for one in captured.captured_queries]
    assert len(asked) <= 8, asked
    assert not [sql for sql in asked if not sql.startswith("SELECT")]


def test_without_scripts_it_is_the_sheet(signed_in: Client) -> None:
    key = uuid4()
    page = play(signed_in, ROUTINE, key)
    sheet = fields_of(page)
    assert sheet["id"] == str(key)

    answer = signed_in.post(NEW, sheet)

    assert answer.url == f"/sessions/{key}/"
    session = Session.objects.get()
    assert session.sets.filter(skipped=False).count() == 12
    assert session.sets.filter(prescribed__isnull=False).count() == 12
    assert session.routine is not None


def test_without_scripts_one_under_way_is_changed(begun: UUID, signed_in: Client) -> None:
    stored = set(Set.objects.values_list("pk", flat=True))
    page = play(signed_in, key=begun)
    sheet = fields_of(page)
    form = soup_of(page).select_one("form#sheet")
    assert form is not None
    assert form["action"] == f"/sessions/{begun}/edit/"

    answer = signed_in.post(form["action"], sheet | {"effort": "4"})

    assert answer.url == f"/sessions/{begun}/"
    assert set(Set.objects.filter(skipped=False).values_list("pk", flat=True)) == stored
    assert Set.objects.count() == 12


def test_a_form_that_counts_the_places_anew_moves_no_set(begun: UUID, signed_in: Client) -> None:
    sync(signed_in, begun, play(signed_in, key=begun), 3)
    assert not Set.objects.filter(prescribed__isnull=True).exists()
    before = plan_of(play(signed_in, key=begun))["done"]
    assert [one["position"] for one in before] == [1, 2, 3, 4, 21, 22]
    path = f"/sessions/{begun}/edit/"
    signed_in.post(path, fields_of(signed_in.get(path)) | {"notes": "By the window"})
    assert list(Set.objects.order_by("position").values_list("position", flat=True)) == [1, 2, 3, 4, 5, 6]

    assert plan_of(play(signed_in, key=begun))["done"] == before


def test_every_word_can_be_translated(signed_in: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    pseudo_locale.rewrite_catalogue()
    pseudo_locale.speak(monkeypatch)
    page = play(signed_in, ROUTINE)

    assert forgotten_in(page.content.decode()) == []
    plan = plan_of(page)
    assert [name for name, text in plan["texts"].items() if not text.startswith("⟦")] == []
    spoken = [one for exercise in plan["exercises"] for one in exercise["sets"]]
    assert all("⟦" in one["amount"] and "⟦" in one["spoken"] for one in spoken)
