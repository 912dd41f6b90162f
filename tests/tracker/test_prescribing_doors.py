"""Every door to a prescription, for everybody to whom an exercise must not be prescribed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exercises.domain.vocabulary import Aim, ConditionKind, StressTag, Verdict
from exercises.models import Condition, Exercise, Routine, Screening
from exercises.services.judge_exercises import judge_under
from tests.factories import (
    AthleteFactory,
    ConditionFactory,
    ContraindicationFactory,
    ExerciseFactory,
    ProgrammeTrackFactory,
    RoutineFactory,
    RoutineItemFactory,
    SessionFactory,
    SetFactory,
)
from tests.screenings import screen
from tests.tracker.sheets import NEW, fields_of, open_sheet, soup_of
from tracker.models import Athlete, PrescribedExercise, Session, Set

ANSWERS = {
    "avoid": {"sore_knee": "yes"},
    "held": {"old_knee": "unsure"},
    "red flag": {"alarm": "yes"},
}
BLOCKED = ("avoid", "held")
SHUT = ("unknown", "stale", "after pain", "new question", "red flag")


@pytest.fixture
def plan(athlete: Athlete) -> Routine:
    """A stretch that another can stand in for, a drill that nothing can stand in for, and a free one."""
    ContraindicationFactory(
        condition=ConditionFactory(slug="sore-knee", name="Sore knee"),
        verdict=Verdict.AVOID,
        advice="Do not kneel.",
    )
    ContraindicationFactory(
        condition=ConditionFactory(slug="old-knee", name="Old knee"),
        verdict=Verdict.CLINICIAN,
        advice="Ask first.",
    )
    ConditionFactory(slug="alarm", name="Alarm", kind=ConditionKind.RED_FLAG, action="See a doctor today.")
    kneel = (StressTag.KNEELING,)
    plan = RoutineFactory(slug="plan", name="Plan")
    for position, exercise in enumerate(
        (
            ExerciseFactory(slug="couch", name="Couch", stress=kneel),
            ExerciseFactory(slug="crawl", name="Crawl", stress=kneel, aim=Aim.AGILITY),
            ExerciseFactory(slug="walk", name="Walk", aim=Aim.BALANCE),
        ),
        start=1,
    ):
        RoutineItemFactory(routine=plan, position=position, exercise=exercise)
    ExerciseFactory(slug="lunge", name="Lunge", hold_min_s=20, hold_max_s=20)
    ProgrammeTrackFactory(routine=plan)
    screen(athlete.user)
    return plan


def become(athlete: Athlete, who: str) -> None:
    """Make the person one to whom something must not be prescribed."""
    if who == "unknown":
        Screening.objects.all().delete()
        return
    screen(athlete.user, **ANSWERS.get(who, {}))
    now = timezone.now()
    if who == "stale":
        Screening.objects.current().update(answered_at=now - dt.timedelta(days=90))
    if who == "after pain":
        Screening.objects.current().update(asked_again_at=now)
    if who == "new question":
        ConditionFactory(slug="asked-since")


def exercises_on(response: HttpResponse) -> list[str]:
    """Return the exercises of the sheet, in order."""
    assert response.status_code in {200, 422}
    return [str(block["data-exercise"]) for block in soup_of(response).select(".sheet-block")]


def notes_on(response: HttpResponse) -> str:
    return " ".join(note.get_text(" ", strip=True) for note in soup_of(response).select(".note"))


def amounts_of(response: HttpResponse, slug: str) -> set[str]:
    """Return what stands in the amounts of an exercise's sets."""
    fields = soup_of(response).select(f'.sheet-block[data-exercise="{slug}"] input.field')
    assert fields
    return {str(field["value"]) for field in fields}


def do_all(athlete: Athlete) -> Session:
    """A session in which the person did the whole plan, whatever was prescribed."""
    session = SessionFactory(athlete=athlete, routine=Routine.objects.get(slug="plan"))
    for slug in ("couch", "crawl", "walk"):
        SetFactory(session=session, exercise=Exercise.objects.get(slug=slug), seconds=77)
    return session


