"""What bringing an archive back would make, what is there already, and what cannot be taken."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import Enum, auto

from exercises.domain.text import gettext_noop
from tracker.domain.archive.problems import Reason

IN_FUTURE = Reason(gettext_noop("It lies in the future."))


class Fate(Enum):
    """What becomes of a row of an archive."""

    NEW = auto()
    HERE = auto()
    LEFT_OUT = auto()


@dataclass
class Note:
    """Something that cannot be taken as it stands: why, how often, and where first."""

    reason: Reason
    place: str
    count: int = 1


def unknown(slug: str) -> Reason:
    """Return what is said of a name that this site's catalogue does not hold."""
    return Reason(gettext_noop("“%(name)s” is not in the catalogue of this site."), {"name": slug})


@dataclass
class ArchivePlan:
    """Counts by member and fate, and notes in the order of the document.

    Sets and mornings are members of their own here: `sets`, `mornings`.
    """

    counts: Counter[tuple[str, Fate]] = field(default_factory=Counter)
    notes: dict[str, Note] = field(default_factory=dict)

    def count(self, member: str, fate: Fate, number: int = 1) -> None:
        self.counts[member, fate] += number

    def leave_out(self, member: str, place: str, reason: Reason) -> None:
        self.count(member, Fate.LEFT_OUT)
        self.note(place, reason)

    def note(self, place: str, reason: Reason) -> None:
        """Remember why something is not taken, once for each sentence."""
        known = self.notes.setdefault(str(reason), Note(reason, place, 0))
        known.count += 1

    @property
    def entries(self) -> int:
        """How many entries were looked at in all."""
        return sum(self.counts.values())

    @property
    def makes(self) -> int:
        """How many rows would be new."""
        return sum(number for (_member, fate), number in self.counts.items() if fate is Fate.NEW)
