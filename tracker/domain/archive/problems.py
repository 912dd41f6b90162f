"""What is wrong with an archive, and where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Reason:
    """A sentence for a person, not translated yet; `values` are put into it afterwards."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text % self.values if self.values else self.text


class ArchiveError(ValueError):
    """An archive cannot be read. `place` is a path inside the document: `sessions[3].sets[0].reps`."""

    def __init__(self, place: str, reason: Reason) -> None:
        super().__init__(f"{place}: {reason}" if place else str(reason))
        self.place = place
        self.reason = reason
