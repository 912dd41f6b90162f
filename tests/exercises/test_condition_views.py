"""What to read before the first session: red flags, conditions, and the ways that lead there."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from exercises.domain.vocabulary import ConditionKind, StressTag, Verdict
from exercises.models import Condition, Contraindication
from tests.exercises.pages import MOST_QUERIES, soup, url, words
from tests.factories import (
    ConditionFactory,
    ContraindicationFactory,
    ExerciseFactory,
    ProgrammeFactory,
    ReferenceFactory,
    RoutineFactory,
)
from tests.page_queries import count_queries

pytestmark = pytest.mark.django_db

URL = url("before-you-start")


def make_red_flag(**fields: object) -> Condition:
    return ConditionFactory(kind=ConditionKind.RED_FLAG, **{"action": "See a doctor today.", **fields})


def test_red_flags_come_first_in_order_with_what_to_do(client: Client) -> None:
    ConditionFactory(question="A worn hip?", order=0)
    make_red_flag(question="Second?", order=2)
    make_red_flag(question="First?", order=1, explanation="It may be a break.", action="Go now.")
    page = soup(client.get(URL))
    assert [words(flag) for flag in page.select(".red-flags > li")] == [
        "First? It may be a break. Go now.",
        "Second? It may matter. See a doctor today.",
    ]
    assert [words(one) for one in page.select(".condition summary")] == ["A worn hip?"]


def test_a_condition_opens_onto_what_it_changes_the_strictest_first(client: Client) -> None:
    condition = ConditionFactory(
        slug="worn",
        question="A worn hip?",
        explanation="It turns in less.",
        clinician_if="If it hurts at rest.",
    )
    exercise = ExerciseFactory(name="Edge hang")
    for stress, verdict, advice in (
        (StressTag.FLEXION, Verdict.MODIFY, "Bend less."),
        (StressTag.IMPACT, Verdict.AVOID, "Leave out jumps."),
        (StressTag.ANY, Verdict.CLINICIAN, "Ask first."),
    ):
        ContraindicationFactory(condition=condition, stress=stress, verdict=verdict, advice=advice)
    ContraindicationFactory(
        condition=condition, stress="", exercise=exercise, verdict=Verdict.AVOID, advice="Do not hang."
    )
    page = soup(client.get(URL))
    opened = page.select_one("details#worn")
    text = words(opened)
    assert not opened.has_attr("open")
    assert "It turns in less. If it hurts at rest." in text
    assert [words(change) for change in opened.select(".list > li")] == [
        "avoid Jumps or quick steps Leave out jumps.",
        "avoid Edge hang Do not hang.",
        "clinician first Every exercise Ask first.",
        "change it Hip bent to 90° or more Bend less.",
    ]
    assert opened.select_one("li a")["href"] == exercise.get_absolute_url()


def test_a_rule_for_an_exercise_that_is_no_longer_offered_is_left_out(client: Client) -> None:
    ContraindicationFactory(stress="", exercise=ExerciseFactory(status="archived", name="Old hang"))
    assert "Old hang" not in client.get(URL).text


def test_each_source_is_named_once_whoever_rests_on_it(client: Client) -> None:
    flag, condition = make_red_flag(), ConditionFactory()
    shared = ReferenceFactory(slug="shared", authors="Doe J")
    for row in (flag, condition):
        row.sources.add(shared)
    ContraindicationFactory(condition=condition, source=ReferenceFactory(slug="of-a-rule", authors="Abc"))
    page = soup(client.get(URL))
    assert [one["id"] for one in page.select(".sources li")] == ["source-of-a-rule", "source-shared"]


def test_an_empty_page_still_sends_those_in_pain_to_a_doctor(client: Client) -> None:
    text = words(soup(client.get(URL)).main)
    assert "ask a doctor or physiotherapist first" in text
    assert "No conditions are listed yet." in text


def test_pages_that_lead_to_training_lead_here(client: Client) -> None:
    pages = {
        "landing": url("landing"),
        "exercise": ExerciseFactory().get_absolute_url(),
        "routine": RoutineFactory(cautions="Mind the knee.").get_absolute_url(),
        "programme": ProgrammeFactory(cautions="Mind the knee.").get_absolute_url(),
    }
    found = {name: soup(client.get(address)) for name, address in pages.items()}
    for name, page in found.items():
        assert page.select(f'main .note-stop a[href="{URL}"]'), name
        assert page.select(f'footer a[href="{URL}"]'), name
    for name in ("routine", "programme"):
        assert found[name].select(f'.note:not(.note-stop) a[href="{URL}"]'), name


def test_a_newcomers_first_page_leads_here(signed_in: Client) -> None:
    RoutineFactory(slug="hip-mobility-routine")
    assert soup(signed_in.get(reverse("tracker:today"))).select(f'main a[href="{URL}"]')


def test_the_menu_leads_here(signed_in: Client) -> None:
    assert soup(signed_in.get(URL)).select_one(f'.menu-panel a[href="{URL}"]')["aria-current"] == "page"


@pytest.mark.usefixtures("catalogue")
def test_the_shipped_page_shows_every_flag_and_every_rule(client: Client) -> None:
    page = soup(client.get(URL))
    assert len(page.select(".red-flags > li")) == Condition.objects.red_flags().count() == 15
    assert len(page.select("details.condition")) == Condition.objects.filter(kind="condition").count()
    assert len(page.select(".condition .list > li")) == Contraindication.objects.count()


@pytest.mark.usefixtures("catalogue")
def test_what_is_to_be_avoided_is_said_to_be_left_out() -> None:
    advice = Contraindication.objects.filter(verdict=Verdict.AVOID).values_list("advice", flat=True)
    assert len(advice) > 30
    assert [one for one in advice if not one.startswith("Leave ")] == []


def test_it_takes_the_same_few_queries_however_many_conditions(signed_in: Client) -> None:
    def add() -> None:
        make_red_flag().sources.add(ReferenceFactory())
        rule = ContraindicationFactory(stress="", exercise=ExerciseFactory())
        rule.condition.sources.add(ReferenceFactory())

    add()
    few = count_queries(signed_in, URL)
    for _ in range(10):
        add()
    assert count_queries(signed_in, URL) == few <= MOST_QUERIES
