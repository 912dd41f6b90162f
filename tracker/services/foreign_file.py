"""The file of another app as it is kept: packed, and read line by line without lying unpacked in memory."""

from __future__ import annotations

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

    Raises UnreadableFileError where it is not text: UTF-8, or UTF-16 with its mark.
    """
    raw = io.BufferedReader(_Unpacked(content))
    encoding = "utf-16" if raw.peek(2)[:2] in MARKS else "utf-8-sig"
    try:
        yield from io.TextIOWrapper(raw, encoding=encoding, newline="")
    except UnicodeError:
        raise UnreadableFileError(NO_TEXT) from None
