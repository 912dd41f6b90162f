"""Writing a row of the catalogue as its document, and a document's digest."""

from __future__ import annotations

import hashlib
import json
from functools import singledispatch

from exercises.domain.decoding import encode
from exercises.domain.document import (
    ConditionDocument,
    DirectRule,
    Document,
    ExerciseDocument,
    Fault,
    GeneralRule,
    GuideDocument,
    Muscles,
    Neighbour,
    Pattern,
    ProgrammeDocument,
    ReferenceDocument,
    RoutineDocument,
    RoutineItem,
    StressRule,
    Track,
)
from exercises.domain.dosage import Frequency
from exercises.domain.text import tidy
from exercises.domain.vocabulary import StressTag, Verdict
from exercises.models import Condition, Contraindication, Exercise, Guide, Programme, Reference, Routine
from exercises.models.base import CatalogueEntry
from exercises.models.exercise import range_of
from exercises.models.ladder import Direction

MODELS: dict[type[Document], type[CatalogueEntry]] = {
    ReferenceDocument: Reference,
    ConditionDocument: Condition,
    ExerciseDocument: Exercise,
    RoutineDocument: Routine,
    ProgrammeDocument: Programme,
    GuideDocument: Guide,
}
"""The model that holds each kind of document."""


def digest(document: Document) -> str:
    """Return the SHA-256 of a document's canonical JSON: the same for equal documents."""
    text = json.dumps(encode(document), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@singledispatch
def describe(row: CatalogueEntry) -> Document:
    """Return the document that a row holds; fetch the row through its model's `for_document()`."""
    raise NotImplementedError


@describe.register
def _(row: Reference) -> ReferenceDocument:
    return ReferenceDocument(
        kind=row.kind,
        title=tidy(row.title),
        finding=tidy(row.finding),
        authors=tidy(row.authors),
        year=row.year,
        container=tidy(row.container),
        details=tidy(row.details),
        doi=row.doi,
        isbn=row.isbn,
        url=row.url,
        note=tidy(row.note),
    )


@describe.register
def _(row: Condition) -> ConditionDocument:
    # A rule about one exercise belongs to that exercise's document.
    about_stress = [rule for rule in row.rules.all() if rule.exercise_id is None]
    general = [rule for rule in about_stress if rule.stress == StressTag.ANY]
    return ConditionDocument(
        name=tidy(row.name),
        kind=row.kind,
        order=row.order,
        question=tidy(row.question),
        explanation=tidy(row.explanation),
        sources=_slugs(row),
        action=tidy(row.action),
        clinician_if=tidy(row.clinician_if),
        follows=row.follows.slug if row.follows else "",
        general=next((GeneralRule(*_rule(one)) for one in general), None),
        rules=tuple(
            StressRule(rule.stress, *_rule(rule)) for rule in about_stress if rule.stress != StressTag.ANY
        ),
    )


@describe.register
def _(row: Exercise) -> ExerciseDocument:
    rules = sorted(row.contraindications.all(), key=lambda rule: rule.pk)
    return ExerciseDocument(
        name=tidy(row.name),
        summary=tidy(row.summary),
        aim=row.aim,
        level=row.level,
        position=row.position,
        dosage=row.dosage,
        steps=tuple(tidy(step.text) for step in row.steps.all()),
        faults=tuple(Fault(tidy(one.fault), tidy(one.fix)) for one in row.faults.all()),
        sources=_slugs(row),
        synonyms=row.synonym_list,
        equipment=row.equipment,
        optional_equipment=row.optional_equipment,
        muscles=Muscles(stretches=row.stretches, works=row.works),
        sports=row.sports,
        stress=row.stress,
        no_known_contraindication=row.no_known_contraindication,
        cautions=row.caution_list,
        easier=_neighbours(row, Direction.EASIER),
        harder=_neighbours(row, Direction.HARDER),
        contraindications=tuple(DirectRule(rule.condition.slug, *_rule(rule)) for rule in rules),
        note=tidy(row.note),
    )


@describe.register
def _(row: Routine) -> RoutineDocument:
    return RoutineDocument(
        name=tidy(row.name),
        order=row.order,
        summary=tidy(row.summary),
        items=tuple(
            RoutineItem(
                exercise=item.exercise.slug,
                sets=item.sets,
                reps=range_of(item.reps_min, item.reps_max),
                hold_s=range_of(item.hold_min_s, item.hold_max_s),
                note=tidy(item.note),
            )
            for item in row.items.all()
        ),
        sources=_slugs(row),
        days_a_week=Frequency(row.days_min, row.days_max),
        description=tidy(row.description),
        cautions=row.caution_list,
    )


@describe.register
def _(row: Programme) -> ProgrammeDocument:
    tracks = tuple(
        Track(track.routine.slug, Frequency(track.times_min, track.times_max)) for track in row.tracks.all()
    )
    return ProgrammeDocument(
        name=tidy(row.name),
        order=row.order,
        summary=tidy(row.summary),
        pattern=Pattern(kind=row.pattern, tracks=tracks, every_days=row.every_days),
        sources=_slugs(row),
        description=tidy(row.description),
        cautions=row.caution_list,
    )


@describe.register
def _(row: Guide) -> GuideDocument:
    return GuideDocument(
        title=tidy(row.title),
        order=row.order,
        summary=tidy(row.summary),
        body=tidy(row.body),
        sources=_slugs(row),
    )


def _rule(row: Contraindication) -> tuple[Verdict, str, str, str]:
    return row.verdict, tidy(row.advice), row.source.slug, tidy(row.once_cleared)


def _slugs(row: Condition | Exercise | Routine | Programme | Guide) -> tuple[str, ...]:
    return tuple(source.slug for source in row.sources.all())


def _neighbours(row: Exercise, direction: Direction) -> tuple[Neighbour, ...]:
    return tuple(
        Neighbour(one.other.slug, tidy(one.when))
        for one in row.progressions.all()
        if one.direction == direction
    )
