"""Documents read from plain values, refused with the field that is wrong, and written back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.domain.decoding import DocumentError, decode, encode
from exercises.domain.document import (
    DOCUMENT_TYPES,
    ConditionDocument,
    Document,
    ExerciseDocument,
    GeneralRule,
    GuideDocument,
    Neighbour,
    ProgrammeDocument,
    ReferenceDocument,
    RoutineDocument,
)
from exercises.domain.dosage import Dosage, Range
from exercises.domain.text import tidy
from exercises.domain.vocabulary import Each, Equipment, StressTag, Verdict
from exercises.services.write_document import digest
from tests.exercises.test_dosage import doses

EXERCISE: dict[str, Any] = {
    "name": "Wall slide",
    "summary": "A slide along a wall.",
    "aim": "control",
    "level": 1,
    "position": "standing",
    "dosage": {"reps": [8, 10], "each": "side"},
    "steps": ["Stand.", "Slide."],
    "faults": [{"fault": "You lean.", "fix": "Stand tall."}],
    "sources": ["founding-article"],
}
CONDITION: dict[str, Any] = {
    "name": "A sore hip",
    "kind": "condition",
    "order": 1,
    "question": "Is it sore?",
    "explanation": "It may be sore.",
    "sources": [],
}
FLAG = {**CONDITION, "kind": "red-flag", "action": "Stop."}
RULE = {"stress": "prone", "verdict": "avoid", "advice": "No.", "source": "a"}
TRACK = {"routine": "a"}
ALLOWING = {**RULE, "verdict": "allowed"}
ROUTINE: dict[str, Any] = {
    "name": "Short",
    "order": 1,
    "summary": "Short.",
    "items": [{"exercise": "a"}],
    "sources": [],
}
PROGRAMME: dict[str, Any] = {
    "name": "Plan",
    "order": 1,
    "summary": "A plan.",
    "pattern": {"kind": "weekly", "tracks": [{"routine": "a", "times": {"min": 3}}]},
    "sources": [],
}


def problems(kind: type[Document], data: object) -> list[tuple[str, str]]:
    with pytest.raises(DocumentError) as caught:
        decode(kind, data)
    return list(caught.value.problems)


def test_a_document_is_read_with_its_defaults() -> None:
    document = decode(ExerciseDocument, EXERCISE)
    assert document.dosage == Dosage(reps=Range(8, 10), each=Each.SIDE)
    assert document.steps == ("Stand.", "Slide.")
    assert (document.equipment, document.easier, document.note) == ((), (), "")


def test_a_document_is_written_without_its_defaults() -> None:
    assert encode(decode(ExerciseDocument, EXERCISE)) == EXERCISE


def test_a_range_of_one_number_is_written_as_a_number() -> None:
    data = {**EXERCISE, "dosage": {"sets": [2, 2], "reps": 5}}
    assert encode(decode(ExerciseDocument, data))["dosage"] == {"sets": 2, "reps": 5}


def test_text_is_tidied() -> None:
    data = {**EXERCISE, "name": "  Wall slide \n", "note": "One.\r\nTwo.\u2028Three."}
    document = decode(ExerciseDocument, data)
    assert (document.name, document.note) == ("Wall slide", "One.\nTwo.\nThree.")


def test_the_order_of_sources_says_nothing() -> None:
    ways = [decode(ExerciseDocument, {**EXERCISE, "sources": order}) for order in (["a", "b"], ["b", "a"])]
    assert ways[0] == ways[1]
    assert digest(ways[0]) == digest(ways[1])


def test_the_order_of_steps_says_much() -> None:
    ways = [decode(ExerciseDocument, {**EXERCISE, "steps": order}) for order in (["a", "b"], ["b", "a"])]
    assert digest(ways[0]) != digest(ways[1])


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"name": 3}, "name", "must be text"),
        ({"name": None}, "name", "must be text"),
        ({"name": True}, "name", "must be text"),
        ({"name": " "}, "name", "is empty"),
        ({"name": "a\0b"}, "name", "no text may hold"),
        ({"level": "1"}, "level", "must be a whole number"),
        ({"level": 1.0}, "level", "must be a whole number"),
        ({"level": True}, "level", "must be a whole number"),
        ({"level": 0}, "level", "must be 1, 2 or 3"),
        ({"aim": "strength"}, "aim", "'strength' is not one of warm-up, "),
        ({"aim": ["control"]}, "aim", "is not one of"),
        ({"aim": {}}, "aim", "is not one of"),
        ({"steps": "Stand."}, "steps", "must be a list"),
        ({"steps": []}, "steps", "at least one"),
        ({"steps": ["a", 2]}, "steps[1]", "must be text"),
        ({"steps": ["a", "a"]}, "steps", "names something twice"),
        ({"sources": []}, "sources", "at least one"),
        ({"faults": [{"fault": "a"}]}, "faults[0].fix", "is missing"),
        ({"faults": ["a"]}, "faults[0]", "must be a mapping"),
        ({"faults": [{"fault": "a", "fix": "b", "why": "c"}]}, "faults[0].why", "is not a field here"),
        ({"synonyms": ["one\ntwo"]}, "synonyms", "each stands on one line"),
        ({"cautions": ["one\ntwo"]}, "cautions", "each stands on one line"),
        ({"equipment": ["wall", "sofa"]}, "equipment[1]", "'sofa' is not one of"),
        ({"stress": ["any"]}, "stress", "every exercise carries this tag"),
        ({"stress": ["prone", "prone"]}, "stress", "names something twice"),
        ({"muscles": {"works": ["heart"]}}, "muscles.works[0]", "'heart' is not one of"),
        ({"dosage": {}}, "dosage", "needs reps, hold_s or both"),
        ({"dosage": {"reps": [1]}}, "dosage.reps", "must be a whole number or a list"),
        ({"dosage": {"reps": [1, 2, 3]}}, "dosage.reps", "must be a whole number or a list"),
        ({"dosage": {"reps": [1, True]}}, "dosage.reps", "must be a whole number or a list"),
        ({"dosage": {"reps": "many"}}, "dosage.reps", "must be a whole number or a list"),
        ({"dosage": {"reps": [3, 2]}}, "dosage.reps", "the lowest number first"),
        ({"dosage": {"reps": 5, "each_side": True}}, "dosage.each_side", "is not a field here"),
        ({"dosage": {"reps": 5, "days_a_week": {"min": 9, "max": 2}}}, "dosage.days_a_week.min", "above max"),
        ({"easier": [{"exercise": "a", "when": "b"}] * 2}, "harder", "twice on the ladder"),
        ({"contraindications": [{**RULE}]}, "contraindications[0].stress", "is not a field here"),
        (
            {"contraindications": [{"condition": "a", "verdict": "allowed", "advice": "b", "source": "c"}]},
            "contraindications[0].verdict",
            "never allows",
        ),
        (
            {"contraindications": [{"condition": "a", "verdict": "avoid", "advice": "b", "source": "c"}] * 2},
            "contraindications",
            "a condition is named twice",
        ),
        ({3: "three"}, "3", "is not a field here"),
    ],
)
def test_a_bad_exercise_is_refused_by_field(changes: dict[Any, Any], field: str, reason: str) -> None:
    found = problems(ExerciseDocument, {**EXERCISE, **changes})
    assert any(where == field and reason in why for where, why in found), found


@pytest.mark.parametrize(
    ("kind", "data", "field", "reason"),
    [
        (ConditionDocument, {**FLAG, "action": ""}, "action", "is empty"),
        (ConditionDocument, {**CONDITION, "kind": "red-flag"}, "action", "whom to see"),
        (ConditionDocument, {**FLAG, "rules": [RULE]}, "rules", "has none"),
        (ConditionDocument, {**CONDITION, "rules": [RULE, RULE]}, "rules", "named twice"),
        (ConditionDocument, {**CONDITION, "rules": [{**RULE, "stress": "any"}]}, "rules", "under general"),
        (
            ConditionDocument,
            {**CONDITION, "rules": [{**RULE, "verdict": "allowed"}]},
            "rules[0].verdict",
            "never",
        ),
        (ConditionDocument, {**CONDITION, "general": {"verdict": "avoid"}}, "general.advice", "is missing"),
        (RoutineDocument, {**ROUTINE, "items": []}, "items", "at least one"),
        (
            RoutineDocument,
            {**ROUTINE, "items": [{"exercise": "a", "sets": "2"}]},
            "items[0].sets",
            "whole number",
        ),
        (RoutineDocument, {**ROUTINE, "days_a_week": 3}, "days_a_week", "must be a mapping"),
        (
            ProgrammeDocument,
            {**PROGRAMME, "pattern": {"kind": "weekly", "tracks": []}},
            "pattern.tracks",
            "one",
        ),
        (
            ProgrammeDocument,
            {**PROGRAMME, "pattern": {"kind": "weekly", "tracks": [TRACK]}},
            "pattern.tracks",
            "names times.min",
        ),
        (
            ProgrammeDocument,
            {**PROGRAMME, "pattern": {"kind": "interval", "tracks": [TRACK]}},
            "pattern.every_days",
            "names its days",
        ),
        (
            ProgrammeDocument,
            {**PROGRAMME, "pattern": {"kind": "interval", "every_days": 15, "tracks": [TRACK]}},
            "pattern.every_days",
            "between 1 and 14",
        ),
        (GuideDocument, {"title": "A"}, "body", "is missing"),
        (ReferenceDocument, {"kind": "study", "title": "A", "finding": "B", "year": "1999"}, "year", "whole"),
        *((kind, data, "", "must be a mapping") for kind in DOCUMENT_TYPES for data in (None, [], "text", 3)),
    ],
)
def test_other_bad_documents_are_refused_by_field(
    kind: type[Document], data: object, field: str, reason: str
) -> None:
    found = problems(kind, data)
    assert any(where == field and reason in why for where, why in found), found


def test_all_problems_of_a_document_are_named_at_once() -> None:
    data = {**EXERCISE, "name": 1, "aim": "x", "steps": [1, "a", 2], "colour": "red"}
    del data["level"]
    fields = [field for field, _reason in problems(ExerciseDocument, data)]
    assert fields == ["colour", "name", "aim", "level", "steps[0]", "steps[2]"]


texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])).map(tidy).filter(bool)
lines = texts.filter(lambda text: "\n" not in text)
slugs = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True)
several = {"max_size": 3, "unique": True}
tags = st.sampled_from([tag for tag in StressTag if tag != StressTag.ANY])
exercises = st.builds(
    ExerciseDocument,
    level=st.integers(1, 3),
    name=texts,
    summary=texts,
    note=st.just("") | texts,
    dosage=doses(),
    steps=st.lists(texts, min_size=1, **several).map(tuple),
    faults=st.just(()),
    sources=st.lists(slugs, min_size=1, **several).map(tuple),
    synonyms=st.lists(lines, **several).map(tuple),
    cautions=st.lists(lines, **several).map(tuple),
    equipment=st.lists(st.sampled_from(Equipment), **several).map(tuple),
    stress=st.lists(st.sampled_from([tag for tag in StressTag if tag != StressTag.ANY]), **several).map(
        tuple
    ),
    sports=st.just(()),
    optional_equipment=st.just(()),
    easier=st.lists(slugs, **several).map(lambda found: tuple(Neighbour(one, "Soon.") for one in found)),
    harder=st.just(()),
    contraindications=st.just(()),
)
conditions = st.builds(
    ConditionDocument,
    name=texts,
    question=texts,
    explanation=texts,
    action=texts,
    clinician_if=st.just("") | texts,
    sources=st.lists(slugs, **several).map(tuple),
    general=st.none(),
    rules=st.just(()),
)


@given(exercises | conditions)
def test_what_is_written_and_read_again_is_the_same(document: Document) -> None:
    again = decode(type(document), encode(document))
    assert again == document
    assert digest(again) == digest(document)
    assert encode(again) == encode(document)


def test_a_rule_for_every_exercise_survives() -> None:
    data = {**CONDITION, "general": {"verdict": "clinician", "advice": "Ask.", "source": "a"}}
    document = decode(ConditionDocument, data)
    assert document.general == GeneralRule(Verdict.CLINICIAN, "Ask.", "a")
    assert encode(document) == data
