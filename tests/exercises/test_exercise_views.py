"""The page of one exercise, for people and for machines."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from exercises.domain.vocabulary import (
    ConditionKind,
    Equipment,
    Muscle,
    StressTag,
    Verdict,
)
from exercises.models import Exercise, Fault
from tests.exercises.pages import MOST_QUERIES, full_exercise, soup, url, words
from tests.factories import (
    ConditionFactory,
    ContraindicationFactory,
    ExerciseFactory,
    ReferenceFactory,
    StepFactory,
)
from tests.page_queries import count_queries

pytestmark = pytest.mark.django_db


def test_the_page_shows_the_whole_exercise(client: Client) -> None:
    exercise = full_exercise(
        name="Couch stretch",
        days_min=3,
        equipment=(Equipment.WALL,),
        stretches=(Muscle.ILIOPSOAS,),
        works=(Muscle.TRUNK,),
        cautions="Use a pad.",
        note="Also known elsewhere.",
    )
    page = soup(client.get(exercise.get_absolute_url()))
    article = page.select_one(f"article[data-exercise={exercise.slug}]")
    assert words(article.h1) == "Couch stretch"
    assert [words(step) for step in article.select("ol.steps > li")] == ["Kneel down.", "Lean forward."]
    text = words(article)
    for part in (
        "2 × 30 s each side, at least 3 days a week. Rest 15 s between sets.",
        "The back arches. Tuck the tail.",
        f"Equipment {Equipment.WALL.label}",
        "Stretches iliopsoas",
        "Works trunk muscles",
        "Take care. Use a pad.",
        "Also known elsewhere.",
        "Stop if pain goes above 5 out of 10",
    ):
        assert part in text
    ladder = [words(step) for step in article.select(".ladder > li")]
    assert len(ladder) == 3
    assert ladder[0].startswith("Easier")
    assert ladder[0].endswith("When easier suits.")
    assert ladder[1] == "This exercise · level 1 Couch stretch"
    assert ladder[2].startswith("Harder")
    hrefs = {link["href"] for link in article.select("a")}
    assert f"/sessions/new/?exercise={exercise.slug}" in hrefs
    assert url("guide-detail", "training-dose-and-pain") in hrefs
    assert "https://doi.org/10.1000/1" in hrefs
    assert url("exercise-list", equipment="wall") in hrefs


def test_who_should_take_care_stands_under_the_strictest_verdict(client: Client) -> None:
    exercise = ExerciseFactory(stress=(StressTag.KNEELING, StressTag.FLEXION))
    source = ReferenceFactory(authors="Doe J", year=2020)
    rules = [
        ("Knee", StressTag.KNEELING, Verdict.MODIFY, "Pad the knee."),
        ("Hip", StressTag.KNEELING, Verdict.MODIFY, "Not said beside avoid."),
        ("Hip", StressTag.FLEXION, Verdict.AVOID, "Do not bend it."),
        ("Heart", StressTag.ANY, Verdict.CLINICIAN, "Ask first."),
        ("Heart", StressTag.FLEXION, Verdict.MODIFY, "Head up."),
        ("Elsewhere", StressTag.IMPACT, Verdict.AVOID, "Not about this exercise."),
    ]
    conditions = {name: ConditionFactory(name=name) for name in ("Knee", "Hip", "Heart", "Elsewhere", "Back")}
    for name, stress, verdict, advice in rules:
        ContraindicationFactory(
            condition=conditions[name], stress=stress, verdict=verdict, advice=advice, source=source
        )
    ContraindicationFactory(
        condition=conditions["Back"], stress="", exercise=exercise, verdict=Verdict.AVOID, source=source
    )
    page = soup(client.get(exercise.get_absolute_url()))
    groups = [
        (words(group.select_one(".tag")), [words(one) for one in group.select("h4")])
        for group in page.select(".care")
    ]
    assert groups == [("avoid", ["Back", "Hip"]), ("clinician first", ["Heart"]), ("change it", ["Knee"])]
    text = words(page.select_one("article"))
    assert "Do not bend it. Why: Hip bent to 90° or more." in text
    assert [words(group.select("p")[-1]) for group in page.select(".care")] == ["Sources: Doe J 2020"] * 3
    assert [group.has_attr("open") for group in page.select("details.care")] == [True, True, False]
    assert "Do it with this change 1 condition" in words(page.select(".care summary")[2])
    # A rule about the exercise by name says why in its advice.
    assert "Why:" not in words(page.select(".care li")[0])
    assert text.index("Ask first.") < text.index("Head up.")
    assert "Ask first. Head up." in text
    assert "Not said" not in text
    assert "Not about" not in text
    assert page.select(".care a")[-1]["href"] == source.get_absolute_url()
    assert page.select_one(".care h4 a")["href"] == f"{url('before-you-start')}#{conditions['Back'].slug}"


def test_a_red_flag_is_not_a_condition_of_an_exercise(client: Client) -> None:
    ConditionFactory(name="Fever", kind=ConditionKind.RED_FLAG, action="See a doctor.")
    assert "Fever" not in client.get(ExerciseFactory().get_absolute_url()).text


def test_the_data_for_machines_says_what_the_page_says(client: Client) -> None:
    exercise = full_exercise(
        name="Lift-out",
        synonyms="IR lift",
        equipment=(Equipment.CHAIR,),
        reps_min=8,
        reps_max=12,
        rest_s=None,
    )
    data = json.loads(
        soup(client.get(exercise.get_absolute_url())).find("script", type="application/ld+json").string
    )
    assert data["@context"] == "https://schema.org"
    assert data["@type"] == ["ExercisePlan", "HowTo"]
    assert data["url"] == f"http://testserver{exercise.get_absolute_url()}"
    assert data["name"] == "Lift-out"
    assert data["alternateName"] == ["IR lift"]
    assert data["exerciseType"] == "hip flexor stretch"
    assert data["tool"] == [{"@type": "HowToTool", "name": "chair"}]
    assert [step["text"] for step in data["step"]] == ["Kneel down.", "Lean forward."]
    assert data["repetitions"] == {"@type": "QuantitativeValue", "minValue": 8, "maxValue": 12}
    assert data["activityDuration"] == "PT30S"
    assert data["citation"] == ["https://doi.org/10.1000/1"]
    assert "restPeriods" not in data
    assert "activityFrequency" not in data


def test_no_name_breaks_out_of_the_data_block(client: Client) -> None:
    name = "</script><script>alert('&')</script>\u2028"
    exercise = ExerciseFactory(name=name)
    StepFactory(exercise=exercise, text="<!-- " + name)
    response = client.get(exercise.get_absolute_url())
    assert "<script>alert" not in response.text
    assert "<!-- " not in response.text
    block = soup(response).find("script", type="application/ld+json")
    assert json.loads(block.string)["name"] == name


def test_an_archived_exercise_stays_readable_and_is_marked(client: Client) -> None:
    exercise = full_exercise(status="archived")
    page = soup(client.get(exercise.get_absolute_url()))
    assert "This exercise is archived." in words(page.article)
    assert page.select_one("meta[name=robots]")["content"] == "noindex"
    assert page.find("script", type="application/ld+json") is None
    assert not [link for link in page.select("a") if "/sessions/new/?" in link["href"]]


def test_an_archived_neighbour_leaves_the_ladder(client: Client) -> None:
    exercise = full_exercise()
    neighbour = exercise.progressions.get(direction="easier").other
    Exercise.objects.filter(pk=neighbour.pk).update(status="archived")
    assert len(soup(client.get(exercise.get_absolute_url())).select(".ladder > li")) == 2


def test_the_page_takes_the_same_few_queries_however_much_it_holds(signed_in: Client) -> None:
    exercise = full_exercise(stress=(StressTag.KNEELING,))
    ContraindicationFactory(stress=StressTag.KNEELING)
    few = count_queries(signed_in, exercise.get_absolute_url())
    for place in range(2, 12):
        StepFactory(exercise=exercise, position=place + 10)
        Fault.objects.create(exercise=exercise, position=place, fault="A fault.", fix="A fix.")
        exercise.sources.add(ReferenceFactory())
        exercise.progressions.create(other=ExerciseFactory(), direction="harder", when="Later.")
        ContraindicationFactory(stress=StressTag.KNEELING)
    assert count_queries(signed_in, exercise.get_absolute_url()) == few <= MOST_QUERIES
