"""Writing an archive's JSON: always the same text for the same records, piece by piece.

Names are sorted, there are no blanks, and each entry stands on a line of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tracker.domain.archive.records import FORMAT, LISTS, MEMBERS, VERSION, AboutRecord

ABOUT = AboutRecord(format=FORMAT, version=VERSION)


def write_archive(entries: Mapping[str, Iterable[Any]]) -> Iterator[str]:
    """Yield the document of these records, by member; a member that is no list has one record."""
    mark = "{"
    for member in MEMBERS:
        yield f'{mark}"{member}":'
        records = [ABOUT] if member == "about" else entries[member]
        yield from _list(member, records) if member in LISTS else (_line(member, one) for one in records)
        mark = ",\n"
    yield "}\n"


def _list(member: str, records: Iterable[Any]) -> Iterator[str]:
    mark = "["
    for one in records:
        yield f"{mark}\n{_line(member, one)}"
        mark = ","
    yield "[]" if mark == "[" else "\n]"


def _line(member: str, one: Any) -> str:
    plain = MEMBERS[member].write(one)
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
