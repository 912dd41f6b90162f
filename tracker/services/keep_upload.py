"""Keep a file that somebody handed over until it is imported."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from tracker.domain.import_source import ImportSource
from tracker.models import Athlete, Upload
from tracker.models.imported import MAX_FILE_NAME


@transaction.atomic
def keep_upload(
    *,
    athlete: Athlete,
    source: ImportSource,
    file_name: str,
    content: bytes,
    now: datetime,
    mapping: Mapping[str, Any] | None = None,
) -> Upload:
    """Return the kept file, in place of the one that waited before. `content` is packed (`packing.pack`)."""
    Athlete.objects.select_for_update().get(pk=athlete.pk)
    Upload.objects.for_athlete(athlete).delete()
    return Upload.objects.create(
        athlete=athlete,
        source=source,
        file_name=shown_name(file_name),
        content=content,
        mapping=dict(mapping or {}),
        made_at=now,
    )


def shown_name(file_name: str) -> str:
    """Return a file's name as it can be kept and shown: without characters that have no shape."""
    return "".join(one for one in file_name if unicodedata.category(one)[0] != "C")[:MAX_FILE_NAME]
