"""Loading the catalogue: everything or nothing, again and again, and never over what staff have edited."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exercises.domain.vocabulary import Origin, Status
from exercises.models import Condition, Exercise, Guide, Programme, Reference, Routine, Step, Version
from exercises.services.check_catalogue import CatalogueError
from exercises.services.edit_draft import edit_draft
from exercises.services.load_catalogue import LoadReport, load_catalogue
from exercises.services.start_draft import start_draft
from exercises.services.write_document import digest
from tests.catalogue import FOLDER
from tests.factories import ExerciseFactory, GuideFactory
from tests.staff import editor, published, reviewer, says

COUCH_SLUG = "couch-stretch-wall"
COUCH = f"exercises/{COUCH_SLUG}.yaml"
KINDS = (Reference, Condition, Exercise, Routine, Programme, Guide)
FILES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.glob("*/*.yaml"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped files, to be spoilt."""
    return Path(shutil.copytree(FOLDER, tmp_path / "catalogue"))


def change(folder: Path, file: str, edit: Callable[[dict[str, Any]], Any]) -> None:
    path = folder / file
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    edit(data)
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")


def in_all() -> int:
    return sum(model.objects.count() for model in KINDS)


def writes(queries: CaptureQueriesContext) -> list[str]:
    return [one["sql"] for one in queries if one["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}]


def test_first_load_makes_a_row_for_every_file(db: None) -> None:
    report = load_catalogue(folder=FOLDER)
    assert report == LoadReport(created=len(FILES), updated=0, unchanged=0, left_alone=(), gone=())
    assert in_all() == len(FILES)
    assert not any(model.objects.filter(loaded_digest="").exists() for model in KINDS)


def test_second_load_writes_nothing_and_is_quick(catalogue: None) -> None:
    before = list(Exercise.objects.values_list("slug", "updated_at"))
    with CaptureQueriesContext(connection) as queries:
        started = time.process_time()
        report = load_catalogue(folder=FOLDER)
        took = time.process_time() - started
    assert report == LoadReport(created=0, updated=0, unchanged=len(FILES), left_alone=(), gone=())
    assert writes(queries) == []
    assert len(queries) <= 30
    assert took < 1.5
    assert list(Exercise.objects.values_list("slug", "updated_at")) == before


def test_a_changed_file_changes_its_row_alone(catalogue: None, folder: Path) -> None:
    untouched = dict(Exercise.objects.exclude(slug="couch-stretch-wall").values_list("slug", "updated_at"))
    change(folder, COUCH, lambda data: data["steps"].append("Rest a moment."))
    report = load_catalogue(folder=folder)
    assert report == LoadReport(0, updated=1, unchanged=len(FILES) - 1, left_alone=(), gone=())
    steps = Step.objects.filter(exercise__slug="couch-stretch-wall")
    assert steps.last().text == "Rest a moment."
    assert (
        dict(Exercise.objects.exclude(slug="couch-stretch-wall").values_list("slug", "updated_at"))
        == untouched
    )
    assert load_catalogue(folder=folder).unchanged == len(FILES)


@pytest.mark.parametrize(
    "edit",
    [
        lambda row: Exercise.objects.filter(pk=row.pk).update(name="Renamed"),
        lambda row: row.steps.first().delete(),
        lambda row: row.faults.update(fix="Otherwise."),
        lambda row: row.progressions.first().delete(),
        lambda row: row.sources.clear(),
        lambda row: row.contraindications.update(advice="Be careful."),
    ],
    ids=["name", "steps", "faults", "ladder", "sources", "rules"],
)
def test_a_staff_edit_survives_and_is_reported(
    catalogue: None, folder: Path, edit: Callable[[Exercise], object]
) -> None:
    row = Exercise.objects.get(slug="couch-stretch-wall")
    edit(row)
    change(folder, COUCH, lambda data: data.update(summary="A newer summary."))
    with CaptureQueriesContext(connection) as queries:
        report = load_catalogue(folder=folder)
    assert report.left_alone == (COUCH,)
    assert (report.created, report.updated, report.unchanged) == (0, 0, len(FILES) - 1)
    assert writes(queries) == []
    assert load_catalogue(folder=FOLDER).left_alone == (COUCH,)


def test_a_row_that_staff_made_under_a_shipped_slug_is_left_alone(db: None) -> None:
    own = ExerciseFactory(slug="couch-stretch-wall", name="Our own")
    report = load_catalogue(folder=FOLDER)
    assert report.left_alone == (COUCH,)
    own.refresh_from_db()
    assert own.name == "Our own"


@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW])
def test_a_draft_under_a_shipped_slug_stays_a_draft(catalogue: None, status: Status) -> None:
    shipped = says(Exercise.objects.get(slug=COUCH_SLUG))
    Exercise.objects.get(slug=COUCH_SLUG).delete()
    Version.objects.filter(slug=COUCH_SLUG).delete()
    draft = ExerciseFactory(slug=COUCH_SLUG, status=Status.DRAFT, published_at=None)
    for document in (replace(shipped, name="Our own"), shipped):
        Exercise.objects.filter(pk=draft.pk).update(status=Status.DRAFT)
        edit_draft(draft=draft, document=document, by=editor())
        Exercise.objects.filter(pk=draft.pk).update(status=status, loaded_digest=digest(document))
        with CaptureQueriesContext(connection) as queries:
            report = load_catalogue(folder=FOLDER)
        assert COUCH in report.left_alone
        assert (report.created, report.updated, writes(queries)) == (0, 0, [])
        assert (says(draft), Exercise.objects.get(pk=draft.pk).status) == (document, status)
    assert not Version.objects.filter(slug=COUCH_SLUG).exists()


