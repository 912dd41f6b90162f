"""What a merged exercise's old addresses lead to."""

from __future__ import annotations

import pytest
from django.test import Client

from exercises.domain.vocabulary import Status
from exercises.models import Exercise
from tests.factories import ExerciseFactory, SetFactory
from tests.tracker.sheets import open_sheet
from tracker.models import Athlete


@pytest.fixture
def merged(db: None) -> Exercise:
    survivor = ExerciseFactory(slug="new", name="New")
    return ExerciseFactory(slug="old", name="Old", status=Status.ARCHIVED, merged_into=survivor)


@pytest.mark.parametrize("path", ["/exercises/{}/", "/progress/exercises/{}/"])
def test_the_old_address_leads_to_the_survivor_until_it_is_undone(
    signed_in: Client, merged: Exercise, path: str
) -> None:
    old, new = path.format("old"), path.format("new")
    for method in ("get", "head"):
        response = getattr(signed_in, method)(old)
        assert (response.status_code, response.headers["Location"]) == (302, new)
    assert signed_in.get(new).status_code == 200
    assert signed_in.post(old).status_code == 405

    Exercise.objects.filter(pk=merged.pk).update(merged_into=None, status=Status.PUBLISHED)
    assert signed_in.get(old).status_code == 200


def test_a_sheet_for_the_old_name_holds_the_survivor(signed_in: Client, merged: Exercise) -> None:
    assert open_sheet(signed_in, "?exercise=old")["sets-0-exercise"] == "new"
    Exercise.objects.filter(slug="new").update(status=Status.ARCHIVED)
    assert signed_in.get("/sessions/new/?exercise=old").status_code == 404


def test_visitors_are_led_on_as_well(client: Client, merged: Exercise) -> None:
    assert client.get("/exercises/old/").headers["Location"] == "/exercises/new/"


def test_the_old_name_is_not_listed(client: Client, merged: Exercise) -> None:
    page = client.get("/exercises/").content.decode()
    assert "/exercises/new/" in page
    assert "/exercises/old/" not in page


def test_what_was_never_published_has_no_progress_page(athlete: Athlete, signed_in: Client) -> None:
    ExerciseFactory(slug="draft", status=Status.DRAFT, published_at=None)
    assert signed_in.get("/progress/exercises/draft/").status_code == 404


def test_an_archived_exercise_keeps_its_progress_page(athlete: Athlete, signed_in: Client) -> None:
    SetFactory(session__athlete=athlete, exercise=ExerciseFactory(slug="gone", status=Status.ARCHIVED))
    assert signed_in.get("/progress/exercises/gone/").status_code == 200
