"""Importing: the same bytes again after a round trip, all or nothing, and never an exercise onto the site."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exercises.domain.decoding import encode
from exercises.domain.document import ExerciseDocument
from exercises.domain.vocabulary import Origin, Status
from exercises.domain.yaml_text import to_yaml
from exercises.models import (
    Condition,
    Contraindication,
    Exercise,
    Guide,
    Programme,
    Reference,
    Routine,
    Version,
)
from exercises.services.export_catalogue import Export, export_catalogue, zipped
from exercises.services.import_catalogue import (
    CatalogueMovedError,
    import_catalogue,
)
from exercises.services.load_catalogue import load_catalogue
from exercises.services.parse_bundle import parse_bundle
from exercises.services.plan_import import plan_import
from exercises.services.publish_exercise import publish_exercise
from exercises.services.read_bundle import Bundle, read_zip
from exercises.services.staff_rules import NotReadyError
from exercises.services.start_draft import start_draft
from exercises.services.submit_draft import submit_draft
from exercises.services.write_document import describe, digest
from tests.catalogue import FOLDER
from tests.exercises.bundles import (
    CONDITION,
    COUCH,
    GUIDE,
    NOW,
    do,
    edited_copy,
    member,
    shipped,
)
from tests.factories import AthleteFactory


@pytest.fixture
def everyone(db: None) -> User:
    """Somebody who may do everything."""
    return member(is_superuser=True)


def empty() -> None:
    Condition.objects.update(follows=None)
    for rows in (Programme, Guide, Routine, Contraindication):
        rows.objects.all().delete()
    Exercise.everything.all().delete()
    for model in (Condition, Reference, Version):
        model.objects.all().delete()


# --- round trips ------------------------------------------------------------------------------------------


def test_a_round_trip_into_the_same_catalogue_changes_nothing(catalogue: None, everyone: User) -> None:
    content = zipped(export_catalogue())
    versions = Version.objects.count()
    plan = do(read_zip(content=content, name="a.zip"), everyone)
    assert (len(plan.new), len(plan.changed)) == (0, 0)
    assert zipped(export_catalogue()) == content
    assert Version.objects.count() == versions
    assert Exercise.everything.count() == Exercise.objects.count()


def test_a_round_trip_into_an_empty_database_is_the_same_to_the_byte(catalogue: None, everyone: User) -> None:
    content = zipped(export_catalogue())
    empty()
    plan = do(read_zip(content=content, name="a.zip"), everyone, "A new home")
    assert len(plan.new) == len(plan.entries) > 150
    assert zipped(export_catalogue()) == content
    assert set(Exercise.objects.values_list("status", "edited_by")) == {(Status.DRAFT, everyone.pk)}
    assert not Version.objects.filter(kind="exercises").exists()
    assert (
        Version.objects.filter(origin=Origin.EDITED, reason="A new home").count()
        == len(plan.new) - plan.drafts
    )


def test_what_staff_changed_survives_a_round_trip(catalogue: None, everyone: User) -> None:
    Exercise.objects.filter(slug="couch-stretch-wall").update(note="  Two\r\nlines: #1 — “so”.\n\n\tAnd ¾.  ")
    Guide.objects.filter(slug="low-back-pain").update(body="- *a*: `b`\n\n> c\n    code\n")
    Reference.objects.filter(slug="founding-article").update(title='"Quoted": yes')
    content = zipped(export_catalogue())
    empty()
    do(read_zip(content=content, name="a.zip"), everyone)
    assert zipped(export_catalogue()) == content


def test_imported_exercises_follow_the_shipped_files_once_they_say_the_same(
    catalogue: None, everyone: User
) -> None:
    content = zipped(export_catalogue())
    empty()
    do(read_zip(content=content, name="a.zip"), everyone)
    report = load_catalogue(folder=FOLDER)
    assert report.created == 0
    assert Exercise.objects.exclude(status=Status.DRAFT).count() == 0


# --- what an import does ----------------------------------------------------------------------------------


def test_a_changed_exercise_becomes_a_working_copy_that_a_reviewer_publishes(catalogue: None) -> None:
    editor, reviewer = member("Catalogue editors"), member("Clinical reviewers")
    bundle = {COUCH: shipped(COUCH, "A strong stretch", "A very strong stretch")}
    plan = do(bundle, editor)
    assert [(one.field, one.after[:6]) for one in plan.changed[0].changes] == [("summary", "A very")]
    live = Exercise.objects.for_document().get(slug="couch-stretch-wall")
    copy = Exercise.everything.for_document().get(revises=live)
    assert (live.summary[:8], copy.summary[:6]) == ("A strong", "A very")
    assert (copy.status, copy.edited_by, copy.slug) == (Status.DRAFT, editor, f"~{live.pk}")
    assert copy.loaded_digest == digest(describe(live))
    assert describe(copy) == parse_bundle(bundle)[0][ExerciseDocument]["couch-stretch-wall"]
    submit_draft(draft=copy, by=editor)
    publish_exercise(draft=copy, by=reviewer, role="physiotherapist", reason="", now=NOW)
    assert (
        export_catalogue(slugs=["couch-stretch-wall"]).files[COUCH].startswith(b"name: Couch stretch, wall")
    )
    assert not plan_import(bundle=bundle, by=editor).writes


def test_the_same_import_again_finds_its_draft_waiting(catalogue: None, everyone: User) -> None:
    bundle = {COUCH: shipped(COUCH, "A strong stretch", "A very strong stretch")}
    do(bundle, everyone)
    plan = plan_import(bundle=bundle, by=everyone)
    assert (plan.problems, plan.writes) == ((), ())
    assert plan.unchanged[0].is_waiting


def test_a_working_copy_that_nobody_edited_yet_is_written_over(catalogue: None, everyone: User) -> None:
    live = Exercise.objects.get(slug="couch-stretch-wall")
    copy = start_draft(exercise=live, by=member("Catalogue editors"))
    do({COUCH: shipped(COUCH, "A strong stretch", "A very strong stretch")}, everyone)
    copy.refresh_from_db()
    assert copy.summary.startswith("A very")
    assert copy.edited_by == everyone
    assert Exercise.everything.filter(revises=live).count() == 1


def test_a_condition_is_written_at_once_and_what_it_said_is_kept(catalogue: None, everyone: User) -> None:
    Version.objects.filter(kind="conditions", slug="knee-problem").delete()
    own_rules = Contraindication.objects.filter(condition__slug="knee-problem").exclude(exercise=None)
    kept = list(own_rules.values_list("pk", flat=True))
    assert kept
    before = Condition.objects.get(slug="knee-problem").name
    file = "conditions/knee-problem.yaml"
    do({file: shipped(file, "name: ", "name: The ")}, everyone, "Named better")
    newest, oldest = Version.objects.of("conditions", "knee-problem")
    assert (newest.document["name"], newest.editor_name != "") == (f"The {before}", True)
    assert (oldest.document["name"], oldest.origin, newest.origin) == (before, Origin.ADOPTED, Origin.EDITED)
    assert list(own_rules.values_list("pk", flat=True)) == kept


def test_new_entries_may_name_each_other(catalogue: None, everyone: User) -> None:
    new = {
        "references/a-study.yaml": b"kind: study\ntitle: A study\nfinding: It found much.\n",
        "exercises/one-more.yaml": shipped(COUCH).replace(b"sources: [", b"sources: [a-study, "),
        "conditions/a-first.yaml": shipped(CONDITION),
        "conditions/b-second.yaml": shipped(CONDITION) + b"follows: a-first\n",
        "routines/one-more.yaml": b"name: A\norder: 1\nsummary: B\nsources: [a-study]\n"
        b"items: [{exercise: one-more}]\n",
        "programmes/one-more.yaml": b"name: A\norder: 1\nsummary: B\nsources: []\n"
        b"pattern: {kind: weekly, tracks: [{routine: one-more, times: {min: 2}}]}\n",
        "guides/one-more.yaml": b"title: A\norder: 1\nsummary: B\nsources: []\n"
        b"body: See [it](exercise:one-more) and [that](ref:a-study).\n",
    }
    plan = do(new, everyone)
    assert (len(plan.new), plan.problems) == (7, ())
    assert not plan_import(bundle=new, by=everyone).writes
    assert Condition.objects.get(slug="b-second").follows == Condition.objects.get(slug="a-first")
    assert Exercise.objects.get(slug="one-more").status is Status.DRAFT


# --- between the preview and the import -------------------------------------------------------------------


@pytest.mark.parametrize(
    "move",
    [
        lambda: Exercise.objects.filter(slug="couch-stretch-wall").update(note="Other."),
        lambda: Exercise.objects.filter(slug="couch-stretch-wall").update(status=Status.ARCHIVED),
        lambda: edited_copy(member("Catalogue editors")),
        lambda: Guide.objects.filter(slug="low-back-pain").delete(),
    ],
    ids=["edited", "archived", "drafted", "deleted"],
)
def test_what_moved_since_the_preview_stops_the_import(
    catalogue: None, everyone: User, move: Callable[[], object]
) -> None:
    bundle = {COUCH: shipped(COUCH, "level: 3", "level: 1"), GUIDE: shipped(GUIDE, "title: ", "title: On ")}
    plan = plan_import(bundle=bundle, by=everyone)
    move()
    before = zipped(export_catalogue())
    with pytest.raises(CatalogueMovedError) as caught:
        import_catalogue(bundle=bundle, by=everyone, reason="", token=plan.token, now=NOW)
    assert caught.value.plan.token != plan.token
    assert zipped(export_catalogue()) == before


def test_another_file_or_another_person_needs_a_preview_of_their_own(catalogue: None, everyone: User) -> None:
    bundle = {GUIDE: shipped(GUIDE, "title: ", "title: On ")}
    token = plan_import(bundle=bundle, by=everyone).token
    for files, person in (
        ({GUIDE: shipped(GUIDE, "title: ", "title: Of ")}, everyone),
        (bundle, member(is_superuser=True)),
    ):
        with pytest.raises(CatalogueMovedError):
            import_catalogue(bundle=files, by=person, reason="", token=token, now=NOW)


def test_a_reason_that_is_too_long_is_refused(catalogue: None, everyone: User) -> None:
    bundle = {GUIDE: shipped(GUIDE, "title: ", "title: On ")}
    with pytest.raises(NotReadyError):
        do(bundle, everyone, "x" * 501)


# --- how much work it is ----------------------------------------------------------------------------------


def thousand(level: int) -> Bundle:
    """A thousand exercises on one long ladder, with something of each part: more would take only longer."""
    (whole,) = parse_bundle({COUCH: shipped(COUCH)})[0][ExerciseDocument].values()
    assert isinstance(whole, ExerciseDocument)
    parts = {"steps": 3, "faults": 1, "sources": 2, "easier": 1, "contraindications": 1}
    few = {name: getattr(whole, name)[:count] for name, count in parts.items()}
    text = to_yaml(encode(replace(whole, level=level, note="", **few)))
    return {
        f"exercises/many-{n}.yaml": text.replace(
            "half-kneeling-flexor-stretch", f"many-{(n + 1) % 1000}"
        ).encode()
        for n in range(1000)
    }


def test_a_thousand_exercises_take_few_queries(catalogue: None, everyone: User) -> None:
    bundle = read_zip(content=zipped(Export(dict(sorted(thousand(3).items())))), name="a.zip")
    for expected in ("new", "changed"):
        with CaptureQueriesContext(connection) as queries:
            plan = plan_import(bundle=bundle, by=everyone)
        assert len(getattr(plan, expected)) == 1000
        assert plan.problems == ()
        assert len(queries) <= 40
        with CaptureQueriesContext(connection) as queries:
            import_catalogue(bundle=bundle, by=everyone, reason="", token=plan.token, now=NOW)
        assert len(queries) <= 400
        Exercise.objects.filter(slug__startswith="many-").update(status=Status.PUBLISHED, published_at=NOW)
        bundle = thousand(2)
    assert Exercise.everything.exclude(revises=None).count() == 1000


# --- the command ------------------------------------------------------------------------------


@pytest.fixture
def one_change(tmp_path: Path) -> str:
    (tmp_path / "in/guides").mkdir(parents=True)
    (tmp_path / "in" / GUIDE).write_bytes(shipped(GUIDE, "title: ", "title: On "))
    return str(tmp_path / "in")


def test_the_command_shows_first_and_writes_when_told(
    catalogue: None, everyone: User, one_change: str, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("import_catalogue", one_change)
    shown = capsys.readouterr().out
    assert f"{GUIDE}: changed\n  title: 'Low back pain' → 'On Low back pain'" in shown
    assert "0 new, 1 changed, 0 unchanged." in shown
    assert "Nothing was written." in shown
    assert not Guide.objects.filter(title__startswith="On ").exists()
    call_command(
        "import_catalogue", one_change, "--apply", "--by", everyone.email.upper(), "--why", "Clearer"
    )
    assert Guide.objects.filter(title__startswith="On ").exists()
    version = Version.objects.of("guides", "low-back-pain").first()
    assert version is not None
    assert (version.edited_by, version.reason) == (everyone, "Clearer")


def test_the_command_refuses_in_words(
    catalogue: None, everyone: User, one_change: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CommandError, match="--by EMAIL"):
        call_command("import_catalogue", one_change, "--apply")
    with pytest.raises(CommandError, match="no account of staff"):
        call_command("import_catalogue", one_change, "--by", "nobody@example.org")
    with pytest.raises(CommandError, match="no account of staff"):
        call_command("import_catalogue", one_change, "--by", AthleteFactory().user.email)
    with pytest.raises(CommandError, match="1 problem; nothing was imported"):
        call_command("import_catalogue", one_change, "--apply", "--by", member().email)
    assert "exercises.change_guide" in capsys.readouterr().err
    (tmp_path / "in" / GUIDE).write_bytes(shipped(GUIDE, "title: Low back pain", "title: 12"))
    with pytest.raises(CommandError, match="1 problem; nothing was imported"):
        call_command("import_catalogue", one_change)
    assert f"{GUIDE}, line 1: title: must be text" in capsys.readouterr().err
    with pytest.raises(CommandError, match="1 problem; nothing was imported"):
        call_command("import_catalogue", str(tmp_path / "nowhere"))