def test_working_copies_are_no_part_of_a_load(catalogue: None, folder: Path) -> None:
    draft = start_draft(exercise=Exercise.objects.get(slug=COUCH_SLUG), by=editor())
    before = says(draft)
    assert load_catalogue(folder=FOLDER).unchanged == len(FILES)
    change(folder, COUCH, lambda data: data.update(summary="A newer summary."))
    report = load_catalogue(folder=folder)
    assert (report.updated, report.left_alone, report.gone) == (1, (), ())
    assert says(draft) == before


def test_what_a_reviewer_signed_is_left_alone_though_it_says_what_was_shipped(
    catalogue: None, folder: Path
) -> None:
    version = published(Exercise.objects.get(slug=COUCH_SLUG), editor(), reviewer())
    assert load_catalogue(folder=FOLDER).left_alone == ()
    change(folder, COUCH, lambda data: data.update(summary="A newer summary."))
    assert load_catalogue(folder=folder).left_alone == (COUCH,)
    row = Exercise.objects.get(slug=COUCH_SLUG)
    assert (row.version, row.summary) == (version, version.document["summary"])


def test_a_change_that_is_loaded_is_kept_as_a_version_that_nobody_signed(
    catalogue: None, folder: Path
) -> None:
    change(folder, COUCH, lambda data: data.update(summary="A newer summary."))
    load_catalogue(folder=folder)
    version = Version.objects.of("exercises", COUCH_SLUG).first()
    assert version is not None
    assert (version.number, version.origin, version.is_reviewed) == (2, Origin.SHIPPED, False)
    assert version.document["summary"] == "A newer summary."
    assert Exercise.objects.get(slug=COUCH_SLUG).version == version
    assert Version.objects.filter(number=2).count() == 1


def test_what_stood_here_before_versions_were_kept_gets_one(catalogue: None) -> None:
    Exercise.objects.update(version=None)
    Version.objects.all().delete()
    Exercise.objects.filter(slug=COUCH_SLUG).update(name="Edited by staff")
    own = ExerciseFactory(slug="own", stress=("balance",))
    ExerciseFactory(slug="own-archived", status=Status.ARCHIVED)
    ExerciseFactory(slug="own-draft", status=Status.DRAFT, published_at=None)
    start_draft(exercise=own, by=editor())
    GuideFactory(slug="own-guide")
    load_catalogue(folder=FOLDER)
    adopted = Version.objects.filter(origin=Origin.ADOPTED)
    assert {(one.kind, one.slug) for one in adopted} == {
        ("exercises", COUCH_SLUG),
        ("exercises", "own"),
        ("exercises", "own-archived"),
        ("guides", "own-guide"),
    }
    assert Version.objects.filter(origin=Origin.SHIPPED).count() == len(FILES) - 1
    assert Exercise.objects.get(slug=COUCH_SLUG).version.document["name"] == "Edited by staff"
    with CaptureQueriesContext(connection) as queries:
        load_catalogue(folder=FOLDER)
    assert writes(queries) == []


