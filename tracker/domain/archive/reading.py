"""Reading an archive, entry by entry, as records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from tracker.domain.archive.kinds import at
from tracker.domain.archive.problems import ArchiveError
from tracker.domain.archive.records import LISTS, MEMBERS
from tracker.domain.archive.stream import read_entries

MOST_PROBLEMS = 20
"""How many wrong entries are named; more would say no more."""


class Found(NamedTuple):
    """A record, of which member it is, and where it stands."""

    member: str
    place: str
    record: Any


class ArchiveRefusedError(ValueError):
    """An archive cannot be taken as it is; `errors` are the first of what is wrong with it."""

    def __init__(self, errors: Iterable[ArchiveError]) -> None:
        self.errors = tuple(errors)
        super().__init__("; ".join(map(str, self.errors)))


def read_archive(chunks: Iterable[bytes]) -> Iterator[Found]:
    """Yield every record in the order of the document; raises ArchiveRefusedError with all that is wrong.

    It does so at the end of what it can read: whoever writes along the way must be able to take it back.
    """
    errors: list[ArchiveError] = []
    try:
        for entry in read_entries(chunks, lists=LISTS, members=tuple(MEMBERS)):
            try:
                record = at(entry.place, MEMBERS[entry.member], entry.value)
            except ArchiveError as error:
                errors.append(error)
                if entry.member == "about" or len(errors) == MOST_PROBLEMS:
                    break
                continue
            if not errors:
                yield Found(entry.member, entry.place, record)
    except ArchiveError as error:
        errors.append(error)
    if errors:
        raise ArchiveRefusedError(errors)
