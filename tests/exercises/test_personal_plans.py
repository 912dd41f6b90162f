"""Routines and programmes as they fit who looks: what stands in for what, what is left out, and why."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from exercises.domain.vocabulary import Aim, ConditionKind, Equipment, StressTag, Verdict
from exercises.models import Programme, Routine
from tests.exercises.pages import MOST_QUERIES, soup, url, words
from tests.factories import (
    AthleteFactory,
    ConditionFactory,
    ContraindicationFactory,
    ExerciseFactory,
    ProgrammeFactory,
    ProgrammeTrackFactory,
    RoutineFactory,
    RoutineItemFactory,
)
from tests.page_queries import count_queries
from tests.screenings import outdate, screen
from tracker.models import Athlete

pytestmark = pytest.mark.django_db

LISTS = (url("routine-list"), url("programme-list"))
BLOCKED = {"clinician", "avoid"}
FIT = "2 of 3 are not for you; here is your version."


@pytest.fixture
def legs() -> Routine:
    """A routine whose exercises stress the knee but for one, with a substitute for one of the two."""
    routine = RoutineFactory(slug="legs", name="Legs")
    for place, (slug, aim, stress, kit) in enumerate(
        [
            ("lunge", Aim.FLEXOR_LENGTH, (StressTag.KNEELING,), Equipment.STEP),
            ("frog", Aim.ADDUCTOR_LENGTH, (StressTag.KNEELING,), Equipment.WALL),
            ("bridge", Aim.EXTENSOR_STRENGTH, (StressTag.SUPINE,), Equipment.PAD),
        ],
        start=1,
    ):
        exercise = ExerciseFactory(slug=slug, name=slug.title(), aim=aim, stress=stress, equipment=[kit])
        RoutineItemFactory(routine=routine, position=place, exercise=exercise, sets=4, note=f"Of the {slug}.")
    ExerciseFactory(slug="bed", name="Bed edge", aim=Aim.FLEXOR_LENGTH, equipment=[Equipment.BED])
    knee = ConditionFactory(slug="knee-problem", name="A knee problem")
    ContraindicationFactory(
        condition=knee, stress=StressTag.KNEELING, verdict=Verdict.AVOID, advice="Do not kneel."
    )
    back = ConditionFactory(slug="back", name="A sore back")
    for stress, advice in ((StressTag.SUPINE, "Use a cushion."), (StressTag.ANY, "Move slowly.")):
        ContraindicationFactory(condition=back, stress=stress, verdict=Verdict.MODIFY, advice=advice)
    return routine


@pytest.fixture
def beginner(legs: Routine) -> Programme:
    return ProgrammeTrackFactory(programme=ProgrammeFactory(slug="beginner"), routine=legs).programme


def to_do(page: BeautifulSoup) -> dict[str, str]:
    return {one["data-exercise"]: one["data-verdict"] for one in page.select(".plan-items > li")}


def told_apart(page: BeautifulSoup) -> dict[str, str]:
    """Return what is not to do, with its verdict: what was replaced and what is left out."""
    found = page.select(".plan-items > li [data-exercise], .list > [data-exercise]")
    return {one["data-exercise"]: one["data-verdict"] for one in found}


def pages_of(legs: Routine, beginner: Programme) -> tuple[str, ...]:
    return (legs.get_absolute_url(), beginner.get_absolute_url())


def test_a_visitor_gets_the_routine_as_it_stands(client: Client, legs: Routine, beginner: Programme) -> None:
    for address in (*pages_of(legs, beginner), *LISTS):
        page = soup(client.get(address))
        assert not page.select("main .verdict, main a[href^='/screening/']")
        assert "not for you" not in words(page.main)
    for address in pages_of(legs, beginner):
        page = soup(client.get(address))
        assert to_do(page) == dict.fromkeys(("lunge", "frog", "bridge"), "unknown")
        assert "/sessions/new/?routine=legs" in {link["href"] for link in page.select("main a")}


def test_who_has_not_answered_is_asked_to(client: Client, legs: Routine, beginner: Programme) -> None:
    client.force_login(AthleteFactory(screened=False).user)
    for address in (*pages_of(legs, beginner), *LISTS):
        page = soup(client.get(address))
        assert words(page.select_one("main .note-plain")).startswith("Answer a few questions")
        assert not page.select("main .verdict")
        assert "not for you" not in words(page.main)
    assert to_do(soup(client.get(legs.get_absolute_url()))) == dict.fromkeys(
        ("lunge", "frog", "bridge"), "unknown"
    )


def test_outdated_answers_are_said_to_be(
    signed_in: Client, athlete: Athlete, legs: Routine, beginner: Programme
) -> None:
    answers = screen(athlete.user, knee_problem="yes")
    addresses = (*pages_of(legs, beginner), *LISTS)
    assert not [one for one in addresses if soup(signed_in.get(one)).select("#answer-again")]
    outdate(answers)
    for address in addresses:
        page = soup(signed_in.get(address))
        assert page.select_one("#answer-again a")["href"] == f"/screening/?next={quote(address, safe='')}"
        assert FIT in words(page.main)


def test_what_fits_stays_as_it_stands(
    signed_in: Client, athlete: Athlete, legs: Routine, beginner: Programme
) -> None:
    screen(athlete.user)
    for address in pages_of(legs, beginner):
        page = soup(signed_in.get(address))
        assert to_do(page) == dict.fromkeys(("lunge", "frog", "bridge"), "allowed")
        assert not told_apart(page)
        assert "not for you" not in words(page.main)
        assert not page.select("main .verdict")


def test_what_does_not_fit_is_replaced_or_left_out_and_said_to_be_so(
    signed_in: Client, athlete: Athlete, legs: Routine, beginner: Programme
) -> None:
    before = soup(signed_in.get(legs.get_absolute_url()))
    assert "About 20 minutes" in words(before.select_one(".dose-card"))
    screen(athlete.user, knee_problem="yes")
    for address in pages_of(legs, beginner):
        page = soup(signed_in.get(address))
        assert words(page.select_one(".note-plain")) == FIT
        assert to_do(page) == {"bed": "allowed", "bridge": "allowed"}
        assert told_apart(page) == {"lunge": "avoid", "frog": "avoid"}
        first = page.select_one(".plan-items > li")
        assert words(first.select_one("[data-exercise=lunge]")) == (
            "Instead of Lunge not for you now A knee problem: Do not kneel."
        )
        assert words(first.select_one(".plan-item .dose")) == "2 × 30 s each side"
        assert "Of the lunge." not in words(first)
        left_out = page.select_one("[data-exercise=frog]")
        assert words(left_out) == "Frog not for you now A knee problem: Do not kneel."
        assert "Left out for you" in words(page.main)
        alone = "Nothing else with the same aim fits you now, or it is in the routine already."
        assert alone in words(page.main)
    routine = soup(signed_in.get(legs.get_absolute_url()))
    assert "About 10 minutes" in words(routine.select_one(".dose-card"))
    text = words(routine.main)
    assert f"You need: {Equipment.BED.label}, {Equipment.PAD.label}." in text
    assert "Of the bridge." in text
    assert routine.select_one('a[href="/sessions/new/?routine=legs"]')


def test_the_lists_say_it_in_a_line(
    signed_in: Client, athlete: Athlete, legs: Routine, beginner: Programme
) -> None:
    screen(athlete.user, knee_problem="yes")
    routines, programmes = (soup(signed_in.get(address)) for address in LISTS)
    assert words(routines.select_one("article strong")) == FIT
    assert "About 10 minutes · 2 exercises" in words(routines.article)
    assert words(programmes.select_one("article strong")) == FIT


def test_an_exercise_of_two_routines_counts_once(
    signed_in: Client, athlete: Athlete, legs: Routine, beginner: Programme
) -> None:
    other = RoutineFactory()
    for item in legs.items.select_related("exercise"):
        RoutineItemFactory(routine=other, exercise=item.exercise)
    ProgrammeTrackFactory(programme=beginner, routine=other)
    screen(athlete.user, knee_problem="yes")
    assert words(soup(signed_in.get(beginner.get_absolute_url())).select_one(".note-plain")) == FIT


def test_all_changes_that_an_exercise_needs_are_stated(
    signed_in: Client, athlete: Athlete, legs: Routine, beginner: Programme
) -> None:
    screen(athlete.user, back="yes")
    for address in pages_of(legs, beginner):
        page = soup(signed_in.get(address))
        assert to_do(page) == dict.fromkeys(("lunge", "frog", "bridge"), "modify")
        text = words(page.select_one("[data-exercise=bridge]"))
        assert "change it A sore back: Use a cushion. A sore back: Move slowly." in text
        assert "not for you" not in words(page.main)


def test_a_change_that_waits_for_an_answer_is_stated_too(
    signed_in: Client, athlete: Athlete, legs: Routine
) -> None:
    later = ConditionFactory(name="Asked since")
    ContraindicationFactory(
        condition=later, stress=StressTag.SUPINE, verdict=Verdict.MODIFY, advice="Bend less."
    )
    page = soup(signed_in.get(legs.get_absolute_url()))
    assert "Not answered yet: Asked since. Bend less." in words(page.select_one("[data-exercise=bridge]"))


def test_where_nothing_is_left_nothing_is_offered(
    signed_in: Client, athlete: Athlete, legs: Routine, beginner: Programme
) -> None:
    ContraindicationFactory(
        condition=ConditionFactory(slug="heart", name="A weak heart"),
        stress=StressTag.ANY,
        verdict=Verdict.CLINICIAN,
        advice="Ask first.",
    )
    screen(athlete.user, heart="yes")
    for address in pages_of(legs, beginner):
        page = soup(signed_in.get(address))
        assert words(page.select_one(".note-plain")) == "None of its 3 exercises is for you now."
        assert not to_do(page)
        assert told_apart(page) == dict.fromkeys(("lunge", "frog", "bridge"), "clinician")
        told = [words(one.select_one("p.small")) for one in page.select(".list > [data-exercise]")]
        assert told == ["A weak heart: Ask first.", "For the same reason.", "For the same reason."]
        assert not page.select("main a[href*='?routine=']")
    for address in LISTS:
        assert "None of its 3 exercises is for you now." in words(soup(signed_in.get(address)).article)
    alone = RoutineFactory()
    RoutineItemFactory(routine=alone)
    assert "Its only exercise is not for you now." in words(
        soup(signed_in.get(alone.get_absolute_url())).main
    )


def test_a_red_flag_is_said_once_and_leads_to_what_to_do(
    signed_in: Client, athlete: Athlete, legs: Routine, beginner: Programme
) -> None:
    ConditionFactory(slug="fever", name="Fever", kind=ConditionKind.RED_FLAG, action="See a doctor.")
    screen(athlete.user, fever="unsure")
    for address in (*pages_of(legs, beginner), *LISTS):
        page = soup(signed_in.get(address))
        assert page.select_one("main .note-stop a")["href"] == url("screening-stop")
        assert not page.select("main a[href*='?routine=']")
    for address in pages_of(legs, beginner):
        assert "is for you now" not in words(soup(signed_in.get(address)).main)
    page = soup(signed_in.get(legs.get_absolute_url()))
    assert set(told_apart(page).values()) == {"avoid"}
    assert "Fever" not in words(page.main)
    assert "Nothing else with the same aim" not in words(page.main)


def test_verdicts_cost_the_same_few_queries_however_many(
    signed_in: Client, athlete: Athlete, legs: Routine, beginner: Programme
) -> None:
    screen(athlete.user, knee_problem="yes")
    pages = (*pages_of(legs, beginner), *LISTS)
    few = [count_queries(signed_in, address) for address in pages]
    for place in range(4, 10):
        exercise = ExerciseFactory(stress=(StressTag.KNEELING,), aim=list(Aim)[place])
        ExerciseFactory(aim=exercise.aim)
        RoutineItemFactory(routine=legs, position=place, exercise=exercise)
        other = RoutineFactory()
        RoutineItemFactory(routine=other, exercise=exercise)
        ProgrammeTrackFactory(programme=beginner, routine=other)
        ProgrammeTrackFactory(routine=other)
    assert [count_queries(signed_in, address) for address in pages] == few
    assert max(few) <= MOST_QUERIES


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    "answers",
    [
        {"knee_problem": "yes"},
        {"knee_problem": "yes", "hip_replacement_posterior": "cleared"},
        {"back_history": "unsure"},
        {"hip_replacement_posterior": "yes"},
    ],
    ids=lambda answers: ", ".join(answers),
)
def test_shipped_plans_change_with_the_answers_at_once_and_hand_out_nothing_blocked(
    signed_in: Client, athlete: Athlete, answers: dict[str, str]
) -> None:
    plans = [*Routine.objects.all(), *Programme.objects.all()]
    addresses = [plan.get_absolute_url() for plan in plans]
    before = {address: to_do(soup(signed_in.get(address))) for address in addresses}
    assert {verdict for found in before.values() for verdict in found.values()} == {"allowed"}
    screen(athlete.user, **answers)
    changed = 0
    for address in addresses:
        page = soup(signed_in.get(address))
        assert not set(to_do(page).values()) & BLOCKED, address
        assert set(told_apart(page).values()) <= BLOCKED, address
        assert set(before[address]) <= set(to_do(page)) | set(told_apart(page)), address
        assert all(one.has_attr("data-verdict") for one in page.select("[data-exercise]"))
        changed += bool(told_apart(page))
    assert changed
    assert max(count_queries(signed_in, address) for address in (*addresses, *LISTS)) <= MOST_QUERIES
    screen(athlete.user)
    assert {address: to_do(soup(signed_in.get(address))) for address in addresses} == before