def links_in(client: Client, path: str) -> Iterator[str]:
    soup = BeautifulSoup(client.get(path).content.decode(), "html.parser")
    for link in soup.select("main a[href]"):
        yield str(link["href"])


@pytest.mark.parametrize("who", BLOCKED)
def test_a_routine_comes_with_substitutes_or_without(
    signed_in: Client, athlete: Athlete, plan: Routine, who: str
) -> None:
    become(athlete, who)
    response = signed_in.get(f"{NEW}?routine=plan")
    assert exercises_on(response) == ["lunge", "walk"]
    reason = "Sore knee: Do not kneel." if who == "avoid" else "Old knee: Ask first."
    notes = notes_on(response)
    assert f"Couch is not for you now, so here is Lunge. {reason}" in notes
    assert "Crawl was left out: nothing with the same aim fits you now." in notes
    assert notes.count(reason) == 1
    assert "Plan, as it fits you now." in response.content.decode()


def test_a_routine_of_which_nothing_is_left_is_an_empty_sheet(
    signed_in: Client, athlete: Athlete, plan: Routine
) -> None:
    become(athlete, "avoid")
    Exercise.objects.filter(slug__in=("walk", "lunge")).update(status="archived")
    response = signed_in.get(f"{NEW}?routine=plan")
    assert exercises_on(response) == []
    assert "Couch and Crawl were left out: nothing" in notes_on(response)


@pytest.mark.parametrize("who", BLOCKED)
def test_an_exercise_comes_as_its_substitute_or_not_at_all(
    signed_in: Client, athlete: Athlete, plan: Routine, who: str
) -> None:
    become(athlete, who)
    response = signed_in.get(f"{NEW}?exercise=couch")
    assert exercises_on(response) == ["lunge"]
    assert "so here is Lunge" in notes_on(response)
    response = signed_in.get(f"{NEW}?exercise=crawl")
    assert exercises_on(response) == []
    assert "Crawl was left out" in notes_on(response)


@pytest.mark.parametrize("who", BLOCKED)
def test_a_repeat_replaces_also_what_was_recorded_against_the_verdict(
    signed_in: Client, athlete: Athlete, plan: Routine, who: str
) -> None:
    become(athlete, who)
    session = do_all(athlete)
    response = signed_in.get(f"/sessions/{session.pk}/repeat/")
    assert exercises_on(response) == ["lunge", "walk"]
    assert amounts_of(response, "lunge") == {"20", ""}
    assert amounts_of(response, "walk") == {"77", ""}
    assert "Crawl was left out" in notes_on(response)


@pytest.mark.parametrize(
    "door", ["new/?routine=plan", "new/?exercise=couch", "new/?exercise=walk", "repeat/"]
)
@pytest.mark.parametrize("who", SHUT)
def test_the_door_stays_shut(signed_in: Client, athlete: Athlete, plan: Routine, who: str, door: str) -> None:
    become(athlete, who)
    path = f"/sessions/{do_all(athlete).pk}/repeat/" if door == "repeat/" else f"/sessions/{door}"
    response = signed_in.get(path)
    assert response.status_code == 302
    asked = f"/screening/?next={quote(path, safe='')}"
    assert response.headers["Location"] == ("/screening/stop/" if who == "red flag" else asked)


def test_a_red_flag_stops_before_old_answers_are_asked_for_again(
    signed_in: Client, athlete: Athlete, plan: Routine
) -> None:
    become(athlete, "red flag")
    Screening.objects.current().update(asked_again_at=timezone.now())
    assert signed_in.get(f"{NEW}?routine=plan").headers["Location"] == "/screening/stop/"


