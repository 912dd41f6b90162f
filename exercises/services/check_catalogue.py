"""Checks between the documents of a catalogue: what one names must exist, and ladders lead both ways."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import singledispatch

from exercises.domain.document import (
    ConditionDocument,
    Document,
    ExerciseDocument,
    GuideDocument,
    ProgrammeDocument,
    ReferenceDocument,
    RoutineDocument,
)
from exercises.domain.vocabulary import ConditionKind

Catalogue = dict[type[Document], dict[str, Document]]
"""The documents of each kind by their slugs."""

Link = tuple[str, type[Document], str]
"""The field that names something, the kind of what it names, and its slug."""

LINKED_KINDS: dict[str, type[Document]] = {
    "ref": ReferenceDocument,
    "exercise": ExerciseDocument,
    "guide": GuideDocument,
    "routine": RoutineDocument,
    "programme": ProgrammeDocument,
}
BODY_LINK = re.compile(rf"\(({'|'.join(LINKED_KINDS)}):([^)\s]*)")


@dataclass(frozen=True, slots=True)
class CatalogueProblem:
    """What is wrong with one field of one file; `file` is its path inside the catalogue's folder."""

    file: str
    field: str
    reason: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.field, self.reason) if part)


class CatalogueError(Exception):
    """A catalogue that cannot be loaded, with everything that is wrong with it."""

    def __init__(self, problems: Iterable[CatalogueProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def file_of(kind: type[Document], slug: str) -> str:
    """Return the path of a document inside the catalogue's folder."""
    return f"{kind.folder}/{slug}.yaml"


def check_catalogue(
    *, catalogue: Catalogue, known: Mapping[type[Document], Iterable[str]]
) -> list[CatalogueProblem]:
    """Return what is wrong between the documents.

    `known` holds every slug that a file stands for, those of files that could not be read included, so that
    one bad file is not reported again for everything that names it.
    """
    slugs = {kind: frozenset(names) for kind, names in known.items()}
    problems = []
    for kind, documents in catalogue.items():
        for slug, document in documents.items():
            for field, wanted, name in links_of(document):
                if name not in slugs.get(wanted, ()):
                    reason = f"there is no {file_of(wanted, name)}"
                    problems.append(CatalogueProblem(file_of(kind, slug), field, reason))
    return problems + list(_ladder_problems(catalogue)) + list(_red_flag_problems(catalogue))


@singledispatch
def links_of(document: Document) -> Iterator[Link]:
    """Yield everything that a document names elsewhere."""
    raise NotImplementedError


@links_of.register
def _(document: ReferenceDocument) -> Iterator[Link]:
    yield from ()


@links_of.register
def _(document: ConditionDocument) -> Iterator[Link]:
    yield from _source_links(document.sources)
    if document.follows:
        yield "follows", ConditionDocument, document.follows
    if document.general:
        yield "general.source", ReferenceDocument, document.general.source
    for n, rule in enumerate(document.rules):
        yield f"rules[{n}].source", ReferenceDocument, rule.source


@links_of.register
def _(document: ExerciseDocument) -> Iterator[Link]:
    yield from _source_links(document.sources)
    for name, neighbours in (("easier", document.easier), ("harder", document.harder)):
        for n, neighbour in enumerate(neighbours):
            yield f"{name}[{n}].exercise", ExerciseDocument, neighbour.exercise
    for n, rule in enumerate(document.contraindications):
        yield f"contraindications[{n}].condition", ConditionDocument, rule.condition
        yield f"contraindications[{n}].source", ReferenceDocument, rule.source


@links_of.register
def _(document: RoutineDocument) -> Iterator[Link]:
    yield from _source_links(document.sources)
    for n, item in enumerate(document.items):
        yield f"items[{n}].exercise", ExerciseDocument, item.exercise


@links_of.register
def _(document: ProgrammeDocument) -> Iterator[Link]:
    yield from _source_links(document.sources)
    for n, track in enumerate(document.pattern.tracks):
        yield f"pattern.tracks[{n}].routine", RoutineDocument, track.routine


@links_of.register
def _(document: GuideDocument) -> Iterator[Link]:
    yield from _source_links(document.sources)
    for kind, slug in BODY_LINK.findall(document.body):
        yield "body", LINKED_KINDS[kind], slug


def _source_links(sources: Iterable[str]) -> Iterator[Link]:
    for n, slug in enumerate(sources):
        yield f"sources[{n}]", ReferenceDocument, slug


def _ladder_problems(catalogue: Catalogue) -> Iterator[CatalogueProblem]:
    """Yield each step of a ladder that the exercise at its other end does not name the other way round."""
    exercises = {
        slug: {"easier": {n.exercise for n in one.easier}, "harder": {n.exercise for n in one.harder}}
        for slug, one in catalogue.get(ExerciseDocument, {}).items()
        if isinstance(one, ExerciseDocument)
    }
    for slug, ladder in exercises.items():
        for direction, back in (("easier", "harder"), ("harder", "easier")):
            for other in sorted(ladder[direction]):
                file = file_of(ExerciseDocument, slug)
                if other == slug:
                    yield CatalogueProblem(file, direction, "an exercise is not its own neighbour")
                elif other in exercises and slug not in exercises[other][back]:
                    reason = f"names {other}, whose file does not name this exercise under {back}"
                    yield CatalogueProblem(file, direction, reason)


def _red_flag_problems(catalogue: Catalogue) -> Iterator[CatalogueProblem]:
    """Yield each exercise's own rule for a red flag, which stops every exercise as it is."""
    red_flags = {
        slug
        for slug, one in catalogue.get(ConditionDocument, {}).items()
        if isinstance(one, ConditionDocument) and one.kind is ConditionKind.RED_FLAG
    }
    for slug, exercise in catalogue.get(ExerciseDocument, {}).items():
        if isinstance(exercise, ExerciseDocument):
            for n, rule in enumerate(exercise.contraindications):
                if rule.condition in red_flags:
                    field = f"contraindications[{n}].condition"
                    reason = f"{rule.condition} is a red flag and stops every exercise"
                    yield CatalogueProblem(file_of(ExerciseDocument, slug), field, reason)