def test_what_staff_deleted_is_not_made_again(catalogue: None) -> None:
    Exercise.objects.filter(slug=COUCH_SLUG).delete()
    Guide.objects.filter(slug="low-back-pain").delete()
    report = load_catalogue(folder=FOLDER)
    assert report.created == report.updated == 0
    # Deleting an exercise took it out of its neighbours' ladders: they count as edited.
    assert set(report.held_back) == {COUCH, "guides/low-back-pain.yaml"}
    assert set(report.left_alone) == {LADDER, "exercises/strap-quad-stretch.yaml"}
    assert not Exercise.objects.filter(slug=COUCH_SLUG).exists()


def test_what_names_something_deleted_is_held_back_with_it(catalogue: None, folder: Path) -> None:
    Reference.objects.filter(slug="tak-2017").delete()
    couch = yaml.safe_load((folder / COUCH).read_text(encoding="utf-8"))
    new = {**couch, "name": "New", "easier": [], "sources": ["tak-2017"]}
    (folder / "exercises/new-one.yaml").write_text(yaml.safe_dump(new))
    routine = {
        "name": "New",
        "order": 9,
        "summary": "New.",
        "items": [{"exercise": "new-one"}],
        "sources": [],
    }
    (folder / "routines/new-routine.yaml").write_text(yaml.safe_dump(routine))
    change(folder, COUCH, lambda data: data["sources"].append("tak-2017"))
    report = load_catalogue(folder=folder)
    assert (report.created, report.updated) == (0, 0)
    assert set(report.held_back) == {
        "references/tak-2017.yaml",
        "exercises/new-one.yaml",
        "routines/new-routine.yaml",
        COUCH,
    }


def test_a_staff_edit_that_is_shipped_later_follows_the_files_again(catalogue: None, folder: Path) -> None:
    Exercise.objects.filter(slug="couch-stretch-wall").update(summary="Better said.")
    change(folder, COUCH, lambda data: data.update(summary="Better said."))
    assert load_catalogue(folder=folder).left_alone == ()
    change(folder, COUCH, lambda data: data.update(summary="Better still."))
    assert load_catalogue(folder=folder).updated == 1
    assert Exercise.objects.get(slug="couch-stretch-wall").summary == "Better still."


def test_an_archived_exercise_stays_archived_and_follows_the_files(catalogue: None, folder: Path) -> None:
    Exercise.objects.filter(slug="couch-stretch-wall").update(status="archived")
    change(folder, COUCH, lambda data: data.update(summary="A newer summary."))
    assert load_catalogue(folder=folder).updated == 1
    row = Exercise.objects.get(slug="couch-stretch-wall")
    assert (row.status, row.summary) == ("archived", "A newer summary.")


def test_a_row_whose_file_is_gone_is_reported_and_kept(catalogue: None, folder: Path) -> None:
    (folder / "guides/low-back-pain.yaml").rename(folder / "guides/back.yaml")
    for path in folder.glob("*/*.yaml"):
        path.write_text(path.read_text(encoding="utf-8").replace("(guide:low-back-pain)", "(guide:back)"))
    ExerciseFactory(slug="made-by-staff")
    report = load_catalogue(folder=folder)
    assert report.gone == ("guides/low-back-pain.yaml",)
    assert report.created == 1
    assert Guide.objects.filter(slug="low-back-pain").exists()


def test_new_exercises_that_name_each_other_load_together(catalogue: None, folder: Path) -> None:
    couch = yaml.safe_load((folder / COUCH).read_text(encoding="utf-8"))
    for slug, ladder in (
        ("a-new-one", {"harder": [{"exercise": "z-new-one", "when": "Later."}]}),
        ("z-new-one", {"easier": [{"exercise": "a-new-one", "when": "Sooner."}]}),
    ):
        document = {**couch, "name": slug, "easier": [], "harder": [], **ladder}
        (folder / f"exercises/{slug}.yaml").write_text(yaml.safe_dump(document))
    assert load_catalogue(folder=folder).created == 2
    steps = Exercise.objects.get(slug="a-new-one").progressions.values_list("direction", "other__slug")
    assert list(steps) == [("harder", "z-new-one")]


def _write(file: str, text: str | bytes) -> Callable[[Path], object]:
    data = text.encode() if isinstance(text, str) else text
    return lambda folder: (folder / file).write_bytes(data)


def _changed(file: str, **values: Any) -> Callable[[Path], object]:
    return lambda folder: change(folder, file, lambda data: data.update(values))


def _appended(file: str, text: str) -> Callable[[Path], object]:
    return lambda folder: (folder / file).open("a", encoding="utf-8").write(text)


