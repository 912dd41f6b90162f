"""What changed between two documents of the catalogue, field by field and line by line, for staff."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext

from exercises.domain.publication import Change, compare
from exercises.domain.text import LabelledEnum, gettext_noop
from exercises.domain.vocabulary import (
    Aim,
    ConditionKind,
    Each,
    Equipment,
    Muscle,
    PatternKind,
    Position,
    Recorded,
    ReferenceKind,
    RepUnit,
    Sport,
    StressTag,
    Verdict,
)
from exercises.presenters.text import label_of

LABELS = {
    "action": gettext_noop("what to do"),
    "aim": gettext_noop("aim"),
    "advice": gettext_noop("advice"),
    "authors": gettext_noop("authors"),
    "body": gettext_noop("text"),
    "cautions": gettext_noop("cautions"),
    "clinician_if": gettext_noop("see a clinician first if"),
    "condition": gettext_noop("condition"),
    "container": gettext_noop("published in"),
    "contraindications": gettext_noop("contraindications of this exercise"),
    "days_a_week": gettext_noop("days a week"),
    "description": gettext_noop("description"),
    "details": gettext_noop("details"),
    "doi": gettext_noop("DOI"),
    "dosage": gettext_noop("dosage"),
    "each": gettext_noop("done for"),
    "easier": gettext_noop("easier exercises"),
    "equipment": gettext_noop("equipment"),
    "every_days": gettext_noop("every so many days"),
    "exercise": gettext_noop("exercise"),
    "explanation": gettext_noop("what it may mean"),
    "fault": gettext_noop("fault"),
    "faults": gettext_noop("faults"),
    "finding": gettext_noop("finding"),
    "fix": gettext_noop("what puts it right"),
    "follows": gettext_noop("asked after"),
    "general": gettext_noop("rule for any exercise"),
    "harder": gettext_noop("harder exercises"),
    "hold_s": gettext_noop("seconds"),
    "isbn": gettext_noop("ISBN"),
    "items": gettext_noop("exercises"),
    "kind": gettext_noop("kind"),
    "level": gettext_noop("level"),
    "max": gettext_noop("at most"),
    "min": gettext_noop("at least"),
    "muscles": gettext_noop("muscles"),
    "name": gettext_noop("name"),
    "no_known_contraindication": gettext_noop("no known contraindication"),
    "note": gettext_noop("note"),
    "once_cleared": gettext_noop("change that stays once cleared"),
    "optional_equipment": gettext_noop("optional equipment"),
    "order": gettext_noop("order"),
    "pattern": gettext_noop("pattern"),
    "position": gettext_noop("position"),
    "question": gettext_noop("question"),
    "records": gettext_noop("also recorded"),
    "rep_unit": gettext_noop("what a rep is called"),
    "reps": gettext_noop("reps"),
    "rest_s": gettext_noop("rest in seconds"),
    "routine": gettext_noop("routine"),
    "rules": gettext_noop("rules"),
    "sets": gettext_noop("sets"),
    "source": gettext_noop("source"),
    "sources": gettext_noop("sources"),
    "sports": gettext_noop("sports"),
    "steps": gettext_noop("steps"),
    "stress": gettext_noop("stress tags"),
    "stretches": gettext_noop("muscles stretched"),
    "summary": gettext_noop("summary"),
    "synonyms": gettext_noop("synonyms"),
    "times": gettext_noop("times a week"),
    "title": gettext_noop("title"),
    "tracks": gettext_noop("routines"),
    "url": gettext_noop("address"),
    "verdict": gettext_noop("verdict"),
    "when": gettext_noop("when to move"),
    "works": gettext_noop("muscles worked"),
    "year": gettext_noop("year"),
}
"""What staff call the fields of the documents, by the last part of their path."""

VOCABULARIES: dict[str, tuple[type[LabelledEnum], ...]] = {
    "aim": (Aim,),
    "each": (Each,),
    "equipment": (Equipment,),
    "kind": (ConditionKind, PatternKind, ReferenceKind),
    "optional_equipment": (Equipment,),
    "position": (Position,),
    "records": (Recorded,),
    "rep_unit": (RepUnit,),
    "sports": (Sport,),
    "stress": (StressTag,),
    "stretches": (Muscle,),
    "verdict": (Verdict,),
    "works": (Muscle,),
}


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line of a field; "…" stands for lines that are the same and far from any that are not."""

    text: str
    is_changed: bool


GAP = ShownLine("…", False)


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One field, with its lines on either side."""

    field: str
    label: str
    before: tuple[ShownLine, ...]
    after: tuple[ShownLine, ...]


def shown_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[ShownChange, ...]:
    """Return what differs between two encoded documents, in words: labels for fields and for their values."""
    return tuple(shown_change(change, in_words=True) for change in compare(old, new))


def shown_change(change: Change, *, in_words: bool = False) -> ShownChange:
    """Return one change with its lines marked; without words, values stand as in the file."""
    field = change.field.rpartition(".")[2] if in_words else ""
    before, after = _lines(change.before, field), _lines(change.after, field)
    same = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    kept_before = {block.a + n for block in same for n in range(block.size)}
    kept_after = {block.b + n for block in same for n in range(block.size)}
    return ShownChange(
        field=change.field,
        label=field_label(change.field),
        before=_marked(before, kept_before),
        after=_marked(after, kept_after),
    )


def field_label(path: str) -> str:
    """Return what staff call a field: "Dosage: seconds"."""
    return capfirst(": ".join(_name(name) for name in path.split(".")))


def _name(field: str) -> str:
    return gettext(LABELS.get(field, field))


def _marked(lines: tuple[str, ...], kept: set[int]) -> tuple[ShownLine, ...]:
    """Return the lines that are not kept, marked, each with its neighbours."""
    shown: list[ShownLine] = []
    for n, line in enumerate(lines):
        if not kept.issuperset(range(max(n - 1, 0), min(n + 2, len(lines)))):
            shown.append(ShownLine(line, n not in kept))
        elif not shown or shown[-1] != GAP:
            shown.append(GAP)
    return tuple(shown)


def _lines(value: Any, field: str) -> tuple[str, ...]:
    """Return a plain value as lines: one an item of a list, one a line of a text."""
    if value is None:
        return ()
    if isinstance(value, list):
        if value and all(type(one) is int for one in value):
            return ("–".join(map(str, value)),) if field else tuple(map(str, value))
        return tuple(" · ".join(_lines(one, field)) for one in value)
    if isinstance(value, Mapping):
        return tuple(
            f"{_name(key) if field else key}: {' · '.join(_lines(one, key if field else ''))}"
            for key, one in value.items()
        )
    if field and isinstance(value, bool):
        return (gettext("yes") if value else gettext("no"),)
    return tuple(_word(value, field).splitlines())


def _word(value: Any, field: str) -> str:
    for vocabulary in VOCABULARIES.get(field, ()):
        if value in vocabulary.__members__.values():
            return label_of(vocabulary(value))
    return str(value)
