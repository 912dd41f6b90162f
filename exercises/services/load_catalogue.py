"""Bringing the database up to the shipped catalogue, without touching what staff have edited since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple, cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from exercises.domain.decoding import DocumentError, FieldProblem
from exercises.domain.document import Document, ExerciseDocument
from exercises.domain.publication import missing
from exercises.domain.vocabulary import Origin, Status
from exercises.models import Exercise, Version
from exercises.models.base import CatalogueEntry
from exercises.services.apply_document import problems_of, read_keys, replace_parts, save_row
from exercises.services.check_catalogue import (
    Catalogue,
    CatalogueError,
    CatalogueProblem,
    file_of,
    links_of,
)
from exercises.services.read_catalogue import read_catalogue
from exercises.services.record_version import Entry, record_versions
from exercises.services.write_document import MODELS, describe, digest

_Other = tuple[type[Document], CatalogueEntry]
_Names = set[tuple[str, str]]
"""Folder and slug."""


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did. Rows are named by their files.

    `left_alone` are rows that staff edited, made or signed, and that differ from what is shipped; `gone` are
    rows that an earlier load made from a file that is no longer there; `held_back` was not written since
    staff have deleted its row, or the row of something that it names.
    """

    created: int
    updated: int
    unchanged: int
    left_alone: tuple[str, ...]
    gone: tuple[str, ...]
    held_back: tuple[str, ...] = ()


class _Entry(NamedTuple):
    """A shipped document beside the row that has its slug, with that row's digests before the load."""

    slug: str
    document: Document
    digest: str
    row: CatalogueEntry | None
    row_digest: str
    loaded_digest: str

    @property
    def kind(self) -> str:
        return self.document.folder

    @property
    def file(self) -> str:
        return file_of(type(self.document), self.slug)

    @property
    def is_current(self) -> bool:
        return self.row_digest == self.digest and not _is_unpublished(self.row)

    @property
    def is_edited(self) -> bool:
        """Whether the row is no longer as it was loaded, never was loaded, or was signed by a reviewer.

        A draft under a shipped slug is staff's own, whatever it says: a load publishes nobody's draft.
        """
        if self.row is None or self.is_current:
            return False
        is_signed = (
            isinstance(self.row, Exercise) and self.row.version is not None and self.row.version.is_reviewed
        )
        return is_signed or self.row_digest != self.loaded_digest or _is_unpublished(self.row)


@transaction.atomic
def load_catalogue(*, folder: Path) -> LoadReport:
    """Create and change rows so that they say what the folder's files say, all of them or none.

    Shipped content needs no review, and says so on its page; otherwise it has all that is asked of what is
    published. What a reviewer has signed here is not replaced by what nobody has signed: it counts as edited.
    Every change becomes a version; what a version tells of and staff have deleted since is not made again.
    Raises CatalogueError, with every problem found, when a file is wrong.
    """
    catalogue = read_catalogue(folder=folder)
    _refuse(
        CatalogueProblem(file_of(kind, slug), *problem)
        for kind, documents in catalogue.items()
        for slug, document in documents.items()
        for problem in (*problems_of(document), *_gaps(document))
    )
    entries, others = _beside_rows(catalogue)
    known = set(Version.objects.order_by().values_list("kind", "slug").distinct())
    held_back = _held_back(entries, known)
    to_write = [
        one for one in entries if not (one.is_current or one.is_edited or (one.kind, one.slug) in held_back)
    ]
    now = timezone.now()
    _write(to_write, now)
    _keep_versions(entries, to_write, others, known, now)
    for one in entries:
        if one.row is not None and one.is_current and one.row.loaded_digest != one.digest:
            # Staff made the very change that is now shipped: from here on the row follows the files again.
            type(one.row)._default_manager.filter(pk=one.row.pk).update(loaded_digest=one.digest)
    return LoadReport(
        created=sum(one.row is None for one in to_write),
        updated=sum(one.row is not None for one in to_write),
        unchanged=sum(one.is_current for one in entries),
        left_alone=tuple(one.file for one in entries if one.is_edited),
        gone=tuple(file_of(kind, row.slug) for kind, row in others if row.loaded_digest),
        held_back=tuple(one.file for one in entries if (one.kind, one.slug) in held_back),
    )


def _is_unpublished(row: CatalogueEntry | None) -> bool:
    return isinstance(row, Exercise) and row.status in (Status.DRAFT, Status.IN_REVIEW)


def _gaps(document: Document) -> list[FieldProblem]:
    """Return what an exercise lacks to be published, which loading it does."""
    gaps = missing(document) if isinstance(document, ExerciseDocument) else ()
    return [FieldProblem(gap.value, _(gap.label)) for gap in gaps]


def _beside_rows(catalogue: Catalogue) -> tuple[list[_Entry], list[_Other]]:
    """Return every document with its row, and the rows that have no document, each with its kind."""
    entries, others = [], []
    for kind, documents in catalogue.items():
        rows = {row.slug: row for row in cast("Any", MODELS[kind])._default_manager.for_document()}
        for slug, document in documents.items():
            row = rows.get(slug)
            row_digest = digest(describe(row)) if row is not None else ""
            loaded_digest = row.loaded_digest if row is not None else ""
            entries.append(_Entry(slug, document, digest(document), row, row_digest, loaded_digest))
        others += [(kind, row) for slug, row in rows.items() if slug not in documents]
    return entries, others


def _held_back(entries: list[_Entry], known: _Names) -> _Names:
    """Return what staff have deleted, and what cannot be written without it.

    A row that is there and would newly name what is deleted stays as it is, so others may go on naming it.
    """
    deleted = {(one.kind, one.slug) for one in entries if one.row is None and (one.kind, one.slug) in known}
    held_back = set(deleted)
    while True:
        more = {
            (one.kind, one.slug)
            for one in entries
            if not one.is_current
            and not one.is_edited
            and any((kind.folder, slug) in deleted for _field, kind, slug in links_of(one.document))
        }
        if more <= held_back:
            return held_back
        held_back |= more
        deleted |= {(one.kind, one.slug) for one in entries if one.row is None} & more


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


def _keep_versions(
    entries: list[_Entry], written: list[_Entry], others: list[_Other], known: _Names, now: datetime
) -> None:
    """Keep what was written, and what has stood here since before versions were kept."""
    new = [Entry(slug=one.slug, document=one.document, origin=Origin.SHIPPED) for one in written]
    stood = [(one.kind, one.row) for one in entries if one.is_edited and one.row is not None]
    stood += [(kind.folder, row) for kind, row in others]
    for one in entries:
        if one.is_current and (one.kind, one.slug) not in known:
            new.append(Entry(slug=one.slug, document=one.document, origin=Origin.SHIPPED))
    for kind, row in stood:
        if (kind, row.slug) not in known and not _is_unpublished(row):
            new.append(Entry(slug=row.slug, document=describe(row), origin=Origin.ADOPTED))
    if new:
        record_versions(entries=new, now=now)


def _refuse(problems: Iterator[CatalogueProblem]) -> None:
    found = tuple(problems)
    if found:
        raise CatalogueError(found)