@pytest.mark.parametrize("who", [*BLOCKED, *SHUT])
def test_recording_stays_open_without_amounts(
    signed_in: Client, athlete: Athlete, plan: Routine, who: str
) -> None:
    become(athlete, who)
    session = do_all(athlete)
    assert signed_in.get(NEW).status_code == 200
    assert signed_in.get(f"/sessions/{session.pk}/edit/").status_code == 200
    response = signed_in.get(f"{NEW}?record=couch")
    assert exercises_on(response) == ["couch"]
    data = fields_of(response)
    assert data["prescription"] == ""
    if who in {"stale", "after pain", "new question"}:
        return  # the last answers still judge, and by them it is allowed, or a question is open
    assert amounts_of(response, "couch") == {""}
    verdict = {"avoid": "avoid", "held": "clinician", "red flag": "avoid"}.get(who, "unknown")
    assert soup_of(response).select_one(f'.sheet-block[data-verdict="{verdict}"] .note')
    sets = {name: "9" for name in data if name.endswith("-seconds")}
    assert signed_in.post(NEW, data | sets).status_code == 302
    logged = Session.objects.get(pk=data["id"])
    assert (logged.screening, logged.prescribed_exercises.count()) == (None, 0)
    assert {one.prescribed for one in logged.sets.all()} == {None}


def test_only_what_is_offered_is_recorded_by_its_address(signed_in: Client, plan: Routine) -> None:
    Exercise.objects.filter(slug="couch").update(status="archived")
    assert signed_in.get(f"{NEW}?record=couch").status_code == 404
    assert signed_in.get(f"{NEW}?record=%00").status_code == 404


@pytest.mark.parametrize("who", [*BLOCKED, "unknown", "red flag"])
def test_what_is_added_by_hand_comes_without_amounts(
    signed_in: Client, athlete: Athlete, plan: Routine, who: str
) -> None:
    become(athlete, who)
    do_all(athlete)
    data = open_sheet(signed_in) | {"action": "add-exercise", "new_exercise": "couch"}
    response = signed_in.post(NEW, data)
    assert amounts_of(response, "couch") == {""}
    assert soup_of(response).select_one(".sheet-block .note a[target=_blank]")
    label = soup_of(response).select_one('option[value="couch"]')
    assert label is not None
    assert (label.text == "Couch (not for you now)") is (who != "unknown")


def test_what_fits_is_added_with_its_amounts(signed_in: Client, athlete: Athlete, plan: Routine) -> None:
    data = open_sheet(signed_in) | {"action": "add-exercise", "new_exercise": "couch"}
    response = signed_in.post(NEW, data)
    assert amounts_of(response, "couch") == {"30", ""}
    assert soup_of(response).select('.sheet-block[data-verdict="allowed"]')


def test_a_change_is_told_where_the_exercise_is_handed_out(
    signed_in: Client, athlete: Athlete, plan: Routine
) -> None:
    condition = Condition.objects.get(slug="sore-knee")
    condition.rules.update(verdict=Verdict.MODIFY, advice="Kneel on a pad.")
    screen(athlete.user, sore_knee="yes")
    response = signed_in.get(f"{NEW}?routine=plan")
    assert exercises_on(response) == ["couch", "crawl", "walk"]
    note = soup_of(response).select_one('.sheet-block[data-exercise="couch"][data-verdict="modify"] .note')
    assert note is not None
    assert "Sore knee: Kneel on a pad." in note.text


@pytest.mark.parametrize("who", BLOCKED)
def test_every_link_of_the_plans_leads_to_the_personal_version(
    signed_in: Client, athlete: Athlete, plan: Routine, who: str
) -> None:
    become(athlete, who)
    pages = ["/today/", "/programmes/", "/routines/", "/exercises/", "/sessions/new/", "/progress/"]
    pages += [one for page in pages for one in links_in(signed_in, page) if one.startswith(("/pro", "/rout"))]
    pages += ["/exercises/couch/", "/exercises/crawl/", "/progress/exercises/couch/"]
    doors = {
        one
        for page in pages
        for one in links_in(signed_in, page)
        if "?routine=" in one or "?exercise=" in one
    }
    doors = {one if one.startswith("/") else NEW + one for one in doors}
    assert f"{NEW}?routine=plan" in doors
    for door in doors:
        if door.startswith(NEW):
            assert not {"couch", "crawl"} & set(exercises_on(signed_in.get(door))), door


