"""The catalogue's list: search, filters, pages, and what htmx gets."""

from __future__ import annotations

import pytest
from django.test import Client

from exercises.domain.vocabulary import (
    Aim,
    Equipment,
    Muscle,
    Position,
    Sport,
    Verdict,
)
from exercises.models import Exercise
from tests.exercises.pages import MOST_QUERIES, cards, soup, url, words
from tests.factories import ConditionFactory, ContraindicationFactory, ExerciseFactory
from tests.page_queries import count_queries
from tests.screenings import screen
from tracker.models import Athlete

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
    page = soup(client.get(url("exercise-list", **query)))
    assert [card["data-exercise"] for card in page.select("article[data-exercise]")] == slugs


def test_what_is_searched_stays_in_the_form_and_can_be_taken_away_by_link(
    both: object, client: Client
) -> None:
    page = soup(client.get(url("exercise-list", q="couch", level="3")))
    assert page.select_one("#id_q")["value"] == "couch"
    assert page.select_one("#id_level option[selected]")["value"] == "3"
    assert words(page.select_one("#result-count")) == "1 exercise found."
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
    assert words(page.select_one("#result-count")) == "No exercise found."
    links = {words(link): link["href"] for link in page.select("#results a")}
    assert links == {
        "Couch stretch": url("exercise-detail", "couch"),
        "Without “couch”": url("exercise-list", level="1"),
        "Without Level 1": url("exercise-list", q="couch"),
        "Show all exercises": url("exercise-list"),
    }


def test_a_mangled_name_gets_the_closest_one(both: object, client: Client) -> None:
    page = soup(client.get(url("exercise-list", q="couchs stretchings")))
    assert not page.select("article[data-exercise]")
    assert page.select_one("#results .list a")["href"] == url("exercise-detail", "couch")


def test_a_suggestion_has_its_verdict_too(both: object, client: Client, athlete: Athlete) -> None:
    address = url("exercise-list", q="couchs stretchings")
    suggestion = soup(client.get(address)).select_one("#results .list > [data-exercise=couch]")
    assert suggestion["data-verdict"] == "unknown"
    knee = ConditionFactory(slug="knee-problem")
    couch = Exercise.objects.get(slug="couch")
    ContraindicationFactory(condition=knee, stress="", exercise=couch, verdict=Verdict.AVOID)
    screen(athlete.user, knee_problem="yes")
    client.force_login(athlete.user)
    suggestion = soup(client.get(address)).select_one("#results .list > [data-exercise=couch]")
    assert suggestion["data-verdict"] == "avoid"
    assert words(suggestion) == "Couch stretch not for you now"


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
    Exercise.objects.filter(pk=couch.pk).update(status="archived")
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
