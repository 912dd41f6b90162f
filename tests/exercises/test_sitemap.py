"""The sitemap names every open page once, under the site's own address."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from exercises.models import Exercise, Guide, Programme, Routine
from tests.factories import ExerciseFactory, GuideFactory, ProgrammeFactory, RoutineFactory

SPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def entries(client: Client) -> dict[str, str | None]:
    """Return the last change of each page by its address."""
    response = client.get(reverse("sitemap"))
    assert response.status_code == 200
    root = ElementTree.fromstring(response.content)  # noqa: S314, it is our own
    return {
        one.findtext("s:loc", "", SPACE): one.findtext("s:lastmod", None, SPACE)
        for one in root.findall("s:url", SPACE)
    }


@pytest.mark.usefixtures("catalogue")
def test_every_open_page_is_named_and_opens(client: Client) -> None:
    found = entries(client)
    rows = [*Exercise.objects.all(), *Routine.objects.all(), *Programme.objects.all(), *Guide.objects.all()]
    assert found.keys() >= {f"http://testserver{row.get_absolute_url()}" for row in rows}
    assert len(found) == len(rows) + 7
    for address in [one for one in found if one.count("/") <= 4]:
        assert client.get(address.removeprefix("http://testserver")).status_code == 200


def test_addresses_are_the_sites_own_whatever_the_request_says(
    db: None, client: Client, settings: LazySettings
) -> None:
    settings.SITE_URL = "https://hips.example.org"
    RoutineFactory(slug="one")
    found = entries(client)
    assert "https://hips.example.org/routines/one/" in found
    assert all(address.startswith("https://hips.example.org/") for address in found)


def test_an_archived_exercise_is_left_out(db: None, client: Client) -> None:
    ExerciseFactory(slug="kept")
    ExerciseFactory(slug="archived", status="archived")
    addresses = " ".join(entries(client))
    assert "/exercises/kept/" in addresses
    assert "archived" not in addresses


def test_each_row_tells_its_last_change(db: None, client: Client) -> None:
    guide = GuideFactory()
    assert entries(client)[f"http://testserver{guide.get_absolute_url()}"] == f"{guide.updated_at:%Y-%m-%d}"


def test_it_takes_the_same_few_queries_however_many_rows(db: None, client: Client) -> None:
    counts = []
    for _ in range(2):
        for factory in (ExerciseFactory, RoutineFactory, ProgrammeFactory, GuideFactory):
            factory.create_batch(3)
        with CaptureQueriesContext(connection) as queries:
            entries(client)
        counts.append(len(queries))
    assert counts == [4, 4]
