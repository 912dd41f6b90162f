"""Published means reviewed and whole: no service, load or raw write gets round it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
import yaml
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from exercises.domain.decoding import DocumentError, encode
from exercises.domain.document import ExerciseDocument
from exercises.domain.dosage import Dosage
from exercises.domain.publication import missing
from exercises.domain.vocabulary import Origin, Status
from exercises.models import Exercise, Version
from exercises.services.apply_document import apply_document
from exercises.services.archive_exercise import offer_again
from exercises.services.bring_back_version import bring_back_version
from exercises.services.check_catalogue import CatalogueError
from exercises.services.edit_draft import edit_draft
from exercises.services.keep_edit import keep_edit
from exercises.services.load_catalogue import load_catalogue
from exercises.services.publish_exercise import NotReadyError, publish_exercise
from exercises.services.start_draft import start_draft
from exercises.services.submit_draft import submit_draft
from exercises.services.write_document import describe
from tests.catalogue import FOLDER
from tests.factories import ExerciseFactory, UserFactory
from tests.staff import NOW, ROLE, editor, reviewer, says, submitted

COUCH = "couch-stretch-wall"
LACKING: dict[str, dict[str, Any]] = {
    "two steps": {"steps": ("One.", "Two.")},
    "no source": {"sources": ()},
    "no dosage": {"dosage": Dosage()},
    "neither tags nor a word on it": {"stress": ()},
}


@pytest.fixture
def couch(catalogue: None) -> Exercise:
    return Exercise.objects.get(slug=COUCH)


def root() -> User:
    """Return somebody who may do everything, the rules of publication excepted."""
    return UserFactory(is_superuser=True, is_staff=True)


def on_the_site() -> dict[str, ExerciseDocument]:
    return {
        one.slug: cast("ExerciseDocument", describe(one)) for one in Exercise.objects.current().for_document()
    }


def by_publishing(live: Exercise, document: ExerciseDocument, _folder: Path) -> None:
    draft = start_draft(exercise=live, by=root())
    edit_draft(draft=draft, document=document, by=root())
    submit_draft(draft=draft, by=root())
    publish_exercise(draft=draft, by=root(), role=ROLE, reason="", now=NOW)


def by_publishing_anew(live: Exercise, document: ExerciseDocument, _folder: Path) -> None:
    draft = apply_document(slug="of-our-own", document=replace(document, easier=(), harder=()))
    assert isinstance(draft, Exercise)
    submit_draft(draft=draft, by=root())
    publish_exercise(draft=draft, by=root(), role=ROLE, reason="", now=NOW)


def by_writing_into_the_live_row(live: Exercise, document: ExerciseDocument, _folder: Path) -> None:
    apply_document(slug=live.slug, document=document)


def by_editing_the_live_row(live: Exercise, document: ExerciseDocument, _folder: Path) -> None:
    edit_draft(draft=live, document=document, by=root())


def by_bringing_back(live: Exercise, document: ExerciseDocument, _folder: Path) -> None:
    version = Version.objects.create(
        kind="exercises",
        slug=live.slug,
        number=2,
        document=encode(document),
        digest="",
        origin=Origin.ADOPTED,
        created_at=NOW,
    )
    bring_back_version(version=version, by=root(), role=ROLE, reason="", now=NOW)


def by_loading(live: Exercise, document: ExerciseDocument, folder: Path) -> None:
    (folder / f"exercises/{live.slug}.yaml").write_text(yaml.safe_dump(encode(document)))
    load_catalogue(folder=folder)


def by_keeping_an_edit(live: Exercise, document: ExerciseDocument, _folder: Path) -> None:
    keep_edit(row=live, by=root(), now=NOW)


DOORS = (
    by_publishing,
    by_publishing_anew,
    by_writing_into_the_live_row,
    by_editing_the_live_row,
    by_bringing_back,
    by_loading,
    by_keeping_an_edit,
)
REFUSALS = (NotReadyError, DocumentError, CatalogueError, TypeError)


@pytest.mark.parametrize("changes", LACKING.values(), ids=LACKING)
@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_what_is_not_whole_reaches_the_site_through_no_door(
    couch: Exercise,
    tmp_path: Path,
    door: Callable[[Exercise, ExerciseDocument, Path], None],
    changes: dict[str, Any],
) -> None:
    folder = Path(shutil.copytree(FOLDER, tmp_path / "catalogue"))
    document = replace(says(couch), **changes)
    assert missing(document)
    before = on_the_site()
    with pytest.raises(REFUSALS), transaction.atomic():
        door(couch, document, folder)
    assert on_the_site() == before


@pytest.mark.parametrize("door", [by_publishing, by_publishing_anew, by_bringing_back, by_loading])
def test_what_is_whole_reaches_the_site_through_the_same_doors(
    couch: Exercise, tmp_path: Path, door: Callable[[Exercise, ExerciseDocument, Path], None]
) -> None:
    folder = Path(shutil.copytree(FOLDER, tmp_path / "catalogue"))
    door(couch, replace(says(couch), name="Other"), folder)
    assert "Other" in {one.name for one in on_the_site().values()}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda row: row.steps.filter(position__gt=2).delete(),
        lambda row: row.sources.clear(),
        lambda row: Exercise.objects.filter(pk=row.pk).update(stress=()),
    ],
    ids=["steps", "sources", "stress"],
)
def test_what_is_not_whole_is_not_offered_again(couch: Exercise, spoil: Callable[[Exercise], Any]) -> None:
    Exercise.objects.filter(pk=couch.pk).update(status=Status.ARCHIVED)
    spoil(couch)
    with pytest.raises(NotReadyError, match="Missing: "):
        offer_again(exercise=couch, by=root(), now=NOW)


SIGNATURES: dict[str, dict[str, Any]] = {
    "by the last editor": {"by": "editor"},
    "without a role": {"role": "  "},
    "with a role too long": {"role": "x" * 81},
}


@pytest.mark.parametrize("changes", SIGNATURES.values(), ids=SIGNATURES)
def test_nothing_is_published_without_somebody_elses_review(couch: Exercise, changes: dict[str, Any]) -> None:
    last = root()
    draft = submitted(couch, last, name="Other")
    before = on_the_site()
    words = {"by": root(), "role": ROLE, "reason": "", **changes}
    words["by"] = last if words["by"] == "editor" else words["by"]
    with pytest.raises(NotReadyError):
        publish_exercise(draft=draft, now=NOW, **words)
    assert on_the_site() == before


def test_what_was_written_past_its_editor_has_none(couch: Exercise) -> None:
    """Words slipped into a draft in a shell are answered for by whoever submits them."""
    person, document = root(), replace(says(couch), easier=(), harder=())
    draft = apply_document(slug="of-our-own", document=document)
    assert isinstance(draft, Exercise)
    Exercise.objects.filter(pk=draft.pk).update(edited_by=editor())
    apply_document(slug="of-our-own", document=replace(document, name="Slipped in"))
    submit_draft(draft=draft, by=person)
    with pytest.raises(NotReadyError, match="You edited this last"):
        publish_exercise(draft=draft, by=person, role=ROLE, reason="", now=NOW)


def test_a_load_and_a_review_are_the_only_ways_to_a_version_of_an_exercise(couch: Exercise) -> None:
    published = Version.objects.filter(kind="exercises")
    count = published.count()
    by = editor()
    draft = start_draft(exercise=couch, by=by)
    edit_draft(draft=draft, document=replace(says(draft), name="Other"), by=by)
    submit_draft(draft=draft, by=by)
    assert published.count() == count
    publish_exercise(draft=draft, by=reviewer(), role=ROLE, reason="", now=NOW)
    assert published.count() == count + 1


UPDATES: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "published at no time": (
        {"status": Status.DRAFT, "published_at": None, "no_known_contraindication": True},
        {"status": Status.PUBLISHED},
        "exercise_published_when",
    ),
    "archived at no time": (
        {"status": Status.IN_REVIEW, "published_at": None},
        {"status": Status.ARCHIVED},
        "exercise_published_when",
    ),
    "published with nothing said of stress": (
        {"status": Status.DRAFT, "no_known_contraindication": False},
        {"status": Status.PUBLISHED},
        "exercise_published_says_what_it_asks",
    ),
    "tags taken away": ({"stress": ("balance",)}, {"stress": ()}, "exercise_published_says_what_it_asks"),
    "a dosage taken away": ({}, {"hold_min_s": None, "hold_max_s": None}, "exercise_dose_named"),
}


@pytest.mark.parametrize(("values", "update", "constraint"), UPDATES.values(), ids=UPDATES)
def test_the_database_refuses_a_raw_update(
    db: None, values: dict[str, Any], update: dict[str, Any], constraint: str
) -> None:
    row = ExerciseFactory(**values)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Exercise.objects.filter(pk=row.pk).update(**update)


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.ARCHIVED])
def test_the_database_refuses_a_working_copy_on_the_site(couch: Exercise, status: Status) -> None:
    draft = start_draft(exercise=couch, by=editor())
    with pytest.raises(IntegrityError, match="exercise_copy_unpublished"), transaction.atomic():
        Exercise.everything.filter(pk=draft.pk).update(status=status, published_at=NOW)


def test_the_database_refuses_a_second_working_copy(couch: Exercise) -> None:
    start_draft(exercise=couch, by=editor())
    with pytest.raises(IntegrityError), transaction.atomic():
        ExerciseFactory(revises=couch, status=Status.DRAFT)


def test_the_database_refuses_to_offer_what_was_merged(db: None) -> None:
    merged = ExerciseFactory(status=Status.ARCHIVED, merged_into=ExerciseFactory())
    with pytest.raises(IntegrityError, match="exercise_merged_archived"), transaction.atomic():
        Exercise.objects.filter(pk=merged.pk).update(status=Status.PUBLISHED)