LADDER = "exercises/half-kneeling-flexor-stretch.yaml"
BAD = {
    "no YAML": (_write(COUCH, "name: [open"), COUCH, "", "is not good YAML: line "),
    "no UTF-8": (_write(COUCH, b"name: \xff\xfe"), COUCH, "", "UTF-8"),
    "a list": (_write(COUCH, "- name"), COUCH, "", "must be a mapping"),
    "empty": (_write(COUCH, ""), COUCH, "", "must be a mapping"),
    "no real date": (_write(COUCH, "name: 2020-13-45"), COUCH, "", "cannot be read"),
    "a tag of Python": (_write(COUCH, "!!python/object/apply:os.system [ls]"), COUCH, "", "is not good YAML"),
    "a key twice": (_appended(COUCH, "name: Again\n"), COUCH, "", "name stands twice"),
    "an inner key twice": (
        _appended("routines/leg-exercises.yaml", "sources: [founding-article]\n"),
        "routines/leg-exercises.yaml",
        "",
        "sources stands twice",
    ),
    "an unknown field": (_changed(COUCH, colour="red"), COUCH, "colour", "is not a field here"),
    "a missing field": (
        lambda folder: change(folder, COUCH, lambda data: data.pop("aim")),
        COUCH,
        "aim",
        "is missing",
    ),
    "a number for text": (_changed(COUCH, name=5), COUCH, "name", "must be text"),
    "blank text": (_changed(COUCH, name="  "), COUCH, "name", "is empty"),
    "text for a number": (_changed(COUCH, level="3"), COUCH, "level", "must be a whole number"),
    "level out of range": (_changed(COUCH, level=4), COUCH, "level", "must be 1, 2 or 3"),
    "an unknown word": (_changed(COUCH, aim="strength"), COUCH, "aim", "'strength' is not one of"),
    "an unknown word in a list": (
        _changed(COUCH, stress=["prone", "rolling"]),
        COUCH,
        "stress[1]",
        "'rolling'",
    ),
    "a word twice": (_changed(COUCH, equipment=["wall", "wall"]), COUCH, "equipment", "twice"),
    "too long": (_changed(COUCH, name="x" * 121), COUCH, "name", "at most 120"),
    "too long inside": (
        _changed(COUCH, faults=[{"fault": "x" * 201, "fix": "y"}]),
        COUCH,
        "faults[0].fault",
        "at most 200",
    ),
    "no dose": (_changed(COUCH, dosage={"sets": 2}), COUCH, "dosage", "needs reps, hold_s or both"),
    "a wrong range": (_changed(COUCH, dosage={"reps": [9, 3]}), COUCH, "dosage.reps", "between 1 and 1000"),
    "a wrong frequency": (
        _changed(COUCH, dosage={"reps": 3, "days_a_week": {"min": 5, "max": 2}}),
        COUCH,
        "dosage.days_a_week.min",
        "is above max",
    ),
    "too few steps": (_changed(COUCH, steps=["One.", "Two."]), COUCH, "steps", "fewer than three steps"),
    "no stress tags and nothing said of it": (
        _changed(COUCH, stress=[]),
        COUCH,
        "stress",
        "neither stress tags nor",
    ),
    "no source": (_changed(COUCH, sources=[]), COUCH, "sources", "at least one"),
    "an unknown source": (
        _changed(COUCH, sources=["hearsay"]),
        COUCH,
        "sources[0]",
        "references/hearsay.yaml",
    ),
    "a source twice": (_changed(COUCH, sources=["tak-2017", "tak-2017"]), COUCH, "sources", "twice"),
    "an unknown neighbour": (
        _changed(COUCH, harder=[{"exercise": "splits", "when": "Soon."}]),
        COUCH,
        "harder[0].exercise",
        "exercises/splits.yaml",
    ),
    "its own neighbour": (
        _changed(COUCH, harder=[{"exercise": "couch-stretch-wall", "when": "Soon."}]),
        COUCH,
        "harder",
        "not its own neighbour",
    ),
    "a ladder with one side": (_changed(COUCH, easier=[]), LADDER, "harder", "under easier"),
    "an unknown condition": (
        _changed(
            COUCH,
            contraindications=[{"condition": "x", "verdict": "avoid", "advice": "a", "source": "tak-2017"}],
        ),
        COUCH,
        "contraindications[0].condition",
        "conditions/x.yaml",
    ),
    "a rule for a red flag": (
        _changed(
            COUCH,
            contraindications=[
                {"condition": "red-flag-fever", "verdict": "avoid", "advice": "a", "source": "tak-2017"}
            ],
        ),
        COUCH,
        "contraindications[0].condition",
        "red flag",
    ),
    "a rule that allows": (
        _changed(
            "conditions/labral-tear.yaml",
            rules=[{"stress": "prone", "verdict": "allowed", "advice": "a", "source": "tak-2017"}],
        ),
        "conditions/labral-tear.yaml",
        "rules[0].verdict",
        "never allows",
    ),
    "an unknown exercise in a routine": (
        _changed("routines/leg-exercises.yaml", items=[{"exercise": "splits"}]),
        "routines/leg-exercises.yaml",
        "items[0].exercise",
        "exercises/splits.yaml",
    ),
    "an unknown routine in a programme": (
        _changed("programmes/advanced.yaml", pattern={"kind": "alternating", "tracks": [{"routine": "all"}]}),
        "programmes/advanced.yaml",
        "pattern.tracks[0].routine",
        "routines/all.yaml",
    ),
    "a dead link in a guide": (
        _changed("guides/measuring-it.yaml", body="See [this](guide:nowhere) and [that](ref:nobody)."),
        "guides/measuring-it.yaml",
        "body",
        "guides/nowhere.yaml",
    ),
    "a bad file name": (
        lambda folder: (folder / COUCH).rename(folder / "exercises/Couch Stretch.yaml"),
        "exercises/Couch Stretch.yaml",
        "",
        "lower-case words",
    ),
    "a misspelt ending": (
        _write("exercises/splits.yml", "name: Splits"),
        "exercises/splits.yml",
        "",
        ".yaml",
    ),
    "a misspelt folder": (
        lambda folder: (folder / "exercise").mkdir(),
        "exercise",
        "",
        "is none of the folders",
    ),
}


