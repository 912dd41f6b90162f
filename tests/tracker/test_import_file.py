"""The pages on which training from another app comes in, as a browser without scripts sees them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from exercises.models import Exercise
from tests.factories import AthleteFactory, ExerciseFactory, OwnExerciseFactory
from tests.tracker.foreign_files import STRONG_COMMA, long_strong, strong
from tests.tracker.sheets import fields_of, soup_of
from tracker.models import Athlete, Import, Session, Set, Upload
from tracker.services import go_on_import as going

URL = reverse("tracker:import-upload")
PREVIEW = reverse("tracker:import-preview")
START = "2024-03-02 10:30:00"


def upload(client: Client, text: str, name: str = "strong.csv", **values: str) -> HttpResponse:
    data = {"load_unit": "kg", "distance_unit": "km"} | values
    return client.post(URL, data | {"file": SimpleUploadedFile(name, text.encode())})


def preview(client: Client, text: str, **values: str) -> HttpResponse:
    assert upload(client, text, **values).url == PREVIEW
    response = client.get(PREVIEW)
    assert response.status_code == 200
    return response


def begin(client: Client, text: str) -> str:
    """Bring a file in as the page suggests, and return the address of its progress."""
    response = client.post(PREVIEW, fields_of(preview(client, text), "form#bring-in"))
    assert response.status_code == 302
    return str(response.url)


def words(response: HttpResponse) -> str:
    return soup_of(response).select_one("main").get_text(" ", strip=True)  # type: ignore[union-attr]


def test_from_the_file_to_the_history(signed_in: Client, athlete: Athlete) -> None:
    ExerciseFactory(slug="plank", name="Front plank", synonyms="Plank")
    shown = preview(signed_in, STRONG_COMMA)
    text = words(shown)
    for part in ("2 sessions would come in", "App Strong", "Sets 4", "2 March 2024", "effort of 1 set"):
        assert part in text
    data = fields_of(shown, "form#bring-in")
    assert [data[f"name-{n}"] for n in range(3)] == ["own", "plank", "own"]
    page = signed_in.post(PREVIEW, data | {"name-2": "out"}, follow=True)
    assert "0 of 5 rows." in words(page)
    address = page.redirect_chain[-1][0]
    done = signed_in.post(address, fields_of(page, "form#step"), follow=True)
    assert "1 session came in." in words(done)
    session = Session.objects.get()
    assert [one.exercise.name for one in session.sets.order_by("position")] == [
        "Squat (Barbell)",
        "Squat (Barbell)",
        "Front plank",
    ]
    detail = words(signed_in.get(session.get_absolute_url()))
    assert "by an import" in detail
    assert "not reviewed" in detail
    assert "Slept well" in detail
    assert "strong.csv" in words(signed_in.get(reverse("tracker:data")))
    assert signed_in.get(PREVIEW).url == URL


def test_the_way_there(signed_in: Client) -> None:
    assert f'href="{URL}"' in signed_in.get(reverse("tracker:data")).content.decode()


def test_nothing_new_is_said_and_makes_nothing(signed_in: Client) -> None:
    signed_in.post(begin(signed_in, STRONG_COMMA))
    assert upload(signed_in, STRONG_COMMA).status_code == 302
    page = signed_in.get(PREVIEW)
    assert "Everything is here already" in words(page)
    assert soup_of(page).select("select") == []


def test_rows_are_refused_with_line_column_and_reason(signed_in: Client) -> None:
    good, bad = f"{START},A,,Squat,1,20,5,,,", f"{START},A,,Squat,2,9999,5,,,"
    page = preview(signed_in, strong(good, bad, good))
    assert "1 row cannot be taken over" in words(page)
    cells = [cell.text for cell in soup_of(page).select("details tbody tr > *")]
    assert cells == ["3", "Weight", "This is more than 500."]


def test_a_file_with_too_little_in_it_says_why(signed_in: Client) -> None:
    response = upload(signed_in, strong(*[f"{START},A,,Squat,1,9999,5,,,"] * 60))
    assert response.status_code == 422
    text = words(response)
    assert "Too little of this file can be read" in text
    assert "2 Weight This is more than 500." in text
    assert "And 10 more rows." in text
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "The file is empty."),
        ("a,b\n", "This is no file of Strong, Hevy or FitNotes"),
        ("\x00", "no file"),
    ],
    ids=["empty", "other", "binary"],
)
def test_what_is_no_such_file_says_so(signed_in: Client, text: str, reason: str) -> None:
    response = upload(signed_in, text)
    assert response.status_code == 422
    assert reason in words(response)
    assert signed_in.post(URL, {}).status_code == 422


HOSTILE = [
    "<script>alert(1)</script>",
    '=HYPERLINK("http://x")',
    "سكوات",
    "{{ 7|add:7 }}",
    "'; DROP TABLE x;--",
]


def test_hostile_names_stay_text(signed_in: Client, athlete: Athlete) -> None:
    quoted = [name.replace('"', '""') for name in HOSTILE]
    rows = [f'{START},"{name}",,"{name}",1,20,5,,,,"{name}","{name}"' for name in quoted]
    text = strong(*rows).replace("RPE\n", "RPE,Notes,Workout Notes\n")
    assert upload(signed_in, text, name='<img src=x onerror="alert(1)">.csv').status_code == 302
    page = signed_in.get(PREVIEW)
    address = signed_in.post(PREVIEW, fields_of(page, "form#bring-in")).url
    signed_in.post(address)
    assert {one.name for one in Exercise.logged.own(athlete.user)} == set(HOSTILE)
    pages = [page, signed_in.get(URL), signed_in.get(reverse("tracker:data"))]
    pages += [signed_in.get(one.get_absolute_url()) for one in Session.objects.all()]
    pages += [signed_in.get(path) for path in ("/settings/exercises/", "/sessions/new/", "/progress/")]
    for shown in pages:
        assert b"<script>alert" not in shown.content
        assert b"<img src=x" not in shown.content


def test_a_choice_that_is_none_comes_back(signed_in: Client) -> None:
    foreign = OwnExerciseFactory()
    data = fields_of(preview(signed_in, STRONG_COMMA), "form#bring-in")
    response = signed_in.post(PREVIEW, data | {"name-0": foreign.slug, "name-1": "out"})
    assert response.status_code == 422
    shown = soup_of(response)
    assert shown.select_one("#name-0[aria-invalid]")
    assert shown.select_one('#name-1 option[value="out"][selected]')
    assert not Import.objects.exists()


def test_another_file_meanwhile_is_looked_at_first(signed_in: Client) -> None:
    data = fields_of(preview(signed_in, STRONG_COMMA), "form#bring-in")
    preview(signed_in, strong(f"{START},A,,Squat,1,20,5,,,"))
    response = signed_in.post(PREVIEW, data)
    assert response.status_code == 422
    assert "Another file waits here now." in words(response)


def test_it_goes_on_where_it_was_left(signed_in: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(going, "ROWS_A_STEP", 20)
    address = begin(signed_in, long_strong(60))
    signed_in.post(address)
    assert "20 of 60 rows." in words(signed_in.get(address))
    assert "strong.csv waits here." in words(signed_in.get(URL))
    assert signed_in.get(PREVIEW).url == address
    Upload.objects.update(made_at=timezone.now() - dt.timedelta(hours=2))
    assert signed_in.get(PREVIEW).url == URL
    Upload.objects.all().delete()
    assert "The file is not kept any more." in words(signed_in.get(address))
    assert "The file is not kept any more." in words(signed_in.post(address, follow=True))
    assert Set.objects.count() == 20


def test_many_names_are_offered_what_is_like_them(signed_in: Client) -> None:
    for n in range(12):
        ExerciseFactory(name=f"Hip stretch {n}")
    page = preview(signed_in, long_strong(70, a_session=70, names=70))
    options = soup_of(page).select("#name-0 option")
    assert len(options) == 10
    with CaptureQueriesContext(connection) as queries:
        signed_in.get(PREVIEW)
    assert len(queries) <= 8


def test_another_persons_import_is_absent(signed_in: Client, client: Client) -> None:
    address = begin(signed_in, STRONG_COMMA)
    other = Client()
    other.force_login(AthleteFactory().user, backend="tracker.auth.AthleteBackend")
    assert other.get(address).status_code == 404
    assert other.post(address).status_code == 404
    assert other.get(PREVIEW).url == URL
    assert not Session.objects.exists()


def test_a_demo_keeps_nothing(signed_in: Client, athlete: Athlete) -> None:
    Athlete.objects.filter(pk=athlete.pk).update(demo_until=timezone.now() + dt.timedelta(hours=1))
    assert upload(signed_in, STRONG_COMMA).url == reverse("tracker:data")
    assert not Upload.objects.exists()
