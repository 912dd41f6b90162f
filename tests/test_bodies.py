"""What is sent is bounded: how large, and how much it may become once it is opened."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from hipmobility.middleware import largest_body
from tests.routes import own_routes
from tests.test_every_url import METHODS
from tracker.domain.archive.problems import ArchiveError
from tracker.domain.csv_text import FORMULA_STARTS, safe
from tracker.services.open_archive import EXPANDS, MAX_UPLOAD, packed_document

HUGE = str(10 * 1024**3)


def test_every_address_has_a_bound_and_files_fit_through_their_own() -> None:
    assert {largest_body("/" + route.pattern) for route in own_routes()} == {
        settings.LARGEST_BODY,
        largest_body(reverse("tracker:archive-upload")),
    }
    assert largest_body(reverse("tracker:archive-upload")) > MAX_UPLOAD
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE < settings.LARGEST_BODY


@pytest.mark.parametrize("method", [method for method in METHODS if method not in {"GET", "HEAD"}])
@pytest.mark.parametrize(
    "name", ["account_login", "tracker:session-sync", "tracker:archive-upload", "healthz"]
)
def test_a_huge_body_is_refused_unread(name: str, method: str, client: Client) -> None:
    """No database is there to be asked, and what was announced never comes."""
    kind = "multipart/form-data; boundary=x"
    response = client.generic(method, reverse(name), b"--x", kind, CONTENT_LENGTH=HUGE)

    assert response.status_code == 413
    assert "nothing of it was read" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("length", ["", "-5", "a lot", "9" * 5_000, "١٢"])
def test_a_length_that_is_none_breaks_nothing(length: str, client: Client) -> None:
    response = client.generic("POST", reverse("account_login"), b"", "text/plain", CONTENT_LENGTH=length)

    assert response.status_code in {413, 422}


def archive_of(entries: int) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(entries):
            archive.writestr(f"{number}.txt", b"")
    file.seek(0)
    return file


def test_an_archive_of_very_many_files_is_refused_before_its_list_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = archive_of(5_000)
    monkeypatch.setattr(zipfile, "ZipFile", None)

    with pytest.raises(ArchiveError) as refused:
        packed_document(file=file, size=len(file.getvalue()), name="many.zip")
    assert refused.value.reason == EXPANDS


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_no_spreadsheet_takes_text_for_a_formula(start: str) -> None:
    assert safe(f"{start}cmd|' /C calc'!A0").startswith("'")
    assert safe(f"a{start}b") == f"a{start}b"
