"""A file of comma or semicolon separated values, recognised by its header and read row by row."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from exercises.domain.text import gettext_noop
from tracker.domain.foreign.problem import CellError
from tracker.domain.import_source import ImportSource

DELIMITERS = ",;\t"
MOST_COLUMNS = 60

NEEDED = {
    ImportSource.STRONG: {"date", "workout name", "exercise name", "set order", "weight", "reps"},
    ImportSource.HEVY: {"title", "start_time", "exercise_title", "set_index", "reps"},
    ImportSource.FITNOTES: {"date", "exercise", "category", "reps"},
}
"""The columns by which each app's file is known, without their units."""

WITH_UNIT = re.compile(r"(weight|distance)(?: \(([a-z]+)\)|_([a-z]+))")

BROKEN = gettext_noop("From here on the file cannot be read: a quotation mark may be missing.")
TOO_MANY_CELLS = gettext_noop("The row has more cells than the header.")


class UnknownFileError(Exception):
    """No app is known whose files begin like this."""


@dataclass(frozen=True, slots=True)
class Header:
    """The columns by their names in lower case; `units` of "weight" and "distance", where they are named."""

    source: ImportSource
    delimiter: str
    titles: tuple[str, ...]
    columns: dict[str, int]
    units: dict[str, str]

    def has_unit(self, name: str) -> bool:
        """Whether the file says in which unit a column is; also where it lacks the column."""
        return name not in self.columns or name in self.units or f"{name} unit" in self.columns


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number from 0, its first line in the file from 1, and its cells."""

    number: int
    line: int
    header: Header
    cells: list[str]

    def text(self, name: str) -> str:
        """Return a cell by its column's name; "" where the file lacks it."""
        place = self.header.columns.get(name)
        return self.cells[place] if place is not None and place < len(self.cells) else ""

    def title(self, name: str) -> str:
        """Return the column's name as the file writes it."""
        place = self.header.columns.get(name)
        return "" if place is None else self.header.titles[place]


def read_header(line: str) -> Header:
    """Return what the first line of a file says. Raises UnknownFileError."""
    for delimiter in DELIMITERS:
        try:
            titles = next(csv.reader([line], delimiter=delimiter), [])
        except csv.Error:
            continue
        if len(titles) > MOST_COLUMNS:
            continue
        columns: dict[str, int] = {}
        units: dict[str, str] = {}
        for place, title in enumerate(titles):
            name = title.strip().casefold()
            if found := WITH_UNIT.fullmatch(name):
                name = found[1]
                units[name] = found[2] or found[3]
            columns.setdefault(name, place)
        for source, needed in NEEDED.items():
            if needed <= columns.keys():
                shown = tuple(title.strip() for title in titles)
                return Header(source, delimiter, shown, columns, units)
    raise UnknownFileError


class BrokenFileError(CellError):
    """The rest of the file cannot be told apart into cells; `number` and `line` say from where on."""

    def __init__(self, number: int, line: int) -> None:
        super().__init__(BROKEN)
        self.number = number
        self.line = line


def rows_of(lines: Iterable[str], *, skip: int = 0) -> tuple[Header, Iterator[Row]]:
    """Return the header and the rows that follow, without the first `skip` ones. Raises UnknownFileError."""
    found = iter(lines)
    before = 1
    first = next(found, "").lstrip("\ufeff")
    if first.casefold().startswith("sep="):
        first = next(found, "")
        before += 1
    header = read_header(first)
    return header, islice(_rows(found, header, before), skip, None)


def _rows(lines: Iterator[str], header: Header, before: int) -> Iterator[Row]:
    reader = csv.reader(lines, delimiter=header.delimiter)
    number = 0
    while True:
        line = before + reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error:
            raise BrokenFileError(number, line) from None
        if cells is None:
            return
        if any(cells):
            yield Row(number, line, header, cells)
            number += 1
