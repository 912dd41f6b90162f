"""The page of a person's data: take it along, bring it back, undo; and files that are none of ours."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import AthleteFactory, ImportFactory, SessionFactory, SetFactory
from tests.tracker.archived import EMPTY, as_text, document_of, exported, files_of, uploaded, zipped
from tracker.domain.import_source import ImportSource
from tracker.models import Athlete, Import, Session, Upload
from tracker.services import open_archive
from tracker.services.export_archive import DOCUMENT

DATA = reverse("tracker:data")
EXPORT = reverse("tracker:data-export")
UPLOAD = reverse("tracker:archive-upload")
PREVIEW = reverse("tracker:archive-preview")

pytestmark = pytest.mark.django_db


def hand_over(client: Client, content: bytes, name: str = "hip-mobility.zip") -> HttpResponse:
    return client.post(UPLOAD, {"file": SimpleUploadedFile(name, content)})


@pytest.fixture
def export(athlete: Athlete) -> bytes:
    """The export of somebody with one session, who is gone since."""
    person = AthleteFactory()
    SetFactory(session=SessionFactory(athlete=person, notes="from before"))
    content = exported(person.user)
    person.user.delete()
    return content


def test_the_export_is_a_file_of_its_own(signed_in: Client, athlete: Athlete) -> None:
    response = signed_in.get(EXPORT)
    day = timezone.localdate(timezone=athlete.tz)

    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"] == f'attachment; filename="hip-mobility-{day}.zip"'
    assert response["Cache-Control"] == "no-store, private"
    content = b"".join(response.streaming_content)
    assert files_of(content)[DOCUMENT] == files_of(exported(athlete.user))[DOCUMENT]
    assert signed_in.head(EXPORT)["Content-Type"] == "application/zip"


def test_a_file_is_looked_at_brought_back_and_undone(
    signed_in: Client, athlete: Athlete, export: bytes
) -> None:
    assert hand_over(signed_in, export).url == PREVIEW
    page = signed_in.get(PREVIEW)
    assert [(one.label, one.new) for one in page.context["preview"].counts][:2] == [
        ("Sessions", 1),
        ("Sets", 1),
    ]
    assert not Session.objects.exists()

    done = signed_in.post(PREVIEW, {"upload": page.context["preview"].id}, follow=True)
    assert done.redirect_chain == [(DATA, 302)]
    assert "1 session was brought back" in done.content.decode()
    assert Session.objects.get().notes == "from before"
    assert not Upload.objects.exists()

    undo = reverse("tracker:import-undo", args=[Import.objects.get().pk])
    assert undo in done.content.decode()
    gone = signed_in.post(undo, follow=True)
    assert not Session.objects.exists()
    assert undo not in gone.content.decode()
    assert "undone already" in signed_in.post(undo, follow=True).content.decode()


def test_the_document_alone_and_a_folder_packed_again_do_as_well(signed_in: Client, export: bytes) -> None:
    document = files_of(export)[DOCUMENT]

    assert hand_over(signed_in, document, DOCUMENT).url == PREVIEW
    assert hand_over(signed_in, zipped({f"hip/{DOCUMENT}": document, "hip/x.txt": b""})).url == PREVIEW


def test_an_empty_file_of_ours_has_nothing_to_bring(signed_in: Client, athlete: Athlete) -> None:
    hand_over(signed_in, exported(athlete.user))
    page = signed_in.get(PREVIEW).content.decode()

    assert "Everything is here already" in page
    assert 'name="upload"' not in page


def test_what_cannot_be_taken_is_named_before(signed_in: Client, export: bytes) -> None:
    document = json.loads(files_of(export)[DOCUMENT])
    document["sessions"][0]["routine"] = "no-such-routine"
    hand_over(signed_in, as_text(document), DOCUMENT)
    page = signed_in.get(PREVIEW).content.decode()

    assert "The routine “no-such-routine” is not on this site" in page
    assert "sessions[0].routine" in page


SOUND = as_text(EMPTY)


def bomb(size: int) -> bytes:
    return zipped({DOCUMENT: b" " * size})


def lying_about_its_size() -> bytes:
    """Return a .zip whose entry says that it is smaller than what it holds."""
    content = bytearray(zipped({DOCUMENT: b" " * 1_000_000}))
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = (10).to_bytes(4, "little")
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (b"%PDF-1.7", "This is neither the .zip of an export nor its JSON."),
        (b"day,reps\n2026-11-02,3\n", "This is neither the .zip"),
        (b"PK\x03\x04 broken", "The .zip file is damaged"),
        (zipped({DOCUMENT: SOUND})[:-30], "The .zip file is damaged"),
        (zipped({"other.json": SOUND}), "holds no hip-mobility.json"),
        (zipped({"a.zip": zipped({DOCUMENT: SOUND})}), "holds no hip-mobility.json"),
        (zipped({f"{DOCUMENT}": SOUND, f"a/{DOCUMENT}": SOUND}), "holds no hip-mobility.json"),
        (zipped({f"{number}.txt": b"" for number in range(200)}), "expands to more than an export holds"),
        (bomb(20_000_000), "expands to more than an export holds"),
        (lying_about_its_size(), "The .zip file is damaged"),
        (b"[]", "neither the .zip"),
        (SOUND[:-2], "missing"),
        (SOUND.replace(b'"sessions_a_week": 3', b'"sessions_a_week": NaN'), "a number that no archive holds"),
        (SOUND.replace(b": 3", b": " + b"9" * 1_000_000), "a number that no archive holds"),
        (SOUND.replace(b": 3", b": " + b"[" * 100_000), "nested too deeply"),
        (SOUND.replace(b": 3", b": 99"), "settings.sessions_a_week: This must be between 1 and 14."),
        (SOUND.replace(b'"version": 1', b'"version": 2'), "a later version of it"),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else "",
)
def test_what_is_none_of_ours_is_refused_with_its_reason(
    signed_in: Client, content: bytes, said: str
) -> None:
    response = hand_over(signed_in, content)

    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Upload.objects.exists()


def test_a_file_that_is_too_large_is_refused_before_it_is_read(
    signed_in: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_archive, "MAX_UPLOAD", 10)

    assert "larger than 32 MB" in hand_over(signed_in, SOUND).content.decode()


def test_an_encrypted_file_says_so(signed_in: Client) -> None:
    content = bytearray(zipped({DOCUMENT: SOUND}))
    content[content.rfind(b"PK\x01\x02") + 8] |= 1

    assert "The .zip file is encrypted." in hand_over(signed_in, bytes(content)).content.decode()


def test_without_a_file_the_page_asks_for_one(signed_in: Client) -> None:
    response = signed_in.post(UPLOAD, {})

    assert response.status_code == 422
    assert "Choose a file first." in response.content.decode()


@pytest.mark.parametrize("name", ["<b>x</b>.zip", "\u202egpj.zip", "x" * 250 + ".zip"])
def test_a_files_name_is_only_text(signed_in: Client, export: bytes, name: str) -> None:
    hand_over(signed_in, export, name)
    page = signed_in.get(PREVIEW).content.decode()

    assert "<b>x" not in page
    assert "\u202e" not in page
    assert len(Upload.objects.get().file_name) <= 200


@pytest.mark.parametrize("upload", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_what_does_not_wait_any_more_leads_back(signed_in: Client, upload: str) -> None:
    for response in (signed_in.get(PREVIEW), signed_in.post(PREVIEW, {"upload": upload})):
        assert response.url == DATA
    assert "No file waits here" in signed_in.get(DATA).content.decode()


def test_somebody_elses_file_is_not_brought_back(signed_in: Client, export: bytes) -> None:
    upload = uploaded(AthleteFactory(), export)
    signed_in.post(PREVIEW, {"upload": upload.pk})

    assert not Session.objects.exists()


def test_what_contradicts_what_came_since_changes_nothing(
    signed_in: Client, athlete: Athlete, export: bytes
) -> None:
    """A file is judged anew when it is brought back."""
    document: dict[str, Any] = json.loads(files_of(export)[DOCUMENT])
    upload = uploaded(athlete, as_text(document | {"sessions": document["sessions"] * 2}))
    response = signed_in.post(PREVIEW, {"upload": upload.pk})

    assert response.status_code == 422
    assert "sessions[1].id: This id is there twice." in response.content.decode()
    assert document_of(athlete.user)["sessions"] == []


def test_a_demo_exports_and_brings_nothing_back(signed_in: Client, athlete: Athlete, export: bytes) -> None:
    Athlete.objects.filter(pk=athlete.pk).update(demo_until=timezone.now() + dt.timedelta(hours=1))

    page = signed_in.get(DATA).content.decode()
    assert EXPORT in page
    assert UPLOAD not in page
    assert hand_over(signed_in, export).url == DATA
    assert not Upload.objects.exists()


def test_an_import_is_undone_by_its_owner_alone_and_for_30_days(signed_in: Client, athlete: Athlete) -> None:
    theirs = ImportFactory()
    old = ImportFactory(athlete=athlete, made_at=timezone.now() - dt.timedelta(days=30))

    assert signed_in.post(reverse("tracker:import-undo", args=[theirs.pk])).status_code == 404
    page = signed_in.get(DATA).content.decode()
    assert "hip-mobility" in page
    assert reverse("tracker:import-undo", args=[old.pk]) not in page


def test_the_files_are_read_as_they_come(export: bytes) -> None:
    """A .zip says little of what it holds; only its document is unpacked."""
    with zipfile.ZipFile(io.BytesIO(export)) as archive:
        size = archive.getinfo(DOCUMENT).file_size
    packed = open_archive.packed_document(file=io.BytesIO(export), size=len(export), name="x")

    assert len(packed) < size


def test_a_second_press_is_told_that_it_is_there(signed_in: Client, export: bytes) -> None:
    hand_over(signed_in, export)
    upload = Upload.objects.get().pk
    signed_in.post(PREVIEW, {"upload": upload})
    page = signed_in.post(PREVIEW, {"upload": upload}, follow=True).content.decode()

    assert "This file is being brought back, or was already." in page
    assert Session.objects.count() == 1


def test_one_that_was_cut_off_is_offered_to_go_on(signed_in: Client, export: bytes) -> None:
    hand_over(signed_in, export)
    upload = Upload.objects.get()
    upload.mapping["is_empty"] = False
    upload.save()
    ImportFactory(id=upload.pk, athlete=upload.athlete, source=ImportSource.OWN, finished_at=None)
    ImportFactory(athlete=upload.athlete, source=ImportSource.STRONG, finished_at=None)
    page = signed_in.get(DATA).content.decode()
    assert page.count("Not finished") == page.count("Go on<") == 2

    signed_in.post(PREVIEW, {"upload": upload.pk})
    assert Session.objects.get().imported_id == upload.pk
    assert signed_in.get(DATA).content.decode().count("Not finished") == 1
