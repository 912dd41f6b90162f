"""Opening an export that somebody hands over: the .zip, or the document alone. Never unpacked to a disk."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from exercises.domain.text import gettext_noop
from tracker.domain.archive.problems import ArchiveError, Reason
from tracker.services.export_archive import DOCUMENT
from tracker.services.packing import PIECE, TooLargeError, pack

MB = 1024 * 1024
MAX_UPLOAD = 32 * MB
MAX_DOCUMENT = 200 * MB
"""Product limits: 100,000 sets come to about 45 MB, and to 7 MB once they are compressed."""
MAX_FILES = 100
MAX_RATIO = 100
PLAIN_WAYS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
IS_ENCRYPTED = 0x1
ZIP_BEGINS = b"PK"
ENTRY_BEGINS = b"PK\x01\x02"
JSON_BEGINS = (b"{", b"\xef\xbb\xbf", b" ", b"\t", b"\r", b"\n")

TOO_LARGE = Reason(gettext_noop("The file is larger than %(most)d MB."), {"most": MAX_UPLOAD // MB})
EXPANDS = Reason(gettext_noop("The file expands to more than an export holds."))
EMPTY = Reason(gettext_noop("The file is empty."))
WRONG_TYPE = Reason(gettext_noop("This is neither the .zip of an export nor its JSON."))
DAMAGED = Reason(gettext_noop("The .zip file is damaged, or a part of it is missing."))
ENCRYPTED = Reason(gettext_noop("The .zip file is encrypted."))
NO_DOCUMENT = Reason(gettext_noop("The .zip file holds no %(name)s."), {"name": DOCUMENT})


def packed_document(*, file: IO[bytes], size: int, name: str) -> bytes:
    """Return the document of an export, packed for the database.

    Only how it is wrapped is looked at here, not what it says. Raises ArchiveError.
    """
    if size > MAX_UPLOAD:
        raise ArchiveError(name, TOO_LARGE)
    begins = file.read(4)
    file.seek(0)
    if not begins:
        raise ArchiveError(name, EMPTY)
    try:
        if begins.startswith(ZIP_BEGINS):
            return _from_zip(file, name)
        if begins.startswith(JSON_BEGINS):
            return pack(_pieces(file), most=MAX_UPLOAD)
    except TooLargeError:
        raise ArchiveError(name, EXPANDS) from None
    raise ArchiveError(name, WRONG_TYPE)


def _from_zip(file: IO[bytes], name: str) -> bytes:
    if _headings_in(file) > MAX_FILES * 2:
        raise ArchiveError(name, EXPANDS)
    try:
        with zipfile.ZipFile(file) as archive:
            entry = _document_of(archive.infolist(), name)
            with archive.open(entry) as document:
                # What an entry says of its own size is not believed.
                return pack(_pieces(document), most=MAX_DOCUMENT)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        if isinstance(error, ArchiveError):
            raise
        raise ArchiveError(name, DAMAGED) from None


def _document_of(entries: list[zipfile.ZipInfo], name: str) -> zipfile.ZipInfo:
    """Return the one entry that counts; packing a folder again puts it into one, which does not matter."""
    if len(entries) > MAX_FILES:
        raise ArchiveError(name, EXPANDS)
    found = [one for one in entries if one.filename.rpartition("/")[2] == DOCUMENT]
    if len(found) != 1:
        raise ArchiveError(name, NO_DOCUMENT)
    entry = found[0]
    if entry.flag_bits & IS_ENCRYPTED:
        raise ArchiveError(name, ENCRYPTED)
    if entry.compress_type not in PLAIN_WAYS:
        raise ArchiveError(name, DAMAGED)
    if entry.file_size > MAX_DOCUMENT or entry.file_size > MAX_RATIO * max(entry.compress_size, PIECE):
        raise ArchiveError(name, EXPANDS)
    return entry


def _headings_in(file: IO[bytes]) -> int:
    """Return about how many entries the file lists. To read its list takes a kilobyte of memory for each."""
    count = sum(piece.count(ENTRY_BEGINS) for piece in _pieces(file))
    file.seek(0)
    return count


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece
