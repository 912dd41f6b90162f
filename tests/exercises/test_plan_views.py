"""Routines and programmes: their lists and pages, and the rules that all of the catalogue's pages share."""

from __future__ import annotations

import pytest
from django.test import Client

from exercises.domain.vocabulary import Equipment
from exercises.models import Exercise, Programme, Routine
from exercises.presenters.plans import every_words, minutes_words
from tests.exercises.pages import (
    DETAIL_PAGES,
    LIST_PAGES,
    MOST_QUERIES,
    cards,
    soup,
    url,
    words,
)
from tests.factories import (
    ExerciseFactory,
    GuideFactory,
    ProgrammeFactory,
    ProgrammeTrackFactory,
    ReferenceFactory,
    RoutineFactory,
    RoutineItemFactory,
)
from tests.page_queries import count_queries

pytestmark = pytest.mark.django_db


def make_routine(items: int = 2, **fields: object) -> Routine:
    """Make a routine of 2 × 30 s for each side, 15 s of rest: three minutes an exercise."""
    routine = RoutineFactory(**fields)
    for place in range(1, items + 1):
        RoutineItemFactory(routine=routine, position=place)
    return routine


def make_programme(*routines: Routine, **fields: object) -> Programme:
    programme = ProgrammeFactory(**fields)
    for place, routine in enumerate(routines, start=1):
        ProgrammeTrackFactory(programme=programme, position=place, routine=routine, times_min=3, times_max=3)
    return programme


# --- every page of the catalogue ----------------------------------------------------------------------------


@pytest.fixture
def everything() -> dict[str, str]:
    routine = make_routine(slug="some")
    make_programme(routine, slug="some")
    GuideFactory(slug="some")
    ExerciseFactory(slug="some")
    return {name: url(name, "some") for name in DETAIL_PAGES} | {name: url(name) for name in LIST_PAGES}


@pytest.mark.parametrize("name", [*LIST_PAGES, *DETAIL_PAGES])
def test_every_page_is_open_to_all_for_reading_only(
    everything: dict[str, str], client: Client, name: str
) -> None:
    assert client.get(everything[name]).status_code == 200
    assert client.head(everything[name]).status_code == 200
    for method in ("post", "put", "patch", "delete"):
        assert getattr(client, method)(everything[name]).status_code == 405, method


@pytest.mark.parametrize("name", [*LIST_PAGES, *DETAIL_PAGES])
def test_every_page_works_signed_in(everything: dict[str, str], signed_in: Client, name: str) -> None:
    assert signed_in.get(everything[name]).status_code == 200


@pytest.mark.parametrize("name", DETAIL_PAGES)
def test_an_unknown_slug_is_not_found(everything: dict[str, str], client: Client, name: str) -> None:
    assert client.get(url(name, "unknown")).status_code == 404
    assert client.get(url(name, "x" * 5_000)).status_code == 404


@pytest.mark.parametrize("name", [*LIST_PAGES, *DETAIL_PAGES])
def test_no_page_minds_a_hostile_query(everything: dict[str, str], client: Client, name: str) -> None:
    for value in ("x" * 10_000, "\x00", "abc", "<script>"):
        response = client.get(everything[name], {"q": value, "page": value, "level": value})
        assert response.status_code == 200
        assert b"<script>" not in response.content


@pytest.mark.parametrize("name", LIST_PAGES)
def test_an_empty_list_says_so(client: Client, name: str) -> None:
    page = soup(client.get(url(name)))
    assert page.select_one("main h1")
    assert page.select_one("main .empty, main .card a")


# --- routines -----------------------------------------------------------------------------------------------


def test_routines_are_listed_in_order_with_their_length(client: Client) -> None:
    make_routine(items=3, name="Second", order=2)
    make_routine(items=1, name="First", order=1, days_min=3)
    page = soup(client.get(url("routine-list")))
    assert [words(one) for one in page.select("article h2")] == ["First", "Second"]
    assert [words(one.select(".small")[-1]) for one in page.select("article")] == [
        "About 4 minutes · 1 exercise · At least 3 days a week",
        "About 10 minutes · 3 exercises",
    ]


def test_a_routine_shows_its_exercises_in_order_with_their_own_dose(client: Client) -> None:
    routine = RoutineFactory(cautions="Mind this.\nAnd that.", days_min=3, days_max=4, description="Do it.")
    routine.sources.add(ReferenceFactory(title="A source"))
    second = ExerciseFactory(slug="second", equipment=(Equipment.PAD, Equipment.WALL))
    first = ExerciseFactory(slug="first", equipment=(Equipment.WALL,))
    RoutineItemFactory(routine=routine, position=2, exercise=second, sets=1, note="Only once.")
    RoutineItemFactory(routine=routine, position=1, exercise=first)
    page = soup(client.get(routine.get_absolute_url()))
    assert cards(page) == ["first", "second"]
    assert words(page.select_one("[data-exercise=first] .dose")) == "2 × 30 s each side"
    assert words(page.select_one("[data-exercise=second]")).endswith("30 s each side Only once.")
    text = words(page.article)
    for part in (
        "About 6 minutes · 3 to 4 times in any 7 days",
        "Mind this. And that.",
        f"You need: {Equipment.WALL.label}, {Equipment.PAD.label}.",
        "Do it.",
        "A source",
        "Stop if",
    ):
        assert part in text
    assert page.select_one(f'a[href="/sessions/new/?routine={routine.slug}"]')