@pytest.mark.parametrize("who", [*BLOCKED, "red flag"])
def test_a_stale_form_is_logged_as_typed_and_counts_as_prescribed_no_more(
    signed_in: Client, athlete: Athlete, plan: Routine, who: str
) -> None:
    data = open_sheet(signed_in, "?routine=plan")
    then = Screening.objects.current().get()
    become(athlete, who)
    page = signed_in.post(NEW, data, follow=True).content.decode()
    session = Session.objects.get()
    assert session.sets.count() == 12
    prescribed = {one.exercise.slug: one.prescribed for one in session.sets.select_related("exercise")}
    walk = None if who == "red flag" else {"reps": None, "seconds": 30}
    assert prescribed == {"couch": None, "crawl": None, "walk": walk}
    # What was handed out stands, under the answers of then.
    assert session.screening == then
    assert [one.exercise.slug for one in session.prescribed_exercises.all()] == ["couch", "crawl", "walk"]
    warning = {
        "avoid": "Couch and Crawl are not for you now.",
        "held": "Ask a clinician before you do Couch and Crawl again.",
        "red flag": "A warning sign is not ruled out for you.",
    }[who]
    assert warning in page


@pytest.mark.parametrize("who", [*BLOCKED, "unknown", "red flag"])
def test_a_form_that_comes_back_says_what_is_not_for_the_person(
    signed_in: Client, athlete: Athlete, plan: Routine, who: str
) -> None:
    data = open_sheet(signed_in, "?routine=plan")
    become(athlete, who)
    response = signed_in.post(NEW, data | {"sets-0-seconds": "a while"})
    assert response.status_code == 422
    assert fields_of(response) == data | {"sets-0-seconds": "a while"}
    block = soup_of(response).select_one('.sheet-block[data-exercise="couch"]')
    assert block is not None
    assert block["data-verdict"] == {"held": "clinician", "unknown": "unknown"}.get(who, "avoid")
    assert block.select_one(".note")
    assert "2 × 30 s" not in block.text  # nor is its dose named any more


def test_a_kept_form_is_logged_as_typed(signed_in: Client, athlete: Athlete, plan: Routine) -> None:
    data = open_sheet(signed_in, "?routine=plan")
    become(athlete, "avoid")
    session = signed_in.session
    session["kept_form"] = {"path": NEW, "form": "&".join(f"{k}={quote(v)}" for k, v in data.items())}
    session.save()
    response = signed_in.get(f"{NEW}?kept=1")
    assert soup_of(response).select('.sheet-block[data-exercise="couch"][data-verdict="avoid"] .note')
    assert signed_in.post(NEW, fields_of(response)).status_code == 302
    assert Set.objects.filter(exercise__slug="couch").exclude(prescribed__isnull=True).count() == 0


def test_a_hidden_field_that_was_tampered_with_prescribes_nothing(
    signed_in: Client, athlete: Athlete, plan: Routine
) -> None:
    whole = open_sheet(signed_in, "?routine=plan")
    other = Client()
    other.force_login(AthleteFactory().user, backend="tracker.auth.AthleteBackend")
    foreign = open_sheet(other, "?routine=plan")["prescription"]
    of_nothing = open_sheet(signed_in, "?exercise=walk")["prescription"]
    own = whole["prescription"]
    for note in ("", "x", own[:-1], own[1:], f"{own}x", "\x00", "é:ü:ö", "9" * 9000, foreign, of_nothing):
        data = open_sheet(signed_in, "?routine=plan") | {"prescription": note}
        assert signed_in.post(NEW, data).status_code == 302, note
        session = Session.objects.get(pk=data["id"])
        assert session.routine == plan
        assert (session.screening, session.catalogue_version) == (None, None)
        assert not PrescribedExercise.objects.filter(session=session).exists()
        assert {one.prescribed for one in session.sets.all()} == {None}
    assert signed_in.post(NEW, whole).status_code == 302
    assert PrescribedExercise.objects.filter(session=whole["id"]).count() == 3


