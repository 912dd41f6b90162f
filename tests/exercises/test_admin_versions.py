"""Versions in the admin: kept when staff save, listed, compared and brought back, for every kind of row."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.db import connection, models
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from zeal import zeal_ignore

from exercises.domain.vocabulary import Origin
from exercises.models import Condition, Exercise, Guide, Programme, Reference, Routine, Version
from tests.factories import AthleteFactory
from tests.forms import values_of
from tests.staff import editor, published, reviewer

SIGNED = {"role": "physiotherapist", "reason": "Better."}
ROWS = {
    "conditions": (Condition, "labral-tear", {"question": "Is it so?"}),
    "routines": (Routine, "leg-exercises", {"items-0-note": "With care."}),
    "programmes": (Programme, "beginner", {"tracks-0-times_max": "7"}),
    "guides": (Guide, "measuring-it", {"body": "Otherwise."}),
    "references": (Reference, "godges-1989", {"finding": "Otherwise."}),
}
"""One row of each kind that is saved at once, with a change to it or to a part of it."""

KINDS = [*ROWS, "exercises"]


def of(user: User | None) -> Client:
    client = Client()
    if user:
        client.force_login(user, backend="tracker.auth.AthleteBackend")
    return client


def superuser() -> User:
    return AthleteFactory(user__is_staff=True, user__is_superuser=True).user


def url(row: models.Model, name: str, *args: object) -> str:
    return reverse(f"admin:exercises_{row._meta.model_name}_{name}", args=[row.pk, *args])


def save(client: Client, row: models.Model, **changes: str) -> HttpResponse:
    address = url(row, "change")
    values = values_of(client.get(address).content, f"{row._meta.model_name}_form")
    with zeal_ignore([{"model": "*", "field": "get()"}]):
        return client.post(address, {**values, **changes})


def row_of(kind: str) -> models.Model:
    model, slug, _changes = ROWS[kind]
    return model._default_manager.get(slug=slug)


def versioned(kind: str) -> models.Model:
    """Return a row with a second version."""
    if kind == "exercises":
        row = Exercise.objects.get(slug="couch-stretch-wall")
        published(row, editor(), reviewer(), summary="Said otherwise.")
        return row
    row = row_of(kind)
    assert save(of(superuser()), row, **ROWS[kind][2], why="Clearer.").status_code == 302
    return row


@pytest.mark.parametrize("kind", ROWS)
def test_saving_a_row_or_a_part_of_it_keeps_a_version(catalogue: None, kind: str) -> None:
    row, person = row_of(kind), superuser()
    client = of(person)
    assert save(client, row).status_code == 302
    assert Version.objects.of(kind, row.slug).count() == 1
    assert save(client, row, **ROWS[kind][2], why=" Clearer. ").status_code == 302
    version = Version.objects.of(kind, row.slug).first()
    assert (version.number, version.origin, version.reason) == (2, Origin.EDITED, "Clearer.")
    assert version.edited_by == person


@pytest.mark.parametrize("kind", ROWS)
def test_what_somebody_else_saved_meanwhile_is_not_written_over_unseen(catalogue: None, kind: str) -> None:
    row, form = row_of(kind), f"{ROWS[kind][0]._meta.model_name}_form"
    client = of(superuser())
    opened = values_of(client.get(url(row, "change")).content, form)
    assert save(of(superuser()), row, **ROWS[kind][2]).status_code == 302
    with zeal_ignore([{"model": "*", "field": "get()"}]):
        refused = client.post(url(row, "change"), opened)
        assert "Somebody else saved this while you had it open." in refused.content.decode()
        assert Version.objects.of(kind, row.slug).count() == 2
        assert client.post(url(row, "change"), values_of(refused.content, form)).status_code == 302
    assert Version.objects.of(kind, row.slug).count() == 3


def test_a_reason_with_a_character_that_no_text_may_hold(catalogue: None) -> None:
    row = row_of("guides")
    response = save(of(superuser()), row, body="Otherwise.", why="\0")
    assert response.status_code == 200
    assert response.context["errors"]
    assert Version.objects.of("guides", row.slug).count() == 1


def test_who_may_not_save_is_not_asked_why(catalogue: None) -> None:
    assert b'name="why"' in of(editor()).get(url(row_of("guides"), "change")).content
    assert b"why" not in of(reviewer()).get(url(row_of("guides"), "change")).content


@pytest.mark.parametrize("kind", KINDS)
def test_the_list_and_the_comparison(catalogue: None, kind: str) -> None:
    row = versioned(kind)
    client = of(reviewer())
    page = BeautifulSoup(client.get(url(row, "versions")).content, "html.parser")
    assert [one["data-version"] for one in page.select("[data-version]")] == ["2", "1"]
    sent = values_of(str(page).encode(), "compare-form")
    assert sent == {"old": ["1"], "new": ["2"]}
    response = client.get(url(row, "compare"), {"old": 2, "new": 1})
    assert response.status_code == 200
    changes = response.context["changes"]
    assert len(changes) == 1
    assert changes[0].label != changes[0].field
    body = BeautifulSoup(response.content, "html.parser")
    assert body.select("ins")
    assert not client.get(url(row, "compare"), {"old": 1, "new": 1}).context["changes"]


def test_a_version_says_who_wrote_and_who_reviewed_it_and_why(catalogue: None) -> None:
    row = versioned("exercises")
    client = of(reviewer())
    version = Version.objects.of("exercises", row.slug).first()
    said = client.get(url(row, "versions")).content.decode()
    for text in (version.editor_name, version.reviewer_name, "Physiotherapist", "shipped with the site"):
        assert text in said


@pytest.mark.parametrize(
    "query", ["", "old=1", "old=x&new=2", "old=0&new=1", "old=%00&new=1", f"old=1&new={'9' * 30}"]
)
def test_a_comparison_needs_two_versions(catalogue: None, query: str) -> None:
    row = versioned("guides")
    response = of(editor()).get(f"{url(row, 'compare')}?{query}")
    assert response.status_code == 302
    assert response.url == url(row, "versions")


def test_a_version_that_is_not_there(catalogue: None) -> None:
    row = versioned("guides")
    assert of(editor()).get(url(row, "compare"), {"old": 1, "new": 9}).status_code == 404
    assert of(superuser()).get(url(row, "bring-back", "9" * 30)).status_code == 404


ASKED = {"nobody": 302, "athlete": 302, "editor": 403, "reviewer": 200, "superuser": 200}
BY_KIND = {kind: {**ASKED, "editor": 200} for kind in ROWS if kind != "conditions"} | {
    "conditions": ASKED,
    "exercises": ASKED,
}


def person_of(who: str) -> User | None:
    return {
        "nobody": lambda: None,
        "athlete": lambda: AthleteFactory().user,
        "editor": editor,
        "reviewer": reviewer,
        "superuser": superuser,
    }[who]()


@pytest.mark.parametrize("who", ASKED)
@pytest.mark.parametrize("kind", KINDS)
def test_who_brings_back(catalogue: None, kind: str, who: str) -> None:
    row = versioned(kind)
    client, address = of(person_of(who)), url(row, "bring-back", 1)
    expected = BY_KIND[kind][who]
    shown = client.get(address)
    assert shown.status_code == expected
    response = client.post(address, SIGNED)
    assert response.status_code == (302 if expected in {200, 302} else 403)
    versions = list(Version.objects.of(kind, row.slug).order_by("number"))
    assert len(versions) == (3 if expected == 200 else 2)
    if expected == 200:
        first, last = versions[0], versions[2]
        assert (last.origin, last.digest, last.reason) == (Origin.RESTORED, first.digest, "Better.")
        is_signed = kind in {"conditions", "exercises"}
        assert last.reviewer_role == ("physiotherapist" if is_signed else "")
        assert response.url == url(row, "versions")
    link = url(row, "bring-back", 1).encode()
    if who not in {"nobody", "athlete"}:
        assert (link in client.get(url(row, "versions")).content) == (expected == 200)


@pytest.mark.parametrize("kind", KINDS)
def test_bringing_back_says_what_is_wrong_with_it(catalogue: None, kind: str) -> None:
    row = versioned(kind)
    client = of(reviewer())
    for sent in ({}, {"role": " ", "reason": " "}, {"role": "x" * 90, "reason": "\0"}):
        response = client.post(url(row, "bring-back", 1), sent)
        assert response.status_code == 422
        assert response.context["form"].errors
    assert Version.objects.of(kind, row.slug).count() == 2


def test_the_editor_of_a_version_does_not_bring_it_back(catalogue: None) -> None:
    row, person = Exercise.objects.get(slug="couch-stretch-wall"), superuser()
    published(row, person, reviewer(), summary="Said otherwise.")
    published(row, editor(), reviewer(), summary="And again.")
    response = of(person).post(url(row, "bring-back", 2), SIGNED)
    assert response.status_code == 422
    assert "You edited this version. Somebody else reviews it." in response.content.decode()


def test_a_version_of_another_row_is_not_brought_back(catalogue: None) -> None:
    row = versioned("guides")
    other = Guide.objects.exclude(pk=row.pk).first()
    assert of(superuser()).get(url(other, "bring-back", 2)).status_code == 404


def test_pages_of_versions_take_the_same_queries_however_many(catalogue: None) -> None:
    row = versioned("guides")
    client = of(superuser())

    def queries() -> list[int]:
        found = []
        for address in (
            url(row, "versions"),
            url(row, "compare") + "?old=1&new=2",
            url(row, "bring-back", 1),
        ):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address).status_code == 200
            found.append(len(captured))
        return found

    few = queries()
    for number in range(5):
        save(client, row, body=f"Text {number}.")
    assert Version.objects.of("guides", row.slug).count() == 7
    assert queries() == few
    assert max(few) <= 8