@pytest.mark.parametrize(("spoil", "file", "field", "reason"), BAD.values(), ids=BAD.keys())
def test_a_bad_file_is_refused_by_name_and_nothing_is_written(
    db: None, folder: Path, spoil: Callable[[Path], object], file: str, field: str, reason: str
) -> None:
    spoil(folder)
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(folder=folder)
    assert any(
        one.file == file and one.field == field and reason in one.reason for one in caught.value.problems
    ), caught.value.problems
    assert in_all() == 0


def test_every_problem_of_every_file_is_found_at_once(db: None, folder: Path) -> None:
    change(folder, COUCH, lambda data: data.update(name=5, level=9, aim="x"))
    change(folder, "routines/leg-exercises.yaml", lambda data: data.update(order="first"))
    change(folder, "guides/measuring-it.yaml", lambda data: data.update(body="(ref:nobody)"))
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(folder=folder)
    assert [(one.file, one.field) for one in caught.value.problems] == [
        (COUCH, "name"),
        (COUCH, "aim"),
        ("routines/leg-exercises.yaml", "order"),
        ("guides/measuring-it.yaml", "body"),
    ]


def test_a_refused_load_leaves_loaded_rows_as_they_were(catalogue: None, folder: Path) -> None:
    change(folder, "exercises/frog-rock.yaml", lambda data: data.update(name="Renamed"))
    change(folder, COUCH, lambda data: data.update(name="x" * 121))
    with pytest.raises(CatalogueError):
        load_catalogue(folder=folder)
    assert not Exercise.objects.filter(name="Renamed").exists()


def test_command_prints_one_line_of_counts_and_what_it_left_alone(catalogue: None) -> None:
    Exercise.objects.filter(slug="couch-stretch-wall").update(name="Renamed")
    out = StringIO()
    call_command("load_catalogue", stdout=out)
    first, *rest = out.getvalue().splitlines()
    assert first == f"0 created, 0 updated, {len(FILES) - 1} unchanged, 1 left alone."
    assert rest == [f"Left alone, edited by staff: {COUCH}"]


def test_command_prints_each_problem_and_fails(db: None, folder: Path) -> None:
    change(folder, COUCH, lambda data: data.update(level=4))
    err = StringIO()
    with pytest.raises(CommandError, match=r"1 problem; nothing was loaded\."):
        call_command("load_catalogue", folder=folder, stderr=err)
    assert err.getvalue() == f"{COUCH}: level: must be 1, 2 or 3\n"
    assert in_all() == 0


def test_command_refuses_a_folder_that_is_not_there(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        call_command("load_catalogue", f"--folder={tmp_path / 'nowhere'}", stderr=StringIO())
