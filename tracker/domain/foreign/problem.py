"""What is wrong with a row of a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Values = Mapping[str, str]


class CellError(Exception):
    """A cell cannot be taken over; `reason` is a text to translate, `values` what stands in it."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.values = {name: str(value) for name, value in values.items()}


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row that is refused: its line in the file, from 1, the column's name ("" for the row), and why."""

    number: int
    line: int
    column: str
    reason: str
    values: Values = field(default_factory=dict)
