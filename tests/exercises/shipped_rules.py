"""The shipped questions, rules and exercises as the screening takes them, read without a database."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import cast

from exercises.domain.document import ConditionDocument, ExerciseDocument, ReferenceDocument
from exercises.domain.screening import Question, Rule, Ruleset, Screened
from exercises.domain.vocabulary import StressTag
from exercises.models.guide import source_name
from exercises.services.check_catalogue import Catalogue
from exercises.services.read_catalogue import read_catalogue
from tests.catalogue import FOLDER

read = cache(read_catalogue)


@cache
def shipped_exercises() -> tuple[Screened, ...]:
    """Return all 47, in the order of their slugs."""
    documents = cast("dict[str, ExerciseDocument]", read(folder=FOLDER)[ExerciseDocument])
    return tuple(
        Screened(slug, one.name, one.aim, one.level, one.stress, one.equipment)
        for slug, one in documents.items()
    )


@cache
def shipped_ruleset() -> Ruleset:
    """Return every question, in the order in which it is asked, and every rule."""
    catalogue = read(folder=FOLDER)
    conditions = cast("dict[str, ConditionDocument]", catalogue[ConditionDocument])
    in_order = sorted(conditions.items(), key=lambda pair: (pair[1].order, pair[1].name))
    questions = (
        Question(
            slug,
            one.name,
            one.kind,
            one.follows,
            one.sources[0],
            _name(catalogue, one.sources[0]),
            one.clinician_if,
        )
        for slug, one in in_order
    )
    return Ruleset(tuple(questions), tuple(_rules(catalogue)))


def _rules(catalogue: Catalogue) -> Iterator[Rule]:
    for slug, condition in cast("dict[str, ConditionDocument]", catalogue[ConditionDocument]).items():
        if (one := condition.general) is not None:
            name = _name(catalogue, one.source)
            cleared = one.once_cleared
            yield Rule(slug, one.verdict, one.advice, one.source, name, StressTag.ANY, "", cleared)
        for rule in condition.rules:
            name = _name(catalogue, rule.source)
            cleared = rule.once_cleared
            yield Rule(slug, rule.verdict, rule.advice, rule.source, name, rule.stress, "", cleared)
    for slug, exercise in cast("dict[str, ExerciseDocument]", catalogue[ExerciseDocument]).items():
        for direct in exercise.contraindications:
            name = _name(catalogue, direct.source)
            about = (direct.condition, direct.verdict, direct.advice, direct.source)
            yield Rule(*about, name, None, slug, direct.once_cleared)


def _name(catalogue: Catalogue, slug: str) -> str:
    reference = cast("ReferenceDocument", catalogue[ReferenceDocument][slug])
    return source_name(reference.authors, reference.year, reference.title)
