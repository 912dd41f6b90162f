"""What an exercise needs before it may be published, and what changed from one version to the next."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from exercises.domain.document import DOCUMENT_TYPES, ExerciseDocument, Muscles, Pattern, Track
from exercises.domain.dosage import Dosage, Frequency
from exercises.domain.text import LabelledEnum, gettext_noop

MIN_STEPS = 3


class Gap(LabelledEnum):
    """What a document lacks; its value is the document's field."""

    STEPS = "steps", gettext_noop("fewer than three steps")
    DOSAGE = "dosage", gettext_noop("no dosage")
    SOURCES = "sources", gettext_noop("no source")
    STRESS = "stress", gettext_noop("neither stress tags nor “no known contraindication”")


def missing(document: ExerciseDocument) -> tuple[Gap, ...]:
    """Return what a document lacks to be published."""
    dosage = document.dosage
    gaps = {
        Gap.STEPS: sum(bool(step.strip()) for step in document.steps) < MIN_STEPS,
        Gap.DOSAGE: dosage.reps is None and dosage.hold_s is None,
        Gap.SOURCES: not document.sources,
        Gap.STRESS: not document.stress and not document.no_known_contraindication,
    }
    return tuple(gap for gap, is_there in gaps.items() if is_there)


class Change(NamedTuple):
    """A field that two versions do not share: its dotted path, and its plain value in each.

    None stands for a field that is not written, which has its default.
    """

    field: str
    before: Any
    after: Any


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Change, ...]:
    """Return the fields in which two encoded documents differ, in the order of the format.

    Mappings are entered (`dosage.hold_s`), lists are compared whole: their order has a meaning.
    """
    return tuple(_changes(old, new, ""))


def _changes(old: Mapping[str, Any], new: Mapping[str, Any], prefix: str) -> Iterator[Change]:
    names = {*old, *new}
    for name in sorted(names, key=lambda name: (_PLACES.get(name, len(_PLACES)), name)):
        before, after = old.get(name), new.get(name)
        if before == after:
            continue
        path = prefix + name
        if all(one is None or isinstance(one, Mapping) for one in (before, after)):
            yield from _changes(before or {}, after or {}, f"{path}.")
        else:
            yield Change(path, before, after)


def _places() -> dict[str, int]:
    """Return the place of each field's name: a database may hand back a mapping in an order of its own."""
    kinds = (ExerciseDocument, Dosage, Frequency, Muscles, Pattern, Track, *DOCUMENT_TYPES)
    names = dict.fromkeys(one.name for kind in kinds for one in dataclasses.fields(kind))
    return {name: place for place, name in enumerate(names)}


_PLACES = _places()
