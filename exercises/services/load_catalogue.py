"""Bringing the database up to the shipped catalogue, without touching what staff have edited since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple, cast

from django.db import transaction
from django.utils import timezone

from exercises.domain.decoding import DocumentError
from exercises.domain.document import Document, ExerciseDocument
from exercises.domain.vocabulary import Origin, Status
from exercises.models import Exercise, Version
from exercises.models.base import CatalogueEntry
from exercises.services.apply_document import problems_of, read_keys, replace_parts, save_row
from exercises.services.check_catalogue import Catalogue, CatalogueError, CatalogueProblem, file_of
from exercises.services.read_catalogue import read_catalogue
from exercises.services.record_version import Entry, record_versions
from exercises.services.write_document import MODELS, describe, digest


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did. Rows are named by their files.

    `left_alone` are rows that staff edited, or made, and that differ from what is shipped; `gone` are rows
    that an earlier load made from a file that is no longer there.
    """

    created: int
    updated: int
    unchanged: int
    left_alone: tuple[str, ...]
    gone: tuple[str, ...]


class _Entry(NamedTuple):
    """A shipped document beside the row that has its slug."""

    slug: str
    document: Document
    digest: str
    row: CatalogueEntry | None
    row_digest: str

    @property
    def is_current(self) -> bool:
        return self.row_digest == self.digest

    @property
    def is_edited(self) -> bool:
        """Whether the row is no longer as it was loaded, never was loaded, or was signed by a reviewer."""
        if self.row is None or self.is_current:
            return False
        is_signed = (
            isinstance(self.row, Exercise) and self.row.version is not None and self.row.version.is_reviewed
        )
        return is_signed or self.row_digest != self.row.loaded_digest


@transaction.atomic
def load_catalogue(*, folder: Path) -> LoadReport:
    """Create and change rows so that they say what the folder's files say, all of them or none.

    Shipped content needs no review, and says so on its page. What a reviewer has signed here is not replaced
    by what nobody has signed: it counts as edited. Every change becomes a version.
    Raises CatalogueError, with every problem found, when a file is wrong.
    """
    catalogue = read_catalogue(folder=folder)
    _refuse(
        CatalogueProblem(file_of(kind, slug), *problem)
        for kind, documents in catalogue.items()
        for slug, document in documents.items()
        for problem in problems_of(document)
    )
    entries, gone = _beside_rows(catalogue)
    to_write = [one for one in entries if not one.is_current and not one.is_edited]
    now = timezone.now()
    _write(to_write, now)
    _keep_versions(entries, to_write, now)
    for one in entries:
        if one.row is not None and one.is_current and one.row.loaded_digest != one.digest:
            # Staff made the very change that is now shipped: from here on the row follows the files again.
            type(one.row)._default_manager.filter(pk=one.row.pk).update(loaded_digest=one.digest)
    return LoadReport(
        created=sum(one.row is None for one in to_write),
        updated=sum(one.row is not None for one in to_write),
        unchanged=sum(one.is_current for one in entries),
        left_alone=tuple(file_of(type(one.document), one.slug) for one in entries if one.is_edited),
        gone=tuple(gone),
    )


def _beside_rows(catalogue: Catalogue) -> tuple[list[_Entry], list[str]]:
    """Return every document with its row, and the files of loaded rows that have no document any more."""
    entries, gone = [], []
    for kind, documents in catalogue.items():
        rows = {row.slug: row for row in cast("Any", MODELS[kind])._default_manager.for_document()}
        for slug, document in documents.items():
            row = rows.get(slug)
            row_digest = digest(describe(row)) if row is not None else ""
            entries.append(_Entry(slug, document, digest(document), row, row_digest))
        gone += [
            file_of(kind, slug) for slug, row in rows.items() if row.loaded_digest and slug not in documents
        ]
    return entries, gone


def _write(entries: list[_Entry], now: datetime) -> None:
    """Save all rows, then all their parts: a ladder may lead to a row that comes later in the same load."""
    saved: list[tuple[_Entry, CatalogueEntry]] = []
    problems: list[CatalogueProblem] = []
    for one in entries:
        try:
            row = one.row
            if row is None and isinstance(one.document, ExerciseDocument):
                row = Exercise(slug=one.slug, status=Status.PUBLISHED, published_at=now)
            row = save_row(slug=one.slug, document=one.document, row=row, loaded_digest=one.digest)
            saved.append((one, row))
        except DocumentError as error:
            file = file_of(type(one.document), one.slug)
            problems += [CatalogueProblem(file, *problem) for problem in error.problems]
    _refuse(iter(problems))
    keys = read_keys() if saved else {}
    for one, row in saved:
        replace_parts(row=row, document=one.document, keys=keys)


def _keep_versions(entries: list[_Entry], written: list[_Entry], now: datetime) -> None:
    """Keep what was written, and what has stood here since before versions were kept."""
    known = set(Version.objects.values_list("kind", "slug"))
    new = [Entry(slug=one.slug, document=one.document, origin=Origin.SHIPPED) for one in written]
    for one in entries:
        if one.row is not None and one not in written and (one.document.folder, one.slug) not in known:
            origin = Origin.ADOPTED if one.is_edited else Origin.SHIPPED
            document = describe(one.row) if one.is_edited else one.document
            new.append(Entry(slug=one.slug, document=document, origin=origin))
    if new:
        record_versions(entries=new, now=now)


def _refuse(problems: Iterator[CatalogueProblem]) -> None:
    found = tuple(problems)
    if found:
        raise CatalogueError(found)
