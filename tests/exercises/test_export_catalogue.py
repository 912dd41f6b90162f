"""Exporting: always the same bytes, and text that reads back as what it was written from."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command
from hypothesis import example, given
from hypothesis import strategies as st

from exercises.domain.decoding import encode
from exercises.domain.document import DOCUMENT_TYPES, Document, ExerciseDocument, GuideDocument
from exercises.domain.yaml_text import WIDTH, to_yaml
from exercises.models import Condition, Exercise, Routine
from exercises.services.export_catalogue import export_catalogue, zipped
from exercises.services.read_catalogue import parse_document, read_catalogue
from exercises.services.start_draft import start_draft
from tests.catalogue import FOLDER
from tests.exercises.test_decoding import conditions, exercises
from tests.factories import AthleteFactory, ExerciseFactory, RoutineFactory

LOADERS = [yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)]

awkward = st.text(
    st.sampled_from(list("ab 0.:#-?'\"\\|>%@`!&*,[]{}=~\t\n\x85\u2028\xa0\xad\ufeff\u200b\x7f\uffffé😀"))
    | st.characters(exclude_categories=["Cs"], exclude_characters="\0")
)
meanings = st.sampled_from(
    [
        "yes",
        "No",
        "null",
        "~",
        "1:30",
        "0x1f",
        "1e3",
        "2026-01-01",
        "=",
        "<<",
        "- a",
        "? a",
        "---",
        "...",
        "# a",
    ]
)
texts = awkward | meanings | st.lists(meanings | awkward, min_size=20, max_size=40).map(" ".join)
plain = st.dictionaries(
    st.sampled_from(["name", "steps", "dosage", "note"]),
    st.recursive(
        texts | st.integers() | st.booleans(),
        lambda inner: (
            st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["a", "b"]), inner, min_size=1)
        ),
        max_leaves=8,
    ),
    min_size=1,
)


@given(plain)
@example({"name": "a" * 200})
@example({"name": " a" * 100, "note": "b " * 100})
@example({"steps": [{"a": "x " * 80, "b": ["y", {"a": "one\ntwo"}]}]})
def test_any_text_reads_back_as_it_was_by_both_readers(document: dict[str, Any]) -> None:
    written = to_yaml(document)
    for loader in LOADERS:
        assert yaml.load(written, Loader=loader) == document  # noqa: S506, both are safe ones


@given(exercises | conditions)
def test_a_document_is_written_and_read_as_the_same(document: Document) -> None:
    written = to_yaml(encode(document))
    again = parse_document(kind=type(document), slug="a", content=written.encode())
    assert again == document
    assert to_yaml(encode(again)) == written


@pytest.mark.parametrize("kind", DOCUMENT_TYPES)
def test_shipped_documents_are_written_in_lines_that_can_be_read(kind: type[Document]) -> None:
    for slug, document in read_catalogue(folder=FOLDER)[kind].items():
        written = to_yaml(encode(document))
        assert parse_document(kind=kind, slug=slug, content=written.encode()) == document
        if kind is not GuideDocument:
            assert max(map(len, written.splitlines())) <= WIDTH


def test_the_text_looks_as_a_person_would_write_it() -> None:
    long = (
        "Kneel with your back to the wall, one knee on the pad, and the shin of that leg up against the wall."
    )
    document = {
        "name": "Couch stretch, wall",
        "level": 3,
        "dosage": {"hold_s": [30, 60], "each": "side"},
        "steps": [long, "Tuck."],
        "faults": [{"fault": "The back arches: too far.", "fix": "Come down."}],
        "sources": ["a", "b"],
        "note": "One.\n\nTwo.",
        "follows": "yes",
    }
    assert to_yaml(document).splitlines() == [
        "name: Couch stretch, wall",
        "level: 3",
        "dosage: {hold_s: [30, 60], each: side}",
        "steps:",
        f"  - {long}",
        "  - Tuck.",
        "faults:",
        '  - fault: "The back arches: too far."',
        "    fix: Come down.",
        "sources: [a, b]",
        "note: |-",
        "  One.",
        "",
        "  Two.",
        'follows: "yes"',
    ]


def test_long_text_is_folded() -> None:
    lines = to_yaml({"note": "word " * 40 + "end"}).splitlines()
    assert lines[0] == "note: >-"
    assert [len(line) <= WIDTH for line in lines] == [True] * 3


def test_the_whole_catalogue_is_exported_as_the_files_that_it_was_loaded_from(catalogue: None) -> None:
    export = export_catalogue()
    shipped = read_catalogue(folder=FOLDER)
    assert list(export.files) == sorted(
        path.relative_to(FOLDER).as_posix() for path in FOLDER.glob("*/*.yaml")
    )
    for kind, documents in shipped.items():
        for slug, document in documents.items():
            content = export.files[f"{kind.folder}/{slug}.yaml"]
            assert parse_document(kind=kind, slug=slug, content=content) == document
    assert export.left_out == ()


def test_a_zip_is_the_same_bytes_each_time_with_names_in_order(catalogue: None) -> None:
    ways = [zipped(export_catalogue()) for _ in range(2)]
    assert ways[0] == ways[1]
    with zipfile.ZipFile(io.BytesIO(ways[0])) as archive:
        assert archive.namelist() == sorted(archive.namelist())
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_working_copy_is_not_exported(catalogue: None) -> None:
    before = export_catalogue().files
    live = Exercise.objects.get(slug="couch-stretch-wall")
    copy = start_draft(exercise=live, by=AthleteFactory(user__is_superuser=True).user)
    Exercise.everything.filter(pk=copy.pk).update(name="Other")
    assert export_catalogue().files == before


def test_a_draft_that_was_never_published_is_exported(catalogue: None) -> None:
    Exercise.objects.filter(slug="couch-stretch-wall").update(status="draft")
    assert "exercises/couch-stretch-wall.yaml" in export_catalogue(kinds=[ExerciseDocument]).files


def test_what_no_file_can_hold_is_left_out_and_named(db: None) -> None:
    ExerciseFactory(slug="half-done", status="draft")
    RoutineFactory(slug="empty")
    export = export_catalogue()
    assert export.files == {}
    assert {(one.file, one.field) for one in export.left_out} == {
        ("exercises/half-done.yaml", "steps"),
        ("routines/empty.yaml", "items"),
    }


def test_the_command_writes_a_folder_that_loads_and_a_zip(catalogue: None, tmp_path: Path) -> None:
    call_command("export_catalogue", str(tmp_path / "out"), verbosity=0)
    assert read_catalogue(folder=tmp_path / "out") == read_catalogue(folder=FOLDER)
    call_command("export_catalogue", str(tmp_path / "out.zip"))
    assert (tmp_path / "out.zip").read_bytes() == zipped(export_catalogue())


def test_the_command_writes_a_selection(catalogue: None, tmp_path: Path) -> None:
    call_command("export_catalogue", str(tmp_path / "a"), "--kind", "conditions", "--kind", "routines")
    written = {path.parent.name for path in (tmp_path / "a").glob("*/*.yaml")}
    assert written == {"conditions", "routines"}
    assert len(list((tmp_path / "a").glob("*/*"))) == Condition.objects.count() + Routine.objects.count()
    call_command("export_catalogue", str(tmp_path / "b"), "--slug", "couch-stretch-wall")
    assert [path.name for path in (tmp_path / "b").glob("*/*")] == ["couch-stretch-wall.yaml"]


def test_the_command_refuses_what_it_would_write_over_and_what_is_not_there(
    catalogue: None, tmp_path: Path
) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old/file").write_text("mine")
    with pytest.raises(CommandError, match="not an empty folder"):
        call_command("export_catalogue", str(tmp_path / "old"))
    with pytest.raises(CommandError, match="slug nothing-here"):
        call_command("export_catalogue", str(tmp_path / "new"), "--slug", "nothing-here")
    assert not (tmp_path / "new").exists()


def test_the_command_says_what_it_leaves_out(
    db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ExerciseFactory(slug="half-done", status="draft")
    call_command("export_catalogue", str(tmp_path / "a.zip"))
    assert "exercises/half-done.yaml: steps: at least one" in capsys.readouterr().err
