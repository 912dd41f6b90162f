"""Exporting the catalogue, or some of it, as the files that it is shipped and imported as."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from exercises.domain.decoding import DocumentError, decode, encode
from exercises.domain.document import DOCUMENT_TYPES, Document
from exercises.domain.yaml_text import to_yaml
from exercises.models.base import CatalogueEntry
from exercises.services.check_catalogue import CatalogueProblem, file_of
from exercises.services.write_document import MODELS, describe

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The time of every file in an export: the same content gives the same bytes."""


@dataclass(frozen=True, slots=True)
class Export:
    """The content of each file by its path, in order; `left_out` are drafts that no file can hold yet."""

    files: dict[str, bytes]
    left_out: tuple[CatalogueProblem, ...] = ()


def export_catalogue(
    *, kinds: Iterable[type[Document]] = DOCUMENT_TYPES, slugs: Collection[str] | None = None
) -> Export:
    """Export every entry of some kinds, or those of them that have one of the slugs.

    Of an exercise that was published this is what was published, whatever its working copy says; of one that
    never was, the draft.
    """
    chosen = set(kinds)
    files: dict[str, bytes] = {}
    left_out: list[CatalogueProblem] = []
    for kind in DOCUMENT_TYPES:
        if kind not in chosen:
            continue
        rows: Any = cast("Any", MODELS[kind])._default_manager.for_document().order_by("slug")
        for row in rows if slugs is None else rows.filter(slug__in=list(slugs)):
            file = file_of(kind, row.slug)
            try:
                files[file] = _content(kind, row)
            except DocumentError as error:
                left_out += [CatalogueProblem(file, *problem) for problem in error.problems]
    return Export(dict(sorted(files.items())), tuple(left_out))


def zipped(export: Export) -> bytes:
    """Return the files as a .zip, the same bytes for the same files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in export.files.items():
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED, compresslevel=6)
    return buffer.getvalue()


def write_folder(*, export: Export, folder: Path) -> None:
    """Write the files below a folder, which is made where it is not there."""
    for name, content in export.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _content(kind: type[Document], row: CatalogueEntry) -> bytes:
    """Return a row as its file; raises DocumentError where the file could not be read again."""
    document: Document = decode(kind, encode(describe(row)))
    return to_yaml(encode(document)).encode()
