"""Opening what somebody hands over to be imported: a folder or a .zip, read within bounds, never unpacked."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from exercises.domain.document import DOCUMENT_TYPES

MAX_UPLOAD = 5 * 1024 * 1024
MAX_EXPANDED = 50 * 1024 * 1024
MAX_FILE = 256 * 1024
MAX_FILES = 5_000
MAX_RATIO = 100
SMALL = 16 * 1024
"""Below this size of a file, how well it was compressed says nothing."""

KINDS = {kind.folder: kind for kind in DOCUMENT_TYPES}
FILE = re.compile(r"([^/\\]+)/([^/\\]+)\.yaml")
PLAIN_WAYS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
IS_ENCRYPTED = 0x1

Bundle = dict[str, bytes]
"""The content of each file by its path: `exercises/couch-stretch-wall.yaml`."""


@dataclass(frozen=True, slots=True)
class ImportProblem:
    """What is refused: the file's path inside the bundle, the line and the field where they are known."""

    file: str
    reason: str
    field: str = ""
    line: int | None = None

    def __str__(self) -> str:
        place = f"{self.file}, {_('line')} {self.line}" if self.line else self.file
        return ": ".join(part for part in (place, self.field, self.reason) if part)


class BundleError(Exception):
    """What cannot be opened at all, with everything that is wrong with it."""

    def __init__(self, problems: Iterable[ImportProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def read_path(path: Path) -> Bundle:
    """Return the files of a folder tree or of a .zip; raises BundleError."""
    if path.is_dir():
        return _read_folder(path)
    if not path.is_file():
        raise BundleError([ImportProblem(str(path), _("there is no such file or folder"))])
    if path.stat().st_size > MAX_UPLOAD:
        raise _too_large(path.name)
    return read_zip(content=path.read_bytes(), name=path.name)


def read_zip(*, content: bytes, name: str) -> Bundle:
    """Return the files of a .zip, which is called `name` where it is refused; raises BundleError."""
    if len(content) > MAX_UPLOAD:
        raise _too_large(name)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [one for one in archive.infolist() if not one.is_dir()]
            _refuse(_shape_problems(name, [one.filename for one in entries]))
            _refuse(problem for one in entries for problem in _entry_problems(one))
            if sum(one.file_size for one in entries) > MAX_EXPANDED:
                raise BundleError([ImportProblem(name, _too_much())])
            return {one.filename: _expanded(archive, one) for one in entries}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError):
        raise BundleError([ImportProblem(name, _("is not a sound .zip file"))]) from None


def _read_folder(folder: Path) -> Bundle:
    paths: dict[str, Path] = {}
    for path in folder.glob("[!.]*/[!.]*"):
        paths[path.relative_to(folder).as_posix()] = path
        if len(paths) > MAX_FILES:
            break
    loose = [path.name for path in folder.glob("[!.]*") if not path.is_dir()]
    _refuse(_shape_problems(str(folder), [*paths, *loose]))
    _refuse(
        ImportProblem(name, _file_too_large())
        for name, path in paths.items()
        if not path.is_file() or path.stat().st_size > MAX_FILE
    )
    return {name: paths[name].read_bytes() for name in sorted(paths)}


def _shape_problems(bundle: str, names: list[str]) -> Iterator[ImportProblem]:
    """Yield what is wrong with the names of the files, of which no two are the same."""
    if not names:
        yield ImportProblem(bundle, _("holds no file of a catalogue"))
    if len(names) > MAX_FILES:
        yield ImportProblem(bundle, _("holds more than %d files") % MAX_FILES)
        return
    seen: set[str] = set()
    for name in names:
        match = FILE.fullmatch(name)
        if match is None or match[1] not in KINDS:
            folders = ", ".join(sorted(KINDS))
            yield ImportProblem(name, _("is not a .yaml file in one of the folders %s") % folders)
        elif name in seen:
            yield ImportProblem(name, _("is there twice"))
        seen.add(name)


def _entry_problems(entry: zipfile.ZipInfo) -> Iterator[ImportProblem]:
    if entry.flag_bits & IS_ENCRYPTED:
        yield ImportProblem(entry.filename, _("is encrypted"))
    elif entry.compress_type not in PLAIN_WAYS:
        yield ImportProblem(entry.filename, _("is compressed in a way that is not read here"))
    if entry.file_size > MAX_FILE:
        yield ImportProblem(entry.filename, _file_too_large())
    elif entry.file_size > SMALL and entry.file_size > MAX_RATIO * entry.compress_size:
        reason = _("would expand more than %d times, which no text of a catalogue does") % MAX_RATIO
        yield ImportProblem(entry.filename, reason)


def _expanded(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Return a file's content; what it says of its own size is not believed."""
    with archive.open(entry) as file:
        content = file.read(MAX_FILE + 1)
    if len(content) > MAX_FILE:
        raise BundleError([ImportProblem(entry.filename, _file_too_large())])
    return content


def _refuse(problems: Iterable[ImportProblem]) -> None:
    found = tuple(problems)
    if found:
        raise BundleError(found)


def _too_large(name: str) -> BundleError:
    reason = _("is larger than %d MB") % (MAX_UPLOAD // 1024**2)
    return BundleError([ImportProblem(name, reason)])


def _file_too_large() -> str:
    return _("is larger than %d KB") % (MAX_FILE // 1024)


def _too_much() -> str:
    return _("expands to more than %d MB") % (MAX_EXPANDED // 1024**2)
