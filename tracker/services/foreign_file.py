"""The file of another app as it is kept: packed, and read line by line without lying unpacked in memory."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterable, Iterator
from typing import Any

from exercises.domain.text import gettext_noop
from tracker.services.packing import TooLargeError, pack, unpack

MAX_UPLOAD = 20 * 1024 * 1024
"""Some hundred thousand rows."""

TOO_BIG = gettext_noop("The file is larger than 20 MB.")
NO_TEXT = gettext_noop("This is no text file. Export your training as CSV, and choose that file.")
MARKS = (b"\xff\xfe", b"\xfe\xff")


class UnreadableFileError(Exception):
    """The file is not one that can be read; the text says why."""


def packed(chunks: Iterable[bytes]) -> bytes:
    """Return a file's content packed. Raises UnreadableFileError where there is too much of it."""
    try:
        return pack(chunks, most=MAX_UPLOAD)
    except TooLargeError:
        raise UnreadableFileError(TOO_BIG) from None


class _Unpacked(io.RawIOBase):
    """Reads packed content a piece at a time."""

    def __init__(self, content: bytes | memoryview) -> None:
        self._pieces = unpack(content)
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._rest = self._rest or next(self._pieces, b"")
        piece, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(piece)] = piece
        return len(piece)


def lines_of(content: bytes | memoryview) -> Iterator[str]:
    """Yield the lines of a packed file, their ends as they are.

    Raises UnreadableFileError where it is not text: UTF-8, UTF-16 with its mark, or else Windows-1252.
    """
    raw = io.BufferedReader(_Unpacked(content))
    try:
        yield from io.TextIOWrapper(raw, encoding=_encoding_of(content), newline="")
    except UnicodeError:
        raise UnreadableFileError(NO_TEXT) from None


def _encoding_of(content: bytes | memoryview) -> str:
    """Return what a packed file is written in. A spreadsheet that saved it again may have used Windows-1252.

    Almost any bytes could be that: a file without UTF-8 and with a null byte is no text.
    """
    first = next(unpack(content), b"")
    if first[:2] in MARKS:
        return "utf-16"
    if first.startswith(codecs.BOM_UTF8) or _is_utf_8(content):
        return "utf-8-sig"
    if b"\0" in first:
        raise UnreadableFileError(NO_TEXT)
    return "cp1252"


def _is_utf_8(content: bytes | memoryview) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for piece in unpack(content):
            decoder.decode(piece)
    except UnicodeDecodeError:
        return False
    return True
