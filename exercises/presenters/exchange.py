"""What staff see of an import before it is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from exercises.domain.document import GuideDocument, ReferenceDocument
from exercises.domain.publication import Change
from exercises.services.import_plan import ImportPlan, PlannedEntry
from exercises.services.read_bundle import ImportProblem


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line of a field; "…" stands for lines that are the same and far from any that are not."""

    text: str
    is_changed: bool


GAP = ShownLine("…", False)


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One field, with the lines that it has here and those that it would have."""

    field: str
    before: tuple[ShownLine, ...]
    after: tuple[ShownLine, ...]


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
    return ShownEntry(entry.file, name, entry.becomes_draft, tuple(map(_change, entry.changes)))


def _change(change: Change) -> ShownChange:
    before, after = _lines(change.before), _lines(change.after)
    same = SequenceMatcher(None, before, after).get_matching_blocks()
    kept_before = {block.a + n for block in same for n in range(block.size)}
    kept_after = {block.b + n for block in same for n in range(block.size)}
    return ShownChange(change.field, _marked(before, kept_before), _marked(after, kept_after))


def _marked(lines: tuple[str, ...], kept: set[int]) -> tuple[ShownLine, ...]:
    """Return the lines that are not kept, marked, each with its neighbours."""
    shown: list[ShownLine] = []
    for n, line in enumerate(lines):
        if not kept.issuperset(range(max(n - 1, 0), min(n + 2, len(lines)))):
            shown.append(ShownLine(line, n not in kept))
        elif not shown or shown[-1] != GAP:
            shown.append(GAP)
    return tuple(shown)


def _lines(value: Any) -> tuple[str, ...]:
    """Return a plain value as lines: one an item of a list, one a line of a text."""
    if value is None:
        return ()
    if isinstance(value, list):
        return tuple(" · ".join(_lines(one)) for one in value)
    if isinstance(value, Mapping):
        return tuple(f"{key}: {' · '.join(_lines(one))}" for key, one in value.items())
    return tuple(str(value).splitlines())