def test_a_blocked_exercise_put_into_the_form_is_recorded_only(
    signed_in: Client, athlete: Athlete, plan: Routine
) -> None:
    become(athlete, "avoid")
    data = open_sheet(signed_in, "?routine=plan") | {"sets-0-exercise": "couch"}
    assert signed_in.post(NEW, data).status_code == 302
    assert Set.objects.get(exercise__slug="couch").prescribed is None
    rows = PrescribedExercise.objects.order_by("position").values_list("exercise__slug", "instead_of__slug")
    assert list(rows) == [("lunge", "couch"), (None, "crawl"), ("walk", None)]


def test_what_was_prescribed_is_kept_once(signed_in: Client, athlete: Athlete, plan: Routine) -> None:
    become(athlete, "avoid")
    data = open_sheet(signed_in, "?routine=plan")
    for _again in range(2):
        assert signed_in.post(NEW, data).status_code == 302
    session = Session.objects.get()
    assert session.screening == Screening.objects.current().get()
    assert session.prescribed_exercises.count() == 3
    prescribed = {
        one.exercise.slug: one.prescribed["seconds"] for one in session.sets.select_related("exercise")
    }
    assert prescribed == {"lunge": 20, "walk": 30}


@pytest.mark.parametrize("who", [*BLOCKED, *SHUT])
def test_every_exercise_carries_its_verdict(
    signed_in: Client, athlete: Athlete, plan: Routine, who: str
) -> None:
    become(athlete, who)
    session = do_all(athlete)
    Session.objects.update(day=timezone.localdate())
    Set.objects.update(day=timezone.localdate())
    judge = judge_under(Screening.objects.current().first())
    pages = ["/today/", f"/sessions/{session.pk}/", f"/sessions/{session.pk}/edit/"]
    pages += ["/progress/", "/progress/exercises/couch/"]
    for page in pages:
        for tag in soup_of(signed_in.get(page)).select("main [data-exercise]"):
            exercise = Exercise.objects.get(slug=tag["data-exercise"])
            assert tag["data-verdict"] == judge.verdict(exercise), page


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_no_sheet_of_any_routine_hands_out_what_is_held_or_avoided(
    catalogue: None, signed_in: Client, athlete: Athlete, data: st.DataObject
) -> None:
    kinds = dict(Condition.objects.values_list("slug", "kind").order_by("slug"))
    conditions = [slug for slug, kind in kinds.items() if kind == ConditionKind.CONDITION]
    given_yes = data.draw(st.sets(st.sampled_from(conditions), max_size=6))
    cleared = data.draw(st.sets(st.sampled_from(conditions), max_size=4))
    answers = {slug.replace("-", "_"): "yes" for slug in given_yes}
    answers |= {slug.replace("-", "_"): "cleared" for slug in cleared}
    screening = screen(athlete.user, **answers)
    judge = judge_under(screening)
    slug = data.draw(st.sampled_from(sorted(Routine.objects.values_list("slug", flat=True))))
    shown = exercises_on(signed_in.get(f"{NEW}?routine={slug}"))
    assert len(shown) == len(set(shown))
    wanted = data.draw(st.sampled_from(sorted(Exercise.objects.current().values_list("slug", flat=True))))
    shown += exercises_on(signed_in.get(f"{NEW}?exercise={wanted}"))
    for exercise in Exercise.objects.filter(slug__in=shown):
        assert judge.assess(exercise).may_be_prescribed, (exercise, answers)
