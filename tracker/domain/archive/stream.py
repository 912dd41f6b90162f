"""Reading an archive's JSON from a stream of bytes, one entry at a time, however long it is.

The document is one object. Its members stand in the order of `MEMBERS`, which is the alphabet's, so that what
is referred to comes before what refers to it. Everything that JSON allows beyond that and an archive never
holds is refused: numbers that are not whole, names that stand twice, very long numbers and entries.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from exercises.domain.text import gettext_noop
from tracker.domain.archive.problems import ArchiveError, Reason

MOST_CHARACTERS = 4_000_000
"""Of one entry: a session with far more sets than one holds is a tenth of this."""
DIGITS = 18
CHUNK = 64 * 1024

_BLANK = re.compile(r"[ \t\n\r]*")

NO_JSON = Reason(gettext_noop("This is not sound JSON, or a part of it is missing."))
NO_UTF_8 = Reason(gettext_noop("This is not text in UTF-8."))
NO_NUMBER = Reason(gettext_noop("It holds a number that no archive holds."))
TOO_LONG = Reason(gettext_noop("This entry is too long."))
TOO_DEEP = Reason(gettext_noop("It is nested too deeply."))
NAME_TWICE = Reason(gettext_noop("It holds a name twice."))
NO_ARCHIVE = Reason(gettext_noop("This is not an export of this site."))
MEMBER_MISSING = Reason(gettext_noop("This part is missing, or stands in another place than it was written."))
MORE_AFTER = Reason(gettext_noop("There is more after the end."))


class Entry(NamedTuple):
    """One entry of a list (`sessions[3]`), or a member that is none (`settings`), as JSON gave it."""

    member: str
    place: str
    value: Any


class _RefusedError(Exception):
    def __init__(self, reason: Reason) -> None:
        self.reason = reason


def read_entries(
    chunks: Iterable[bytes], *, lists: frozenset[str], members: tuple[str, ...]
) -> Iterator[Entry]:
    """Yield every entry of the document in its order; raises ArchiveError at the first that is not sound."""
    source = _Source(chunks)
    place = ""
    try:
        source.take("{", NO_ARCHIVE)
        for number, member in enumerate(members):
            place = member
            missing = MEMBER_MISSING if number else NO_ARCHIVE
            if number:
                source.take(",", missing)
            if not source.has('"') or source.value() != member:
                raise _RefusedError(missing)
            source.take(":")
            if member not in lists:
                yield Entry(member, member, source.value())
                continue
            for place, value in _items(source, member):
                yield Entry(member, place, value)
        place = ""
        source.take("}", MEMBER_MISSING)
        source.end()
    except _RefusedError as refused:
        raise ArchiveError(place, refused.reason) from None


def _items(source: _Source, member: str) -> Iterator[tuple[str, Any]]:
    source.take("[")
    index = 0
    while not source.has("]"):
        if index:
            source.take(",")
        place = f"{member}[{index}]"
        try:
            value = source.value()
        except _RefusedError as refused:
            raise ArchiveError(place, refused.reason) from None
        yield place, value
        index += 1
    source.take("]")


class _Source:
    """The text that is still to be read; never much more of it at once than one entry needs."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self.chunks = iter(chunks)
        self.decoder = codecs.getincrementaldecoder("utf-8-sig")("strict")
        self.text = ""
        self.at = 0
        self.is_over = False

    def has(self, mark: str) -> bool:
        """Say whether this mark comes next."""
        self._skip_blanks()
        return self.text.startswith(mark, self.at)

    def take(self, mark: str, reason: Reason = NO_JSON) -> None:
        """Pass over a mark."""
        if not self.has(mark):
            raise _RefusedError(reason)
        self.at += len(mark)

    def value(self) -> Any:
        """Return the next value, whatever it is."""
        self._skip_blanks()
        while True:
            try:
                value, end = _DECODER.raw_decode(self.text, self.at)
            except json.JSONDecodeError:
                if not self._more():
                    raise _RefusedError(NO_JSON) from None
                continue
            except RecursionError:
                raise _RefusedError(TOO_DEEP) from None
            # A number may go on where the text so far ends.
            if end < len(self.text):
                self.at = end
                return value
            if not self._more():
                self.at = len(self.text)
                return value

    def end(self) -> None:
        self._skip_blanks()
        if self.at < len(self.text):
            raise _RefusedError(MORE_AFTER)

    def _skip_blanks(self) -> None:
        while True:
            self.at = _BLANK.match(self.text, self.at).end()  # type: ignore[union-attr]
            if self.at < len(self.text) or not self._more():
                return

    def _more(self) -> bool:
        """Read on, at least as much as there is, so that no entry is tried too often; say if there was."""
        rest = self.text[self.at :]
        if len(rest) > MOST_CHARACTERS:
            raise _RefusedError(TOO_LONG)
        parts, wanted = [rest], max(CHUNK, len(rest))
        while wanted > 0 and not self.is_over:
            chunk = next(self.chunks, b"")
            self.is_over = not chunk
            try:
                parts.append(self.decoder.decode(chunk, final=self.is_over))
            except UnicodeDecodeError:
                raise _RefusedError(NO_UTF_8) from None
            wanted -= len(parts[-1])
        self.text, self.at = "".join(parts), 0
        return len(self.text) > len(rest)


def _whole(digits: str) -> int:
    if len(digits) > DIGITS:
        raise _RefusedError(NO_NUMBER)
    return int(digits)


def _no_number(_text: str) -> Any:
    raise _RefusedError(NO_NUMBER)


def _named(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _RefusedError(NAME_TWICE)
    return found


_DECODER = json.JSONDecoder(
    object_pairs_hook=_named, parse_int=_whole, parse_float=_no_number, parse_constant=_no_number
)
