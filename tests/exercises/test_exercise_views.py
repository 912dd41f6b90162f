"""The catalogue's list and the page of one exercise."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from exercises.domain.vocabulary import (
    Aim,
    ConditionKind,
    Equipment,
    Muscle,
    Position,
    Sport,
    StressTag,
    Verdict,
)
from exercises.models import Exercise, Fault
from tests.exercises.pages import MOST_QUERIES, cards, count_queries, full_exercise, soup, url, words
from tests.factories import (
    ConditionFactory,
    ContraindicationFactory,
    ExerciseFactory,
    ReferenceFactory,
    StepFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def couch() -> Exercise:
    return ExerciseFactory(
        slug="couch",
        name="Couch stretch",
        synonyms="rear-foot-elevated stretch",
        level=3,
        equipment=(Equipment.WALL, Equipment.PAD),
        optional_equipment=(Equipment.STRAP,),
        stretches=(Muscle.RECTUS_FEMORIS,),
        sports=(Sport.RUNNING,),
    )


@pytest.fixture
def drop_in() -> Exercise:
    return ExerciseFactory(
        slug="drop-in", name="Knee drop-in", aim=Aim.INTERNAL_ROTATION, position=Position.HOOK_LYING
    )


@pytest.fixture
def both(couch: Exercise, drop_in: Exercise) -> tuple[Exercise, Exercise]:
    return couch, drop_in


# --- the list -----------------------------------------------------------------------------------------------


def test_the_list_groups_by_aim_and_says_what_a_card_needs(both: object, client: Client) -> None:
    page = soup(client.get(url("exercise-list")))
    assert [words(one) for one in page.select("#results h2")] == ["Internal rotation", "Hip flexor stretch"]
    assert cards(page) == ["drop-in", "couch"]
    card = words(page.select_one("[data-exercise=couch]"))
    for text in (
        "Couch stretch",
        "2 × 30 s each side",
        f"{Equipment.WALL.label}, {Equipment.PAD.label}",
        "level 3",
    ):
        assert text in card
    assert "nothing needed" in words(page.select_one("[data-exercise=drop-in]"))
    assert words(page.select_one("#result-count[role=status]")) == "2 exercises."


def test_the_list_opens_signed_in_too(both: object, signed_in: Client) -> None:
    assert cards(soup(signed_in.get(url("exercise-list")))) == ["drop-in", "couch"]


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ({"aim": "internal-rotation"}, ["drop-in"]),
        ({"level": "3"}, ["couch"]),
        ({"position": "hook-lying"}, ["drop-in"]),
        ({"equipment": "wall"}, ["couch"]),
        ({"equipment": "strap"}, ["couch"]),
        ({"equipment": "none"}, ["drop-in"]),
        ({"sport": "running"}, ["couch"]),
        ({"q": "Couch"}, ["couch"]),
        ({"q": "cuoch strech"}, ["couch"]),
        ({"q": "elevated"}, ["couch"]),
        ({"q": "rectus"}, ["couch"]),
        ({"q": "rotation"}, ["drop-in"]),
        ({"q": "couch", "level": "1"}, []),
        ({"q": "", "aim": "", "level": ""}, ["drop-in", "couch"]),
    ],
)
def test_search_and_filters_narrow_the_list(
    both: object, client: Client, query: dict[str, str], slugs: list[str]
) -> None:
    assert cards(soup(client.get(url("exercise-list", **query)))) == slugs


def test_what_is_searched_stays_in_the_form_and_can_be_taken_away_by_link(
    both: object, client: Client
) -> None:
    page = soup(client.get(url("exercise-list", q="couch", level="3")))
    assert page.select_one("#id_q")["value"] == "couch"
    assert page.select_one("#id_level option[selected]")["value"] == "3"
    assert words(page.select_one("#result-count")) == "1 exercise fits."
    active = {link["id"]: link["href"] for link in page.select("#chips a[aria-current]")}
    assert active == {
        "chip-q-words": url("exercise-list", level="3"),
        "chip-level-3": url("exercise-list", q="couch"),
    }
    offered = page.select_one("#chip-aim-balance")["href"]
    assert offered == url("exercise-list", q="couch", level="3", aim="balance")
    assert words(page.select_one("#results [data-exercise=couch] .small")).startswith("hip flexor stretch ·")


def test_an_empty_result_says_what_to_do(both: object, client: Client) -> None:
    page = soup(client.get(url("exercise-list", q="couch", level="1")))
    assert words(page.select_one("#result-count")) == "No exercise fits."
    links = {words(link): link["href"] for link in page.select("#results a")}
    assert links == {
        "Couch stretch": url("exercise-detail", "couch"),
        "Without “couch”": url("exercise-list", level="1"),
        "Without Level 1": url("exercise-list", q="couch"),
        "Show all exercises": url("exercise-list"),
    }


def test_a_mangled_name_gets_the_closest_one(both: object, client: Client) -> None:
    page = soup(client.get(url("exercise-list", q="couchs stretchings")))
    assert cards(page) == []
    assert page.select_one("#results .list a")["href"] == url("exercise-detail", "couch")


def test_an_empty_catalogue_leads_on_to_the_guide(client: Client) -> None:
    page = soup(client.get(url("exercise-list")))
    assert page.select_one("#results a")["href"] == url("guide-list")


@pytest.mark.parametrize("field", ["aim", "level", "position", "equipment", "sport"])
def test_an_unknown_filter_is_named_and_left_out(both: object, client: Client, field: str) -> None:
    page = soup(client.get(url("exercise-list", **{field: "abc", "q": "couch"})))
    error = page.select_one(f"#div_id_{field} .invalid-feedback")
    assert words(error) == "There is no such filter as “abc”, so it was left out."
    assert page.select_one("details.filters").has_attr("open")
    assert cards(page) == ["couch"]


@pytest.mark.parametrize(
    "query",
    [
        {"q": "x" * 10_000},
        {"q": "\x00"},
        {"q": "%_|'\"<script>"},
        {"q": "\U0001f4a5" * 50},
        {"aim": "x" * 10_000},
        {"aim": "\x00"},
        {"level": "1\x00"},
        {"level": "9" * 5_000},
        {"equipment": "|wall|"},
        {"equipment": "%"},
        {"page": "9" * 5_000},
        {"page": "-1"},
        {"page": "abc"},
        {"page": "\x00"},
        {"unknown": "x"},
    ],
)
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_hostile_queries_are_answered(
    both: object, client: Client, query: dict[str, str], headers: dict[str, str]
) -> None:
    response = client.get(url("exercise-list"), query, headers=headers)
    assert response.status_code == 200
    assert b"<script>" not in response.content
    assert len(response.content) < 60_000


def test_a_search_that_is_too_long_is_said_to_be_so(both: object, client: Client) -> None:
    page = soup(client.get(url("exercise-list"), {"q": "x" * 101}))
    assert words(page.select_one("#div_id_q .invalid-feedback")) == (
        "Search for 100 characters at most. This search was left out."
    )
    assert len(cards(page)) == 2


def test_archived_exercises_are_not_listed_or_found(
    couch: Exercise, drop_in: Exercise, client: Client
) -> None:
    Exercise.objects.filter(pk=couch.pk).update(is_archived=True)
    assert cards(soup(client.get(url("exercise-list")))) == ["drop-in"]
    assert "Couch" not in words(soup(client.get(url("exercise-list", q="couch"))).select_one("#results"))


def test_htmx_gets_the_part_and_the_tidy_address(both: object, client: Client) -> None:
    query = {"q": "couch", "aim": "", "level": "3"}
    response = client.get(
        url("exercise-list"), query, headers={"HX-Request": "true", "HX-Trigger": "id_level"}
    )
    page = soup(response)
    assert page.select_one("html") is None
    assert cards(page) == ["couch"]
    assert {"results", "result-count", "chips"} <= {one["id"] for one in page.select("[id]")}
    assert response["HX-Push-Url"] == url("exercise-list", q="couch", level="3")
    assert "HX-Request" in response["Vary"]


def test_typing_replaces_the_address_rather_than_piling_up_steps(both: object, client: Client) -> None:
    headers = {"HX-Request": "true", "HX-Trigger": "id_q"}
    response = client.get(url("exercise-list", q="couch"), headers=headers)
    assert response["HX-Replace-Url"] == url("exercise-list", q="couch")
    assert "HX-Push-Url" not in response


def test_going_back_gets_the_whole_page(both: object, client: Client) -> None:
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    response = client.get(url("exercise-list", q="couch"), headers=headers)
    assert soup(response).select_one("html") is not None
    assert "HX-Push-Url" not in response


def test_a_long_catalogue_comes_in_pages(client: Client) -> None:
    ExerciseFactory.create_batch(61, aim=Aim.BALANCE)
    ExerciseFactory(aim=Aim.WARM_UP, name="Zzz")
    first = soup(client.get(url("exercise-list")))
    assert len(cards(first)) == 60
    assert words(first.select_one("#result-count")) == "62 exercises."
    assert words(first.select_one("#results h2")) == "Warm-up"
    link = first.select_one(".pager a[rel=next]")["href"]
    second = soup(client.get(link))
    assert link == url("exercise-list", page="2")
    assert len(cards(second)) == 2
    assert second.select_one(".pager a[rel=prev]")["href"] == url("exercise-list", page="1")
    filtered = soup(client.get(url("exercise-list", aim="balance")))
    assert filtered.select_one(".pager a[rel=next]")["href"] == url("exercise-list", aim="balance", page="2")


@pytest.mark.parametrize("query", [{}, {"q": "exercise"}, {"q": "nowhere to be found", "level": "1"}])
def test_the_list_takes_the_same_few_queries_however_long(signed_in: Client, query: dict[str, str]) -> None:
    ExerciseFactory.create_batch(10)
    few = count_queries(signed_in, url("exercise-list", **query))
    ExerciseFactory.create_batch(10)
    assert count_queries(signed_in, url("exercise-list", **query)) == few <= MOST_QUERIES


# --- one exercise -------------------------------------------------------------------------------------------


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
    assert "Do not bend it. Why: Hip bent to 90° or more. Source: Doe J 2020" in text
    assert "Why: This exercise." in text
    assert text.index("Ask first.") < text.index("Head up.")
    assert "Not said" not in text
    assert "Not about" not in text
    assert page.select_one(".care a")["href"] == source.get_absolute_url()


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
    exercise = full_exercise(is_archived=True)
    page = soup(client.get(exercise.get_absolute_url()))
    assert "This exercise is archived." in words(page.article)
    assert page.select_one("meta[name=robots]")["content"] == "noindex"
    assert page.find("script", type="application/ld+json") is None
    assert not [link for link in page.select("a") if "/sessions/new/?" in link["href"]]


def test_an_archived_neighbour_leaves_the_ladder(client: Client) -> None:
    exercise = full_exercise()
    neighbour = exercise.progressions.get(direction="easier").other
    Exercise.objects.filter(pk=neighbour.pk).update(is_archived=True)
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
