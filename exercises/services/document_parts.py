"""The rows that hang on a document's row: steps, faults, ladder, rules, items and tracks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import singledispatch
from typing import Any, NamedTuple

from django.db import models

from exercises.domain.decoding import DocumentError, FieldProblem
from exercises.domain.document import (
    ConditionDocument,
    Document,
    ExerciseDocument,
    GeneralRule,
    ProgrammeDocument,
    RoutineDocument,
    StressRule,
)
from exercises.domain.vocabulary import StressTag
from exercises.models import (
    Condition,
    Contraindication,
    Exercise,
    Fault,
    ProgrammeTrack,
    Progression,
    Reference,
    Routine,
    RoutineItem,
    Step,
)
from exercises.models.base import CatalogueEntry
from exercises.models.ladder import Direction
from exercises.services.document_columns import range_columns

Keys = Mapping[type[CatalogueEntry], Mapping[str, int]]
"""The primary keys of the rows that a document may name, by model and slug."""


class Part(NamedTuple):
    """An unsaved row, and the document's field that it comes from."""

    field: str
    row: models.Model


def key_of(keys: Keys, model: type[CatalogueEntry], slug: str, field: str) -> int:
    """Return the primary key behind a slug, or raise DocumentError."""
    try:
        return keys[model][slug]
    except KeyError:
        reason = f"there is no {model._meta.verbose_name} {slug}"
        raise DocumentError(FieldProblem(field, reason)) from None


def parts_of(document: Document, row: CatalogueEntry, keys: Keys) -> list[Part]:
    """Return a document's parts, each kind together and in order, as unsaved rows that belong to `row`."""
    return list(_parts(document, row, keys))


@singledispatch
def _parts(document: Document, row: Any, keys: Keys) -> Iterator[Part]:
    """Yield nothing: references and guides stand alone."""
    yield from ()


@_parts.register
def _(document: ExerciseDocument, row: Any, keys: Keys) -> Iterator[Part]:
    for n, text in enumerate(document.steps):
        yield Part(f"steps[{n}]", Step(exercise=row, position=n + 1, text=text))
    for n, one in enumerate(document.faults):
        yield Part(f"faults[{n}]", Fault(exercise=row, position=n + 1, fault=one.fault, fix=one.fix))
    for direction, neighbours in ((Direction.EASIER, document.easier), (Direction.HARDER, document.harder)):
        for n, neighbour in enumerate(neighbours):
            field = f"{direction}[{n}]"
            other = key_of(keys, Exercise, neighbour.exercise, f"{field}.exercise")
            yield Part(
                field, Progression(exercise=row, direction=direction, other_id=other, when=neighbour.when)
            )
    for n, rule in enumerate(document.contraindications):
        field = f"contraindications[{n}]"
        condition = key_of(keys, Condition, rule.condition, f"{field}.condition")
        source = key_of(keys, Reference, rule.source, f"{field}.source")
        yield Part(
            field,
            Contraindication(
                exercise=row,
                condition_id=condition,
                verdict=rule.verdict,
                advice=rule.advice,
                once_cleared=rule.once_cleared,
                source_id=source,
            ),
        )


@_parts.register
def _(document: ConditionDocument, row: Any, keys: Keys) -> Iterator[Part]:
    rules: list[tuple[str, StressTag, GeneralRule | StressRule]] = []
    if document.general:
        rules.append(("general", StressTag.ANY, document.general))
    rules += [(f"rules[{n}]", rule.stress, rule) for n, rule in enumerate(document.rules)]
    for field, stress, rule in rules:
        source = key_of(keys, Reference, rule.source, f"{field}.source")
        yield Part(
            field,
            Contraindication(
                condition=row,
                stress=stress,
                verdict=rule.verdict,
                advice=rule.advice,
                once_cleared=rule.once_cleared,
                source_id=source,
            ),
        )


@_parts.register
def _(document: RoutineDocument, row: Any, keys: Keys) -> Iterator[Part]:
    for n, item in enumerate(document.items):
        yield Part(
            f"items[{n}]",
            RoutineItem(
                routine=row,
                position=n + 1,
                exercise_id=key_of(keys, Exercise, item.exercise, f"items[{n}].exercise"),
                sets=item.sets,
                note=item.note,
                **range_columns("reps", item.reps),
                **range_columns("hold", item.hold_s, "_s"),
            ),
        )


@_parts.register
def _(document: ProgrammeDocument, row: Any, keys: Keys) -> Iterator[Part]:
    for n, track in enumerate(document.pattern.tracks):
        field = f"pattern.tracks[{n}]"
        yield Part(
            field,
            ProgrammeTrack(
                programme=row,
                position=n + 1,
                routine_id=key_of(keys, Routine, track.routine, f"{field}.routine"),
                times_min=track.times.min,
                times_max=track.times.max,
            ),
        )
