"""What the catalogue said at an earlier moment: its rules and exercises, read from the kept documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from exercises.domain.decoding import DocumentError, decode
from exercises.domain.document import (
    ConditionDocument,
    ExerciseDocument,
    GeneralRule,
    ReferenceDocument,
    StressRule,
)
from exercises.domain.screening import Answers, Assessment, Question, Rule, Ruleset, Screened, assess
from exercises.domain.vocabulary import StressTag
from exercises.models import Version
from exercises.models.guide import source_name

Kind = TypeVar("Kind", ConditionDocument, ExerciseDocument, ReferenceDocument)


@dataclass(frozen=True, slots=True)
class PastCatalogue:
    """The rules and some exercises as they were; not whole where a document cannot be read any more."""

    ruleset: Ruleset
    exercises: Mapping[str, Screened]
    is_whole: bool

    def assess(self, slug: str, answers: Answers) -> Assessment | None:
        """Return the verdict of then on an exercise, or None for one that was not kept."""
        exercise = self.exercises.get(slug)
        return assess(exercise, ruleset=self.ruleset, answers=answers) if exercise else None


def catalogue_as_of(version: int, *, exercises: Iterable[str], answered: Iterable[str]) -> PastCatalogue:
    """Return the catalogue when `version` was the latest of all, with these exercises; three queries.

    `answered` are the conditions that the person had answered for: all that were asked, or nothing would have
    been prescribed. So one that was deleted before says nothing here, although its last version is kept.
    """
    slugs = set(exercises)
    conditions, has_all_conditions = _read(ConditionDocument, version, answered)
    found, has_all_exercises = _read(ExerciseDocument, version, slugs)
    named = _sources_of(conditions, found)
    references, _all_sources = _read(ReferenceDocument, version, named)
    sources = {slug: source_name(one.authors, one.year, one.title) for slug, one in references.items()}
    return PastCatalogue(
        ruleset=_ruleset(conditions, found, sources),
        exercises={slug: _screened(slug, one) for slug, one in found.items()},
        is_whole=has_all_conditions and has_all_exercises and set(found) == slugs,
    )


def _read(kind: type[Kind], version: int, slugs: Iterable[str]) -> tuple[dict[str, Kind], bool]:
    """Return the documents by slug, and whether all of them could be read."""
    found: dict[str, Kind] = {}
    is_whole = True
    for row in Version.objects.as_of(version, kind=kind.folder, slugs=slugs):
        try:
            found[row.slug] = decode(kind, row.document)
        except DocumentError:
            is_whole = False
    return found, is_whole


def _sources_of(
    conditions: Mapping[str, ConditionDocument], exercises: Mapping[str, ExerciseDocument]
) -> set[str]:
    named = {slug for one in conditions.values() for slug in one.sources[:1]}
    named |= {rule.source for one in conditions.values() for rule in one.rules}
    named |= {one.general.source for one in conditions.values() if one.general}
    return named | {rule.source for one in exercises.values() for rule in one.contraindications}


def _ruleset(
    conditions: Mapping[str, ConditionDocument],
    exercises: Mapping[str, ExerciseDocument],
    sources: Mapping[str, str],
) -> Ruleset:
    """Return all questions in order, with the rules about stress tags and about these exercises."""
    in_order = sorted(conditions.items(), key=lambda pair: (pair[1].order, pair[1].name))
    questions = tuple(_question(slug, one, sources) for slug, one in in_order)
    rules = [rule for slug, one in in_order for rule in _rules_of_condition(slug, one, sources)]
    for slug, one in exercises.items():
        rules += [
            Rule(
                condition=rule.condition,
                verdict=rule.verdict,
                advice=rule.advice,
                source=rule.source,
                source_name=sources.get(rule.source, ""),
                exercise=slug,
                once_cleared=rule.once_cleared,
            )
            for rule in one.contraindications
            if rule.condition in conditions
        ]
    return Ruleset(questions, tuple(rules))


def _question(slug: str, one: ConditionDocument, sources: Mapping[str, str]) -> Question:
    first = next(iter(one.sources), "")
    return Question(slug, one.name, one.kind, one.follows, first, sources.get(first, ""), one.clinician_if)


def _rules_of_condition(slug: str, one: ConditionDocument, sources: Mapping[str, str]) -> list[Rule]:
    rules: list[tuple[StressTag, StressRule | GeneralRule]] = [(rule.stress, rule) for rule in one.rules]
    if one.general:
        rules.append((StressTag.ANY, one.general))
    return [
        Rule(
            condition=slug,
            verdict=rule.verdict,
            advice=rule.advice,
            source=rule.source,
            source_name=sources.get(rule.source, ""),
            stress=stress,
            once_cleared=rule.once_cleared,
        )
        for stress, rule in rules
    ]


def _screened(slug: str, one: ExerciseDocument) -> Screened:
    return Screened(
        slug=slug,
        name=one.name,
        aim=one.aim,
        level=one.level,
        stress=one.stress,
        equipment=one.equipment,
    )
