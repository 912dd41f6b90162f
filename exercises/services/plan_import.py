"""Working out what an import would do, entry by entry, and what of it is refused. Nothing is written here."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import Any, NamedTuple, cast

from django.contrib.auth.models import User

from exercises.domain.decoding import encode
from exercises.domain.document import Document, ExerciseDocument
from exercises.domain.publication import compare
from exercises.models import Exercise
from exercises.models.base import CatalogueEntry
from exercises.services.check_catalogue import Catalogue
from exercises.services.check_import import permission_problems, problems_in
from exercises.services.import_plan import Action, ImportPlan, PlannedEntry
from exercises.services.parse_bundle import parse_bundle
from exercises.services.read_bundle import Bundle
from exercises.services.write_document import MODELS, describe, digest


class _Here(NamedTuple):
    """What the database holds under the slugs of the files."""

    rows: dict[type[Document], dict[str, CatalogueEntry]]
    copies: dict[str, Exercise]


def plan_import(*, bundle: Bundle, by: User | None) -> ImportPlan:
    """Return what importing the bundle would do; without `by`, nobody's permissions are asked."""
    catalogue, problems = parse_bundle(bundle)
    here = _read(catalogue)
    entries = tuple(
        _planned(slug, document, here)
        for documents in catalogue.values()
        for slug, document in documents.items()
    )
    writes = [one for one in entries if one.action is not Action.UNCHANGED]
    problems += problems_in(writes=writes, catalogue=catalogue, bundle=bundle)
    if by is not None:
        problems += permission_problems(writes=writes, by=by)
    problems.sort(key=lambda one: (one.file, one.line or 0))
    return ImportPlan(entries, tuple(problems), _token(entries, by))


def _read(catalogue: Catalogue) -> _Here:
    rows: dict[type[Document], dict[str, CatalogueEntry]] = {}
    for kind, documents in catalogue.items():
        found = cast("Any", MODELS[kind])._default_manager.for_document().filter(slug__in=list(documents))
        rows[kind] = {row.slug: row for row in found} if documents else {}
    slugs = {row.pk: slug for slug, row in rows[ExerciseDocument].items()}
    copies = Exercise.everything.for_document().filter(revises__in=list(slugs)).select_related("edited_by")
    return _Here(rows, {slugs[cast("int", copy.revises_id)]: copy for copy in copies})


def _planned(slug: str, document: Document, here: _Here) -> PlannedEntry:
    row = here.rows[type(document)].get(slug)
    if row is None:
        return PlannedEntry(slug, document, Action.NEW)
    copy = here.copies.get(slug) if isinstance(row, Exercise) else None
    before, draft = describe(row), None if copy is None else describe(copy)
    entry = PlannedEntry(slug, document, Action.UNCHANGED, row, copy, before, draft)
    if before == document:
        return entry
    if draft == document:
        return replace(entry, is_waiting=True)
    changes = compare(encode(before), encode(document))
    return replace(entry, action=Action.CHANGED, changes=changes)


def _token(entries: tuple[PlannedEntry, ...], by: User | None) -> str:
    parts: list[Any] = [by.pk if by else None]
    for one in entries:
        parts.append([one.file, one.action, digest(one.document)])
        parts.append([_standing(one.row, one.row_says), _standing(one.copy, one.copy_says)])
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _standing(row: CatalogueEntry | None, says: Document | None) -> list[Any]:
    """Return what must not have changed of a row between a preview and its import."""
    if row is None or says is None:
        return []
    status = [str(row.status), row.merged_into_id] if isinstance(row, Exercise) else []
    return [row.pk, digest(says), *status]
