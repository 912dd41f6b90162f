"""The plan of an import: each file beside what is here, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from exercises.domain.document import Document, ExerciseDocument
from exercises.domain.publication import Change
from exercises.models import Exercise
from exercises.models.base import CatalogueEntry
from exercises.services.check_catalogue import file_of
from exercises.services.read_bundle import ImportProblem


class Action(StrEnum):
    """What becomes of an entry."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class PlannedEntry:
    """One file beside the row with its slug and that row's working copy, and what both say.

    `changes` are those of the row; there are none where it is new. `is_waiting` says that a draft here says
    the same as the file already.
    """

    slug: str
    document: Document
    action: Action
    row: CatalogueEntry | None = None
    copy: Exercise | None = None
    row_says: Document | None = None
    copy_says: Document | None = None
    changes: tuple[Change, ...] = ()
    is_waiting: bool = False

    @property
    def file(self) -> str:
        return file_of(type(self.document), self.slug)

    @property
    def folder(self) -> str:
        return self.document.folder

    @property
    def becomes_draft(self) -> bool:
        """Whether a reviewer has to publish it: no import puts an exercise on the site."""
        return isinstance(self.document, ExerciseDocument) and self.action is not Action.UNCHANGED


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """Everything that an import would do. `token` stands for the files, the person, and what is here now."""

    entries: tuple[PlannedEntry, ...]
    problems: tuple[ImportProblem, ...]
    token: str

    @property
    def new(self) -> tuple[PlannedEntry, ...]:
        return self._of(Action.NEW)

    @property
    def changed(self) -> tuple[PlannedEntry, ...]:
        return self._of(Action.CHANGED)

    @property
    def unchanged(self) -> tuple[PlannedEntry, ...]:
        return self._of(Action.UNCHANGED)

    @property
    def writes(self) -> tuple[PlannedEntry, ...]:
        return tuple(one for one in self.entries if one.action is not Action.UNCHANGED)

    @property
    def drafts(self) -> int:
        """How many exercises it leaves to be reviewed."""
        return sum(one.becomes_draft for one in self.entries)

    def _of(self, action: Action) -> tuple[PlannedEntry, ...]:
        return tuple(one for one in self.entries if one.action is action)