def test_a_routine_leaves_out_what_is_archived(client: Client) -> None:
    routine = make_routine(items=2)
    Exercise.objects.filter(pk=routine.items.get(position=1).exercise_id).update(status="archived")
    page = soup(client.get(routine.get_absolute_url()))
    assert cards(page) == [routine.items.get(position=2).exercise.slug]
    Exercise.objects.update(status="archived")
    assert "None of its exercises is offered any more." in words(
        soup(client.get(routine.get_absolute_url())).article
    )


def test_routines_take_the_same_few_queries_however_many(signed_in: Client) -> None:
    routine = make_routine(items=5)
    addresses = (url("routine-list"), routine.get_absolute_url())
    few = [count_queries(signed_in, address) for address in addresses]
    for place in range(6, 11):
        RoutineItemFactory(routine=routine, position=place)
        routine.sources.add(ReferenceFactory())
    make_routine(items=5)
    assert [count_queries(signed_in, address) for address in addresses] == few
    assert max(few) <= MOST_QUERIES


# --- programmes ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "every_days", "names", "lines"),
    [
        ("weekly", None, ["Legs", "Balance"], ["Legs 3 times a week", "Balance 3 times a week"]),
        (
            "alternating",
            None,
            ["Legs", "Balance"],
            ["One, then the other: “Legs” on one training day, “Balance” on the next"],
        ),
        ("alternating", None, ["A", "B", "C"], ["In turn, one each training day: A, B, C"]),
        ("interval", 2, ["Legs", "Balance"], ["Every 2nd day: “Legs” and “Balance” together"]),
        ("interval", 1, ["Legs"], ["Every day: Legs"]),
    ],
)
def test_a_programme_says_its_pattern_in_words(
    client: Client, pattern: str, every_days: int | None, names: list[str], lines: list[str]
) -> None:
    routines = [make_routine(items=1, name=name) for name in names]
    programme = make_programme(*routines, pattern=pattern, every_days=every_days)
    page = soup(client.get(programme.get_absolute_url()))
    assert [words(line) for line in page.select("header .card .dose")] == lines
    listed = soup(client.get(url("programme-list")))
    assert [words(line) for line in listed.select("article .small")] == lines


@pytest.mark.parametrize(
    ("days", "phrase"), [(1, "Every day"), (2, "Every 2nd day"), (3, "Every 3rd day"), (14, "Every 14th day")]
)
def test_every_words(days: int, phrase: str) -> None:
    assert every_words(days) == phrase


@pytest.mark.parametrize(
    ("seconds", "phrase"), [(0, "About 1 minute"), (80, "About 1 minute"), (100, "About 2 minutes")]
)
def test_minutes_words(seconds: int, phrase: str) -> None:
    assert minutes_words(seconds) == phrase


def test_a_programme_shows_its_routines_with_their_exercises(client: Client) -> None:
    routine = make_routine(items=2, name="Legs")
    programme = make_programme(routine, cautions="Mind this.", description="Why so.")
    programme.sources.add(ReferenceFactory(title="A source"))
    page = soup(client.get(programme.get_absolute_url()))
    assert cards(page) == [item.exercise.slug for item in routine.items.select_related("exercise")]
    text = words(page.article)
    for part in (
        "3 times a week · About 7 minutes",
        "Take care. Mind this.",
        "Why so.",
        "A source",
        "Stop if",
    ):
        assert part in text
    assert page.select_one(f'a[href="/sessions/new/?routine={routine.slug}"]')
    assert page.select_one(f'a[href="{routine.get_absolute_url()}"]')


def test_programmes_take_the_same_few_queries_however_many(signed_in: Client) -> None:
    programme = make_programme(make_routine(items=3))
    addresses = (url("programme-list"), programme.get_absolute_url())
    few = [count_queries(signed_in, address) for address in addresses]
    ProgrammeTrackFactory(programme=programme, position=2, routine=make_routine(items=6))
    programme.sources.add(ReferenceFactory(), ReferenceFactory())
    make_programme(make_routine(items=3))
    after = [count_queries(signed_in, address) for address in addresses]
    assert after[0] == few[0]
    # The first source costs nothing more than asking for it, which an empty page does too.
    assert after[1] == few[1]
    assert max(few) <= MOST_QUERIES
