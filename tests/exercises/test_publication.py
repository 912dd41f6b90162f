"""What an exercise needs to be published, and what differs between two versions: pure rules."""

from __future__ import annotations

import dataclasses
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.domain.decoding import decode, encode
from exercises.domain.document import ExerciseDocument
from exercises.domain.dosage import Dosage, Range
from exercises.domain.publication import MIN_STEPS, Change, Gap, compare, missing
from exercises.domain.vocabulary import StressTag
from exercises.services.read_catalogue import read_catalogue
from tests.catalogue import FOLDER

SHIPPED = read_catalogue(folder=FOLDER)
ALL = [document for documents in SHIPPED.values() for document in documents.values()]
EXERCISES = [one for one in ALL if isinstance(one, ExerciseDocument)]
COUCH = next(one for one in EXERCISES if one.name == "Couch stretch, wall")


@pytest.mark.parametrize("document", EXERCISES, ids=lambda one: one.name)
def test_everything_that_is_shipped_has_what_publishing_asks(document: ExerciseDocument) -> None:
    assert missing(document) == ()


@pytest.mark.parametrize(
    ("changes", "gaps"),
    [
        ({"steps": COUCH.steps[: MIN_STEPS - 1]}, (Gap.STEPS,)),
        ({"steps": COUCH.steps[:MIN_STEPS]}, ()),
        ({"steps": ("One.", "Two.", " \n")}, (Gap.STEPS,)),
        ({"dosage": Dosage()}, (Gap.DOSAGE,)),
        ({"dosage": Dosage(reps=Range(5, 5))}, ()),
        ({"dosage": Dosage(hold_s=Range(5, 5))}, ()),
        ({"sources": ()}, (Gap.SOURCES,)),
        ({"stress": ()}, (Gap.STRESS,)),
        ({"stress": (), "no_known_contraindication": True}, ()),
        ({"steps": (), "dosage": Dosage(), "sources": (), "stress": ()}, tuple(Gap)),
    ],
)
def test_what_is_lacking_is_named(changes: dict[str, Any], gaps: tuple[Gap, ...]) -> None:
    assert missing(replace(COUCH, **changes)) == gaps


def test_a_gap_is_named_by_a_field_of_the_document() -> None:
    assert {gap.value for gap in Gap} <= {one.name for one in dataclasses.fields(ExerciseDocument)}


@given(st.sampled_from(ALL))
def test_a_document_does_not_differ_from_itself(document: Any) -> None:
    assert compare(encode(document), encode(document)) == ()


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"name": "Other"}, [("name", "Couch stretch, wall", "Other")]),
        ({"level": 1}, [("level", 3, 1)]),
        ({"cautions": ()}, [("cautions", list(COUCH.cautions), None)]),
        ({"no_known_contraindication": True}, [("no_known_contraindication", None, True)]),
        (
            {"dosage": replace(COUCH.dosage, hold_s=Range(20, 20), rest_s=None)},
            [("dosage.hold_s", [30, 60], 20), ("dosage.rest_s", 15, None)],
        ),
        ({"stress": COUCH.stress[::-1]}, [("stress", list(COUCH.stress), list(COUCH.stress[::-1]))]),
    ],
)
def test_each_change_is_found_where_it_is(
    changes: dict[str, Any], found: list[tuple[str, object, object]]
) -> None:
    changed = replace(COUCH, **changes)
    assert compare(encode(COUCH), encode(changed)) == tuple(Change(*one) for one in found)


@given(st.sampled_from(EXERCISES), st.sampled_from(EXERCISES))
def test_the_fields_found_are_exactly_those_that_differ(old: ExerciseDocument, new: ExerciseDocument) -> None:
    changed = {
        one.name for one in dataclasses.fields(old) if getattr(old, one.name) != getattr(new, one.name)
    }
    changes = compare(encode(old), encode(new))
    assert {change.field.split(".")[0] for change in changes} == changed
    assert all(change.before != change.after for change in changes)


@given(st.sampled_from(EXERCISES), st.sampled_from(EXERCISES))
def test_the_changes_lead_from_one_document_to_the_other_and_back(
    old: ExerciseDocument, new: ExerciseDocument
) -> None:
    forward = compare(encode(old), encode(new))
    back = compare(encode(new), encode(old))
    assert back == tuple(Change(one.field, one.after, one.before) for one in forward)
    assert decode(ExerciseDocument, applied(encode(old), forward)) == new


def applied(data: dict[str, Any], changes: tuple[Change, ...]) -> dict[str, Any]:
    """Return an encoded document with changes made to it."""
    for change in changes:
        *path, name = change.field.split(".")
        place = data
        for step in path:
            place = place.setdefault(step, {})
        place.pop(name, None)
        if change.after is not None:
            place[name] = change.after
    return data


def test_fields_come_in_the_order_of_the_format_however_the_mapping_is_ordered() -> None:
    changed = replace(COUCH, name="Other", steps=("One.",), note="", stress=(StressTag.PRONE,))
    shuffled = dict(sorted(encode(changed).items(), reverse=True))
    fields = [change.field for change in compare(encode(COUCH), shuffled)]
    assert fields == ["name", "steps", "stress", "note"]


def test_a_field_that_no_document_has_any_more_is_compared_all_the_same() -> None:
    assert compare({"colour": "red"}, {"name": "a"}) == (
        Change("name", None, "a"),
        Change("colour", "red", None),
    )
