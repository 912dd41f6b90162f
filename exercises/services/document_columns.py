"""A document's fields as the columns of its row, and the way back for what a column refuses."""

from __future__ import annotations

from functools import singledispatch
from typing import Any

from exercises.domain.document import (
    ConditionDocument,
    Document,
    ExerciseDocument,
    GuideDocument,
    ProgrammeDocument,
    ReferenceDocument,
    RoutineDocument,
)
from exercises.domain.dosage import Dosage, Range

FIELD_OF_COLUMN: dict[str, dict[str, str]] = {
    "exercise": {
        "stretches": "muscles.stretches",
        "works": "muscles.works",
        "sets_min": "dosage.sets",
        "sets_max": "dosage.sets",
        "reps_min": "dosage.reps",
        "reps_max": "dosage.reps",
        "rep_unit": "dosage.rep_unit",
        "hold_min_s": "dosage.hold_s",
        "hold_max_s": "dosage.hold_s",
        "rest_s": "dosage.rest_s",
        "each": "dosage.each",
        "records": "dosage.records",
        "days_min": "dosage.days_a_week.min",
        "days_max": "dosage.days_a_week.max",
        "dosage_note": "dosage.note",
    },
    "step": {"text": ""},
    "routine": {"days_min": "days_a_week.min", "days_max": "days_a_week.max"},
    "routineitem": {"reps_min": "reps", "reps_max": "reps", "hold_min_s": "hold_s", "hold_max_s": "hold_s"},
    "programme": {"pattern": "pattern.kind", "every_days": "pattern.every_days"},
    "programmetrack": {"times_min": "times.min", "times_max": "times.max"},
}
"""The document's field that a column comes from, by the model's name, where the two have different names."""


@singledispatch
def columns_of(document: Document) -> dict[str, Any]:
    """Return the values of the row's own columns, all but its slug."""
    raise NotImplementedError


@columns_of.register
def _(document: ReferenceDocument) -> dict[str, Any]:
    texts = _same(document, "title", "finding", "authors", "container", "details", "note")
    return {**texts, **_same(document, "kind", "year", "doi", "isbn", "url")}


@columns_of.register
def _(document: ConditionDocument) -> dict[str, Any]:
    return _same(document, "name", "kind", "order", "question", "explanation", "action", "clinician_if")


@columns_of.register
def _(document: ExerciseDocument) -> dict[str, Any]:
    return {
        **_same(document, "name", "summary", "aim", "level", "position", "note"),
        **_same(document, "equipment", "optional_equipment", "sports", "stress"),
        "no_known_contraindication": document.no_known_contraindication,
        "synonyms": "\n".join(document.synonyms),
        "cautions": "\n".join(document.cautions),
        "stretches": document.muscles.stretches,
        "works": document.muscles.works,
        **_dosage_columns(document.dosage),
    }


@columns_of.register
def _(document: RoutineDocument) -> dict[str, Any]:
    return {
        **_same(document, "name", "order", "summary", "description"),
        "cautions": "\n".join(document.cautions),
        "days_min": document.days_a_week.min,
        "days_max": document.days_a_week.max,
    }


@columns_of.register
def _(document: ProgrammeDocument) -> dict[str, Any]:
    return {
        **_same(document, "name", "order", "summary", "description"),
        "cautions": "\n".join(document.cautions),
        "pattern": document.pattern.kind,
        "every_days": document.pattern.every_days,
    }


@columns_of.register
def _(document: GuideDocument) -> dict[str, Any]:
    return _same(document, "title", "order", "summary", "body")


def range_columns(name: str, value: Range | None, unit: str = "") -> dict[str, int | None]:
    """Return the two columns of a range: `reps_min` and `reps_max`, or `hold_min_s` and `hold_max_s`."""
    low, high = value or (None, None)
    return {f"{name}_min{unit}": low, f"{name}_max{unit}": high}


def _dosage_columns(dosage: Dosage) -> dict[str, Any]:
    return {
        **range_columns("sets", dosage.sets),
        **range_columns("reps", dosage.reps),
        **range_columns("hold", dosage.hold_s, "_s"),
        **_same(dosage, "rep_unit", "rest_s", "records"),
        "each": dosage.each or "",
        "days_min": dosage.days_a_week.min,
        "days_max": dosage.days_a_week.max,
        "dosage_note": dosage.note,
    }


def _same(document: object, *names: str) -> dict[str, Any]:
    return {name: getattr(document, name) for name in names}
