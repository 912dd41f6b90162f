"""What staff see of an import before it is done."""

from __future__ import annotations

from dataclasses import dataclass

from exercises.domain.document import GuideDocument, ReferenceDocument
from exercises.presenters.changes import ShownChange, shown_change
from exercises.services.import_plan import ImportPlan, PlannedEntry
from exercises.services.read_bundle import ImportProblem


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """One file; `changes` are none where it is new."""

    file: str
    name: str
    becomes_draft: bool
    changes: tuple[ShownChange, ...]


@dataclass(frozen=True, slots=True)
class ShownImport:
    """The whole preview. `waiting` are files that a draft here agrees with already."""

    new: tuple[ShownEntry, ...]
    changed: tuple[ShownEntry, ...]
    unchanged: int
    waiting: tuple[str, ...]
    drafts: int
    at_once: int
    problems: tuple[ImportProblem, ...]
    token: str

    @property
    def writes_nothing(self) -> bool:
        return not self.new and not self.changed


def shown_import(plan: ImportPlan) -> ShownImport:
    """Return a plan as its page shows it."""
    return ShownImport(
        new=tuple(map(_entry, plan.new)),
        changed=tuple(map(_entry, plan.changed)),
        unchanged=len(plan.unchanged),
        waiting=tuple(one.file for one in plan.unchanged if one.is_waiting),
        drafts=plan.drafts,
        at_once=len(plan.writes) - plan.drafts,
        problems=plan.problems,
        token=plan.token,
    )


def _entry(entry: PlannedEntry) -> ShownEntry:
    document = entry.document
    name = document.title if isinstance(document, GuideDocument | ReferenceDocument) else document.name
    return ShownEntry(entry.file, name, entry.becomes_draft, tuple(map(shown_change, entry.changes)))
