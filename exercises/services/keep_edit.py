"""Keeping a version of what staff changed in the admin: of everything but exercises, which are published."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from django.contrib.auth.models import User
from django.db import transaction

from exercises.domain.vocabulary import Origin
from exercises.models import Condition, Exercise, Version
from exercises.models.base import CatalogueEntry
from exercises.services.record_version import Entry, record_version
from exercises.services.staff_rules import REVIEW_SAFETY, length_problems, refuse, require
from exercises.services.write_document import describe, digest


@transaction.atomic
def keep_edit(*, row: CatalogueEntry, by: User, now: datetime, reason: str = "") -> Version | None:
    """Keep what a row says now as its next version, and return it; None if it says what the last one says."""
    if isinstance(row, Exercise):
        raise TypeError("An exercise gets a version by being published.")
    if isinstance(row, Condition):
        require(by, REVIEW_SAFETY)
    reason = reason.strip()
    refuse(length_problems(reason=reason))
    manager = cast("Any", type(row)._default_manager)
    manager.select_for_update().get(pk=row.pk)
    document = describe(manager.for_document().get(pk=row.pk))
    last = Version.objects.of(document.folder, row.slug).first()
    if last is not None and last.digest == digest(document):
        return None
    entry = Entry(slug=row.slug, document=document, origin=Origin.EDITED, editor=by, reason=reason)
    return record_version(entry=entry, now=now)
