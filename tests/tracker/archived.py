"""Exports for tests: taken, brought back, and made up."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from tracker.domain.import_source import ImportSource
from tracker.models import Athlete, Upload
from tracker.services.archive_plan import ArchivePlan
from tracker.services.export_archive import DOCUMENT, export_archive
from tracker.services.import_archive import Imported, import_archive, plan_archive
from tracker.services.keep_upload import keep_upload
from tracker.services.open_archive import packed_document

EMPTY: dict[str, Any] = {
    "about": {"format": "hip-mobility", "version": 1},
    "enrolments": [],
    "exercises": [],
    "measurements": [],
    "plan_changes": [],
    "removed_sets": [],
    "screenings": [],
    "sessions": [],
    "settings": {"norm_group": None, "sessions_a_week": 3, "time_zone": "Europe/Zurich"},
    "tests": [],
}


def exported(user: User) -> bytes:
    """Return the .zip of everything that a person owns."""
    file = io.BytesIO()
    export_archive(user=user, file=file)
    return file.getvalue()


def files_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {one.filename: archive.read(one) for one in archive.infolist()}


def document_of(user: User) -> dict[str, Any]:
    """Return a person's export as plain values, to be changed."""
    plain: dict[str, Any] = json.loads(files_of(exported(user))[DOCUMENT])
    return plain


def as_text(document: Any) -> bytes:
    """Return a document as somebody else's tool may write it: in order, with blanks."""
    return json.dumps(document, indent=1).encode()


def zipped(files: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def looked_at(athlete: Athlete, document: Any) -> ArchivePlan:
    content = zlib.compress(as_text(document))
    return plan_archive(user=athlete.user, content=content, now=timezone.now())


def uploaded(athlete: Athlete, content: bytes) -> Upload:
    """Return an upload of a file, kept as the page keeps it."""
    packed = packed_document(file=io.BytesIO(content), size=len(content), name="export.zip")
    return keep_upload(
        athlete=athlete,
        source=ImportSource.OWN,
        file_name="export.zip",
        content=packed,
        now=timezone.now(),
    )


def brought_back(athlete: Athlete, content: bytes) -> Imported:
    """Bring a file back, and return what became of it."""
    upload = uploaded(athlete, content)
    # The row was read before; what is owned may have grown since.
    user = User.objects.get(pk=athlete.pk)
    return import_archive(user=user, upload_id=upload.pk, now=timezone.now())
