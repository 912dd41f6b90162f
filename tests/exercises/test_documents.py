"""A row of the catalogue and its document say the same, both ways."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exercises.domain.decoding import DocumentError, decode, encode
from exercises.domain.document import (
    ConditionDocument,
    Document,
    ExerciseDocument,
    Fault,
    GuideDocument,
    Neighbour,
    ProgrammeDocument,
    RoutineDocument,
)
from exercises.models import Contraindication, Exercise, Progression
from exercises.models import Fault as FaultRow
from exercises.services.apply_document import apply_document, write_row
from exercises.services.read_catalogue import read_catalogue
from exercises.services.write_document import MODELS, describe, digest
from tests.catalogue import FOLDER

SHIPPED = read_catalogue(folder=FOLDER)
ALL = [(kind, slug) for kind, documents in SHIPPED.items() for slug in documents]


def in_database(kind: type[Document], slug: str) -> Document:
    return describe(MODELS[kind].objects.for_document().get(slug=slug))


def say(slug: str, document: Document) -> None:
    """Make a row say what a document says, whatever its status."""
    row = MODELS[type(document)].objects.for_document().get(slug=slug)
    write_row(slug=slug, document=document, row=row)


def test_every_shipped_row_describes_itself_as_its_file_does(catalogue: None) -> None:
    for kind, documents in SHIPPED.items():
        rows = MODELS[kind].objects.for_document()
        assert {row.slug: describe(row) for row in rows} == documents


@pytest.mark.parametrize(("kind", "slug"), ALL, ids=str)
def test_every_shipped_document_survives_writing_and_reading(kind: type[Document], slug: str) -> None:
    document = SHIPPED[kind][slug]
    again = decode(kind, encode(document))
    assert again == document
    assert digest(again) == digest(document)


def test_applying_what_a_row_says_already_writes_nothing(catalogue: None) -> None:
    document = SHIPPED[ExerciseDocument]["couch-stretch-wall"]
    with CaptureQueriesContext(connection) as queries:
        apply_document(slug="couch-stretch-wall", document=document)
    assert not [one["sql"] for one in queries if one["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}]


@pytest.mark.parametrize(
    ("kind", "slug", "change"),
    [
        (ExerciseDocument, "couch-stretch-wall", {"steps": ("Do less.",), "faults": (Fault("a", "b"),)}),
        (
            ExerciseDocument,
            "couch-stretch-wall",
            {"easier": (), "harder": (Neighbour("frog-rock", "Soon."),)},
        ),
        (ExerciseDocument, "couch-stretch-wall", {"contraindications": (), "sources": ("common-practice",)}),
        (ExerciseDocument, "couch-stretch-wall", {"synonyms": ("one", "two"), "equipment": (), "note": ""}),
        (ConditionDocument, "labral-tear", {"rules": ()}),
        (ConditionDocument, "hip-replacement-posterior", {"general": None}),
        (RoutineDocument, "leg-exercises", {"items": SHIPPED[RoutineDocument]["leg-exercises"].items[::-1]}),
        (ProgrammeDocument, "advanced", {"cautions": ("One.", "Two.")}),
        (GuideDocument, "measuring-it", {"body": "One line.\n\nAnother.", "sources": ()}),
    ],
)
def test_a_changed_document_is_what_the_row_says_afterwards(
    catalogue: None, kind: type[Document], slug: str, change: dict[str, object]
) -> None:
    changed = replace(SHIPPED[kind][slug], **change)
    assert changed != SHIPPED[kind][slug]
    say(slug, changed)
    assert in_database(kind, slug) == changed


def test_a_new_row_can_be_made_from_another_ones_document(catalogue: None) -> None:
    document = replace(SHIPPED[ExerciseDocument]["frog-rock"], easier=(), harder=())
    row = apply_document(slug="frog-rock-too", document=document)
    assert row.loaded_digest == ""
    assert in_database(ExerciseDocument, "frog-rock-too") == document


def test_a_conditions_rules_leave_the_rules_of_single_exercises_alone(catalogue: None) -> None:
    direct = Contraindication.objects.filter(condition__slug="back-problem").exclude(exercise=None)
    before = set(direct.values_list("pk", flat=True))
    document = SHIPPED[ConditionDocument]["back-problem"]
    apply_document(slug="back-problem", document=replace(document, name="Your back", rules=(), general=None))
    assert set(direct.values_list("pk", flat=True)) == before
    assert before


def test_an_exercise_keeps_the_steps_of_other_exercises_toward_it(catalogue: None) -> None:
    toward = Progression.objects.filter(other__slug="couch-stretch-wall").count()
    document = SHIPPED[ExerciseDocument]["couch-stretch-wall"]
    say("couch-stretch-wall", replace(document, easier=()))
    assert Progression.objects.filter(other__slug="couch-stretch-wall").count() == toward == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "x" * 121}, "name"),
        ({"faults": (Fault("fine", "x" * 301),)}, "faults[0].fix"),
        ({"easier": (Neighbour("nowhere", "Never."),)}, "easier[0].exercise"),
        ({"sources": ("nowhere",)}, "sources[0]"),
    ],
)
def test_what_the_models_refuse_is_named_by_the_documents_field(
    catalogue: None, change: dict[str, object], field: str
) -> None:
    document = SHIPPED[ExerciseDocument]["couch-stretch-wall"]
    with pytest.raises(DocumentError) as caught:
        say("couch-stretch-wall", replace(document, **change))
    assert [problem.field for problem in caught.value.problems] == [field]
    assert in_database(ExerciseDocument, "couch-stretch-wall") == document


def test_text_that_a_browser_sent_describes_itself_the_same(catalogue: None) -> None:
    row = Exercise.objects.get(slug="couch-stretch-wall")
    row.note, row.cautions = f"{row.note} \r\n", row.cautions.replace("\n", "\r\n")
    row.save()
    fault = FaultRow.objects.filter(exercise=row).first()
    fault.fix += " "
    fault.save()
    assert in_database(ExerciseDocument, row.slug) == SHIPPED[ExerciseDocument][row.slug]
