"""What the tests of the catalogue's pages share."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.urls import reverse

from exercises.models import Exercise, Fault, Progression
from exercises.models.ladder import Direction
from tests.factories import ExerciseFactory, ReferenceFactory, StepFactory

MOST_QUERIES = 8

DETAIL_PAGES = ("exercise-detail", "routine-detail", "programme-detail", "guide-detail")
LIST_PAGES = (
    "exercise-list",
    "routine-list",
    "programme-list",
    "before-you-start",
    "guide-list",
    "reference-list",
)


def url(name: str, *args: str, **query: str) -> str:
    return reverse(f"exercises:{name}", args=args, query=query)


def soup(response: HttpResponse) -> BeautifulSoup:
    assert response.status_code == 200, response.status_code
    return BeautifulSoup(response.content, "html.parser")


def words(element: Any) -> str:
    """Return an element's text with its white space evened out."""
    return " ".join(element.get_text(" ").split())


def cards(page: BeautifulSoup) -> list[str]:
    return [card["data-exercise"] for card in page.select("[data-exercise]")]


def full_exercise(**fields: Any) -> Exercise:
    """Make an exercise with two steps, a fault, a source and a neighbour either way."""
    exercise = ExerciseFactory(**fields)
    StepFactory(exercise=exercise, position=1, text="Kneel down.")
    StepFactory(exercise=exercise, position=2, text="Lean forward.")
    Fault.objects.create(exercise=exercise, position=1, fault="The back arches.", fix="Tuck the tail.")
    exercise.sources.add(ReferenceFactory(doi="10.1000/1"))
    for direction in Direction:
        Progression.objects.create(
            exercise=exercise, other=ExerciseFactory(), direction=direction, when=f"When {direction} suits."
        )
    return exercise
