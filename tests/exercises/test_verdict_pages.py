"""Whether an exercise fits who looks, on the catalogue's list and on the exercise's own page."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from exercises.domain.vocabulary import Aim, ConditionKind, Origin, StressTag, Verdict
from exercises.models import Condition, Exercise, Progression, Version
from exercises.models.ladder import Direction
from tests.exercises.pages import MOST_QUERIES, soup, url, words
from tests.factories import (
    AthleteFactory,
    ConditionFactory,
    ContraindicationFactory,
    ExerciseFactory,
    ReferenceFactory,
)
from tests.page_queries import count_queries
from tests.screenings import outdate, screen
from tracker.models import Athlete

pytestmark = pytest.mark.django_db

LIST = url("exercise-list")


def verdicts(page: BeautifulSoup) -> dict[str, str]:
    """Return the verdict of every exercise that a page names."""
    return {one["data-exercise"]: one["data-verdict"] for one in page.select("[data-exercise]")}


def marks(page: BeautifulSoup) -> list[str]:
    return [words(one) for one in page.select("main .verdict")]


def hrefs(page: BeautifulSoup) -> set[str]:
    return {link["href"] for link in page.select("main a")}


def read(client: Client, exercise: Exercise) -> BeautifulSoup:
    return soup(client.get(exercise.get_absolute_url()))


@pytest.fixture
def kneeling() -> Exercise:
    """An exercise that a knee problem changes, holds or rules out, with a harder one on its ladder."""
    exercise = ExerciseFactory(
        slug="kneeling", name="Kneeling stretch", stress=(StressTag.KNEELING,), level=2
    )
    harder = ExerciseFactory(
        slug="deep-kneeling",
        name="Deep kneel",
        stress=(StressTag.KNEELING,),
        level=3,
        aim=Aim.INTERNAL_ROTATION,
    )
    Progression.objects.create(
        exercise=exercise, other=harder, direction=Direction.HARDER, when="Once it is easy."
    )
    return exercise


@pytest.fixture
def knee(kneeling: Exercise) -> Condition:
    return ConditionFactory(slug="knee-problem", name="A knee problem")


def rule(knee: Condition, verdict: Verdict, **fields: Any) -> None:
    fields = {"stress": StressTag.KNEELING, "advice": "Leave kneeling out.", **fields}
    ContraindicationFactory(condition=knee, verdict=verdict, **fields)


def test_a_visitor_is_told_no_verdict(client: Client, kneeling: Exercise, knee: Condition) -> None:
    rule(knee, Verdict.AVOID)
    for page in (soup(client.get(LIST)), read(client, kneeling)):
        assert verdicts(page) == dict.fromkeys(("kneeling", "deep-kneeling"), "unknown")
        assert not marks(page)
        assert not page.select("#verdict-title, main a[href^='/screening/']")
    assert f"/sessions/new/?exercise={kneeling.slug}" in hrefs(read(client, kneeling))
    assert read(client, kneeling).select_one("details.care").has_attr("open")


def test_who_has_not_answered_is_asked_to(client: Client, kneeling: Exercise, knee: Condition) -> None:
    rule(knee, Verdict.AVOID)
    client.force_login(AthleteFactory(screened=False).user)
    for address in (f"{LIST}?level=2", kneeling.get_absolute_url()):
        page = soup(client.get(address))
        assert set(verdicts(page).values()) == {"unknown"}
        assert not marks(page)
        line = page.select_one("main .note-plain")
        assert words(line) == "Answer a few questions to see which exercises fit you."
        assert line.a["href"].startswith("/screening/?next=%2Fexercises%2F")
    assert line.a["href"] == "/screening/?next=%2Fexercises%2Fkneeling%2F"
    assert "/sessions/new/?exercise=kneeling" in hrefs(page)
    assert "/sessions/new/?record=kneeling" not in hrefs(page)


@pytest.mark.parametrize("reason", ["age", "pain", "a question since"])
def test_answers_that_are_to_be_given_anew_are_said_to_be(
    signed_in: Client, athlete: Athlete, kneeling: Exercise, knee: Condition, reason: str
) -> None:
    rule(knee, Verdict.AVOID)
    answers = screen(athlete.user, knee_problem="yes")
    for address in (f"{LIST}?level=2", kneeling.get_absolute_url()):
        assert not soup(signed_in.get(address)).select("#answer-again")
    if reason == "a question since":
        ConditionFactory()
    else:
        outdate(answers, by_pain=reason == "pain")
    for address in (f"{LIST}?level=2", kneeling.get_absolute_url()):
        page = soup(signed_in.get(address))
        line = page.select_one("#answer-again")
        assert words(line) == (
            "What you see here follows your last answers. Answer again before the next session."
        )
        assert line.a["href"].startswith("/screening/?next=%2Fexercises%2F")
        assert verdicts(page)["kneeling"] == "avoid"
        assert count_queries(signed_in, address) <= MOST_QUERIES


def test_a_red_flag_is_said_before_answers_are_asked_for_anew(
    signed_in: Client, athlete: Athlete, kneeling: Exercise
) -> None:
    ConditionFactory(slug="fever", name="Fever", kind=ConditionKind.RED_FLAG, action="See a doctor.")
    outdate(screen(athlete.user, fever="yes"))
    for address in (LIST, kneeling.get_absolute_url()):
        page = soup(signed_in.get(address))
        assert page.select("main a[href='/screening/stop/']")
        assert not page.select("#answer-again")


@pytest.mark.parametrize(
    ("verdict", "mark"),
    [
        (Verdict.MODIFY, "change it"),
        (Verdict.CLINICIAN, "clinician first"),
        (Verdict.AVOID, "not for you now"),
    ],
)
def test_the_verdict_stands_on_card_page_and_ladder(
    signed_in: Client, athlete: Athlete, kneeling: Exercise, knee: Condition, verdict: Verdict, mark: str
) -> None:
    rule(knee, verdict)
    for address in (LIST, f"{LIST}?q=kneel", kneeling.get_absolute_url()):
        assert verdicts(soup(signed_in.get(address))) == dict.fromkeys(
            ("kneeling", "deep-kneeling"), "allowed"
        )
    screen(athlete.user, knee_problem="yes")
    for address in (LIST, f"{LIST}?q=kneel", kneeling.get_absolute_url()):
        page = soup(signed_in.get(address))
        assert verdicts(page) == dict.fromkeys(("kneeling", "deep-kneeling"), verdict.value)
        shown = page.select("main .verdict, #verdict-title")
        assert len(shown) == 2
        assert all(one.select("svg[aria-hidden]") for one in shown)
        assert set(marks(page)) == {mark}
    is_blocked = verdict is not Verdict.MODIFY
    assert ("/sessions/new/?exercise=kneeling" in hrefs(page)) is not is_blocked
    assert ("/sessions/new/?record=kneeling" in hrefs(page)) is is_blocked
    screen(athlete.user)
    assert set(verdicts(read(signed_in, kneeling)).values()) == {"allowed"}


def test_htmx_gets_the_verdicts_too(
    signed_in: Client, athlete: Athlete, kneeling: Exercise, knee: Condition
) -> None:
    rule(knee, Verdict.AVOID)
    screen(athlete.user, knee_problem="yes")
    part = soup(signed_in.get(f"{LIST}?q=kneel", headers={"HX-Request": "true"}))
    assert part.find("html") is None
    assert set(verdicts(part).values()) == {"avoid"}


def test_every_reason_says_what_to_do_why_and_who_says_so(
    signed_in: Client, athlete: Athlete, kneeling: Exercise, knee: Condition
) -> None:
    rule(knee, Verdict.MODIFY, advice="Pad the knee.", source=ReferenceFactory(authors="Doe J", year=2020))
    back = ConditionFactory(slug="back", name="A sore back")
    poor = ReferenceFactory(slug="roe", authors="Roe R", year=2021)
    ContraindicationFactory(
        condition=back,
        stress="",
        exercise=kneeling,
        verdict=Verdict.AVOID,
        advice="Leave it out.",
        source=poor,
    )
    screen(athlete.user, knee_problem="unsure", back="yes")
    page = read(signed_in, kneeling)
    assert words(page.select_one("#verdict-title")) == "This exercise is not for you now."
    assert [words(one) for one in page.select(".reasons > li")] == [
        "A sore back: Leave it out. Source: Roe R 2021",
        "A knee problem: Pad the knee. Why: Kneeling or a deep knee bend. Source: Doe J 2020",
    ]
    assert page.select_one(".reasons > li a")["href"] == f"{url('reference-list')}#roe"
    assert not page.select("details.care[open]")


def test_a_question_that_came_later_says_that_it_waits(
    signed_in: Client, athlete: Athlete, kneeling: Exercise, knee: Condition
) -> None:
    screen(athlete.user)
    later = ConditionFactory(slug="later", name="Asked since")
    ContraindicationFactory(
        condition=later, stress=StressTag.KNEELING, verdict=Verdict.AVOID, advice="Leave it."
    )
    reason = read(signed_in, kneeling).select_one(".reasons > li")
    assert words(reason).startswith("Asked since: not answered yet, so it counts as a yes. Leave it.")
    assert reason.a["href"] == "/screening/"


def test_a_red_flag_leads_to_what_to_do(signed_in: Client, athlete: Athlete, kneeling: Exercise) -> None:
    ConditionFactory(slug="fever", name="Fever", kind=ConditionKind.RED_FLAG, action="See a doctor.")
    ExerciseFactory(aim=kneeling.aim)
    screen(athlete.user, fever="yes")
    page = read(signed_in, kneeling)
    assert set(verdicts(page).values()) == {"avoid"}
    assert words(page.select_one(".reasons > li")).startswith("Fever: a warning sign that is not ruled out.")
    assert page.select_one(".reasons > li a")["href"] == "/screening/stop/"
    assert "Instead:" not in words(page.main)
    shown = soup(signed_in.get(LIST))
    assert shown.select_one("main .note-stop a")["href"] == "/screening/stop/"
    assert set(verdicts(shown).values()) == {"avoid"}


def test_what_to_do_instead_has_a_verdict_of_its_own(
    signed_in: Client, athlete: Athlete, kneeling: Exercise, knee: Condition
) -> None:
    rule(knee, Verdict.AVOID)
    rule(knee, Verdict.MODIFY, stress=StressTag.FLEXION)
    screen(athlete.user, knee_problem="yes")
    assert "Nothing else with the same aim fits you now." in words(read(signed_in, kneeling).main)
    ExerciseFactory(aim=Aim.INTERNAL_ROTATION, slug="other-aim")
    ExerciseFactory(aim=kneeling.aim, slug="bent", name="Bent stretch", stress=(StressTag.FLEXION,))
    page = read(signed_in, kneeling)
    instead = page.select_one(".verdict-note [data-exercise]")
    assert (instead["data-exercise"], instead["data-verdict"]) == ("bent", "modify")
    assert words(instead).startswith("Instead: Bent stretch")
    assert instead.a["href"] == url("exercise-detail", "bent")
    assert len(page.select(".ladder > li")) == 2


def test_machines_are_told_no_verdict(
    signed_in: Client, athlete: Athlete, kneeling: Exercise, knee: Condition
) -> None:
    rule(knee, Verdict.AVOID)
    before = read(signed_in, kneeling).find("script", type="application/ld+json").string
    screen(athlete.user, knee_problem="yes")
    assert read(signed_in, kneeling).find("script", type="application/ld+json").string == before


def test_conditions_about_any_exercise_come_last_and_in_short(client: Client, kneeling: Exercise) -> None:
    anything = ConditionFactory(name="Anything", order=1, clinician_if="If in doubt.")
    ContraindicationFactory(
        condition=anything, stress=StressTag.ANY, verdict=Verdict.AVOID, advice="Leave all."
    )
    rule(ConditionFactory(name="Knee", order=2), Verdict.AVOID)
    group = read(client, kneeling).select_one("details.care")
    assert "2 conditions" in words(group.summary)
    assert [words(one) for one in group.select("h4")] == ["Knee"]
    assert [words(one) for one in group.select(".care-general li")] == ["Anything : Leave all. If in doubt."]
    assert group.select_one(".care-general a")["href"] == f"{url('before-you-start')}#{anything.slug}"


def test_the_page_says_who_reviewed_it_or_that_nobody_has(client: Client, kneeling: Exercise) -> None:
    assert "not yet reviewed by a clinician." in words(read(client, kneeling).main)
    version = Version.objects.create(
        kind="exercises",
        slug=kneeling.slug,
        number=99,
        document={},
        digest="0",
        origin=Origin.SHIPPED,
        created_at=dt.datetime(2026, 3, 1, tzinfo=dt.UTC),
        reviewed_on=dt.date(2026, 3, 2),
        reviewer_role="orthopaedic surgeon",
    )
    Exercise.objects.filter(pk=kneeling.pk).update(version=version)
    text = words(read(client, kneeling).main)
    assert "Reviewed on 2 Mar 2026. Reviewer: orthopaedic surgeon." in text
    assert "not yet reviewed" not in text


def test_verdicts_cost_the_same_few_queries_however_many(
    signed_in: Client, athlete: Athlete, kneeling: Exercise, knee: Condition
) -> None:
    rule(knee, Verdict.AVOID)
    screen(athlete.user, knee_problem="yes")
    pages = (LIST, f"{LIST}?q=kneel", kneeling.get_absolute_url())
    few = [count_queries(signed_in, address) for address in pages]
    for _ in range(20):
        other = ExerciseFactory(aim=kneeling.aim, stress=(StressTag.KNEELING,))
        Progression.objects.create(exercise=kneeling, other=other, direction=Direction.EASIER, when="Soon.")
        rule(ConditionFactory(), Verdict.MODIFY)
    assert [count_queries(signed_in, address) for address in pages] == few
    assert max(few) <= MOST_QUERIES


@pytest.mark.usefixtures("catalogue")
def test_the_shipped_catalogue_changes_with_the_answers_at_once(signed_in: Client, athlete: Athlete) -> None:
    exercise = Exercise.objects.get(slug="half-kneeling-flexor-stretch")
    pages = (LIST, f"{LIST}?page=2", f"{LIST}?q=kneeling", exercise.get_absolute_url())
    screen(athlete.user)
    before = [verdicts(soup(signed_in.get(address))) for address in pages]
    assert all(set(found.values()) == {"allowed"} for found in before)
    screen(athlete.user, knee_problem="yes", hip_replacement_posterior="yes")
    after = [verdicts(soup(signed_in.get(address))) for address in pages]
    assert [set(found) for found in after[:3]] == [set(found) for found in before[:3]]
    assert all(set(found.values()) - {"allowed"} for found in after)
    assert max(count_queries(signed_in, address) for address in pages) <= MOST_QUERIES
