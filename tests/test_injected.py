"""Hostile text in every field comes back as text: on every page, in every file, in every header."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from django.contrib import admin
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker

from tests.factories import ContraindicationFactory, ReferenceFactory, UserFactory
from tests.injected import HOLDS_NO_WORDS, PAYLOAD, TAG, inject, text_fields
from tests.routes import own_routes
from tests.screenings import screen
from tests.test_every_url import VERDICTS, cookies_of
from tests.world import World, make_world
from tracker.models import Session

FILLED = {
    "auth.User.first_name",
    "exercises.Condition.question",
    "exercises.Contraindication.advice",
    "exercises.Exercise.name",
    "exercises.Exercise.synonyms",
    "exercises.Guide.body",
    "exercises.Programme.name",
    "exercises.Reference.title",
    "exercises.Routine.name",
    "exercises.Step.text",
    "tracker.Measurement.notes",
    "tracker.ReportLink.name",
    "tracker.Session.notes",
}
"""What is on the pages for certain."""

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@pytest.fixture(scope="module")
def made(rows_of_the_module: DjangoDbBlocker) -> World:
    with rows_of_the_module.unblock():
        ContraindicationFactory()
        ReferenceFactory()
        world = make_world()
        screen(world.owner.user)
        assert inject() > FILLED
        return world


@pytest.fixture
def world(made: World, db: None) -> World:
    return made


@pytest.fixture
def client(world: World) -> Client:
    client = Client()
    client.cookies = cookies_of(world.owner)
    return client


def body(response: HttpResponse) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def wrong_with(response: HttpResponse) -> list[str]:
    """Return what in an answer is more than text."""
    wrong = [name for name, value in response.headers.items() if "evil" in f"{name}{value}".lower()]
    kind, content = response.get("Content-Type", ""), body(response)
    if "html" in kind:
        page = BeautifulSoup(content, "html.parser")
        wrong += [str(one)[:200] for one in page.find_all(TAG)]
        wrong += [str(one)[:200] for one in page.find_all(onload=True)]
        wrong += [str(one)[:200] for one in page.find_all(href=lambda to: to and "javascript:" in to)]
        # What a template would have made of it.
        wrong += ["{{ 7|add:7 }}"] if "14{% now" in page.get_text() else []
    elif "csv" in kind:
        wrong += formulas(content.decode())
    elif "calendar" in kind:
        wrong += [line.decode() for line in content.splitlines() if line.startswith(b"X-Evil")]
    elif "zip" in kind:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                if name.endswith(".csv"):
                    wrong += formulas(archive.read(name).decode("utf-8-sig"))
    return wrong


def formulas(text: str) -> list[str]:
    """Return the cells of a CSV that a spreadsheet would work out; numbers are none."""
    return [
        cell
        for row in csv.reader(io.StringIO(text, newline=""))
        for cell in row
        if cell.startswith(FORMULA) and not is_number(cell)
    ]


def is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def own_pages(world: World) -> Iterator[str]:
    for route in own_routes():
        if VERDICTS[route.name].owner.get == "200":
            yield world.path(route)


def test_every_page_and_file_of_the_owner_shows_it_as_text(client: Client, world: World) -> None:
    wrong, shown = {}, 0
    for path in own_pages(world):
        response = client.get(path)
        assert response.status_code in {200, 302}, path
        shown += not response.streaming and TAG.encode() in response.content
        if found := wrong_with(response):
            wrong[path] = found
    assert wrong == {}
    assert shown > 15  # it is there, on the pages that show such texts


@pytest.mark.parametrize("name", ["tracker:share", "tracker:calendar-feed", "exercises:landing"])
def test_what_strangers_read_shows_it_as_text(name: str, world: World) -> None:
    route = next(one for one in own_routes() if one.name == name)
    response = Client().get(world.path(route))

    assert response.status_code == 200
    assert wrong_with(response) == []


def test_every_page_of_the_staff_shows_it_as_text(world: World) -> None:
    boss = Client()
    boss.force_login(UserFactory(is_staff=True, is_superuser=True))
    wrong = {}
    for model in admin.site._registry:
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        paths = [reverse(f"{base}_changelist")]
        row = model._base_manager.order_by("pk").first()
        if row is not None:
            paths += [reverse(f"{base}_{page}", args=[row.pk]) for page in ("change", "history", "delete")]
        for path in paths:
            response = boss.get(path)
            assert response.status_code in {200, 302, 403, 404}, path
            if found := wrong_with(response):
                wrong[path] = found
    assert wrong == {}


def test_sql_in_it_did_nothing(client: Client, world: World) -> None:
    found = client.get(reverse("exercises:exercise-list"), {"q": PAYLOAD.replace("\r\n", " ")})

    assert found.status_code == 200
    assert wrong_with(found) == []
    assert Session.objects.exists()


def test_every_field_that_is_left_out_is_there() -> None:
    from django.apps import apps

    for name in HOLDS_NO_WORDS:
        app, model, field = name.split(".")
        assert apps.get_model(app, model)._meta.get_field(field)


def test_the_fields_are_found() -> None:
    found = {str(field) for _model, field in text_fields()}

    assert {"tracker.Session.notes", "tracker.ReportLink.name", "exercises.Guide.body"} <= found
    assert len(found) > 40


@pytest.mark.parametrize(
    ("content", "kind", "count"),
    [
        (f"<p><{TAG}>", "text/html", 1),
        (f"<p>&lt;{TAG}&gt;", "text/html", 0),
        ("a,=1+1\r\n-5,'=2\r\n", "text/csv", 1),
        ("A:1\r\nX-Evil: 1\r\n", "text/calendar", 1),
    ],
)
def test_what_is_wrong_is_found(content: str, kind: str, count: int) -> None:
    assert len(wrong_with(HttpResponse(content, content_type=kind))) == count
