"""Importing catalogue files: all that their preview showed, or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from exercises.domain.vocabulary import Origin, Status
from exercises.models import Exercise, Version
from exercises.models.base import CatalogueEntry
from exercises.services.import_plan import ImportPlan, PlannedEntry
from exercises.services.parse_bundle import kind_and_slug
from exercises.services.plan_import import plan_import
from exercises.services.read_bundle import Bundle
from exercises.services.record_version import Entry, record_versions
from exercises.services.staff_rules import length_problems, refuse
from exercises.services.write_document import MODELS, digest
from exercises.services.write_rows import Writing, write_rows


class ImportRefusedError(Exception):
    """An import of which something is refused; nothing was written."""

    def __init__(self, plan: ImportPlan) -> None:
        super().__init__("\n".join(map(str, plan.problems)))
        self.plan = plan


class CatalogueMovedError(ImportRefusedError):
    """The catalogue is no longer what it was at the preview; `plan` is what the import would do now."""


def import_catalogue(*, bundle: Bundle, by: User, reason: str, token: str, now: datetime) -> ImportPlan:
    """Do what the plan with this token said, and return it.

    References, conditions, routines, programmes and guides are written at once, each with a version. No
    exercise goes on the site: a new one is a draft, a changed one gets a working copy, and a reviewer
    publishes them like any other. Raises ImportRefusedError, CatalogueMovedError, and NotReadyError for a
    reason that is too long.
    """
    reason = reason.strip()
    refuse(length_problems(reason=reason))
    try:
        return _import(bundle, by, reason, token, now)
    except IntegrityError:
        # Somebody made a row with one of these slugs after they were looked for.
        plan = plan_import(bundle=bundle, by=by)
        if plan.token == token:
            raise
        raise CatalogueMovedError(plan) from None


@transaction.atomic
def _import(bundle: Bundle, by: User, reason: str, token: str, now: datetime) -> ImportPlan:
    _lock(bundle)
    plan = plan_import(bundle=bundle, by=by)
    if plan.token != token:
        raise CatalogueMovedError(plan)
    if plan.problems:
        raise ImportRefusedError(plan)
    at_once = [one for one in plan.writes if not one.becomes_draft]
    _adopt(at_once, now)
    write_rows([Writing(_row_for(one, by), one.document) for one in plan.writes])
    versions = [
        Entry(slug=one.slug, document=one.document, origin=Origin.EDITED, editor=by, reason=reason)
        for one in at_once
    ]
    record_versions(entries=versions, now=now)
    return plan


def _lock(bundle: Bundle) -> None:
    """Hold the rows of all files until the transaction ends."""
    slugs: dict[type[CatalogueEntry], list[str]] = {}
    for file in sorted(bundle):
        kind, slug = kind_and_slug(file)
        slugs.setdefault(MODELS[kind], []).append(slug)
    for model, wanted in slugs.items():
        rows = cast("Any", model)._base_manager.select_for_update().filter(slug__in=wanted)
        list(rows.order_by("pk").values_list("pk"))


def _row_for(entry: PlannedEntry, by: User) -> CatalogueEntry:
    """Return the row to write: a draft for an exercise, else the entry's own."""
    if not entry.becomes_draft:
        return entry.row or MODELS[type(entry.document)](slug=entry.slug)
    if entry.row is None or entry.row_says is None:
        return Exercise(slug=entry.slug, status=Status.DRAFT, edited_by=by)
    live = cast("Exercise", entry.row)
    copy = entry.copy or Exercise(slug=f"~{live.pk}", revises=live, status=Status.DRAFT)
    copy.edited_by = by
    copy.loaded_digest = digest(entry.row_says)
    return copy


def _adopt(entries: Iterable[PlannedEntry], now: datetime) -> None:
    """Keep what rows said before that have no version yet, so that it can be brought back."""
    known = set(Version.objects.order_by().values_list("kind", "slug").distinct())
    adopted = [
        Entry(slug=one.slug, document=one.row_says, origin=Origin.ADOPTED)
        for one in entries
        if one.row_says is not None and (one.folder, one.slug) not in known
    ]
    record_versions(entries=adopted, now=now)
