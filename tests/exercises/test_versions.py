"""Versions: kept of everything that ever stood on the site, and refused by the database where they lie."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from exercises.domain.decoding import decode
from exercises.domain.document import DOCUMENT_TYPES
from exercises.domain.publication import compare
from exercises.domain.vocabulary import Origin
from exercises.models import Condition, Exercise, Guide, Reference, Routine, Version
from exercises.models.base import CatalogueEntry
from exercises.services.keep_edit import keep_edit
from exercises.services.staff_rules import NotReadyError
from exercises.services.write_document import MODELS, describe, digest
from tests.factories import ExerciseFactory, RoutineItemFactory, UserFactory
from tests.staff import NOW, editor, published, reviewer


def test_a_load_keeps_a_version_of_every_row(catalogue: None) -> None:
    for kind in DOCUMENT_TYPES:
        rows = MODELS[kind].objects.for_document()
        kept = {one.slug: one for one in Version.objects.filter(kind=kind.folder)}
        assert kept.keys() == {row.slug for row in rows}
        for row in rows:
            version = kept[row.slug]
            assert decode(kind, version.document) == describe(row)
            assert (version.number, version.origin, version.is_reviewed) == (1, Origin.SHIPPED, False)
            assert version.digest == digest(describe(row))
    assert not Exercise.objects.filter(version=None).exists()


def test_versions_are_numbered_and_stand_for_moments(catalogue: None) -> None:
    couch = Exercise.objects.get(slug="couch-stretch-wall")
    before = Version.objects.latest_id()
    by, signer = editor(), reviewer()
    first = published(couch, by, signer, name="First")
    second = published(couch, by, signer, name="Second")
    assert [one.number for one in Version.objects.of("exercises", couch.slug)] == [3, 2, 1]
    for moment, name in ((before, couch.name), (first.pk, "First"), (second.pk, "Second")):
        stood = Version.objects.as_of(moment, kind="exercises", slugs=[couch.slug]).get()
        assert stood.document["name"] == name
    assert Version.objects.as_of(first.pk, kind="exercises").count() == Exercise.objects.count()
    assert [one.field for one in compare(first.document, second.document)] == ["name"]


def test_the_record_outlives_the_accounts(catalogue: None) -> None:
    by, signer = editor(first_name="Ada"), reviewer(first_name="Bo")
    version = published(Exercise.objects.get(slug="frog-rock"), by, signer)
    by.delete()
    signer.delete()
    version.refresh_from_db()
    assert (version.edited_by, version.editor_name) == (None, "Ada")
    assert (version.reviewed_by, version.reviewer_name, version.is_reviewed) == (None, "Bo", True)


def _root() -> User:
    return UserFactory(is_superuser=True)


@pytest.mark.parametrize(
    ("model", "slug", "column", "who"),
    [
        (Routine, "leg-exercises", "summary", editor),
        (Guide, "measuring-it", "body", editor),
        (Reference, "tak-2017", "finding", editor),
        (Condition, "labral-tear", "explanation", reviewer),
        (Condition, "red-flag-fever", "action", _root),
    ],
)
def test_an_edit_in_the_admin_is_kept(
    catalogue: None, model: type[CatalogueEntry], slug: str, column: str, who: Callable[[], User]
) -> None:
    row: Any = model.objects.get(slug=slug)
    setattr(row, column, "Said otherwise.")
    row.save()
    by = who()
    version = keep_edit(row=row, by=by, now=NOW, reason=" It was wrong. ")
    assert version is not None
    assert (version.number, version.origin, version.edited_by) == (2, Origin.EDITED, by)
    assert (version.reason, version.created_at, version.is_reviewed) == ("It was wrong.", NOW, False)
    assert version.document[column] == "Said otherwise."
    assert keep_edit(row=row, by=by, now=NOW) is None


def test_an_edit_of_a_part_counts(catalogue: None) -> None:
    row = Routine.objects.get(slug="leg-exercises")
    by = editor()
    assert keep_edit(row=row, by=by, now=NOW) is None
    RoutineItemFactory(routine=row, position=99, exercise=ExerciseFactory(slug="one-more"))
    version = keep_edit(row=row, by=by, now=NOW)
    assert version is not None
    assert version.document["items"][-1] == {"exercise": "one-more"}


def test_a_change_and_its_undoing_are_both_kept(catalogue: None) -> None:
    row, by = Routine.objects.get(slug="leg-exercises"), editor()
    for name in ("Other", row.name):
        row.name = name
        row.save()
        assert keep_edit(row=row, by=by, now=NOW) is not None
    assert Version.objects.of("routines", row.slug).count() == 3


def test_a_row_without_a_version_gets_its_first(db: None) -> None:
    row = RoutineItemFactory().routine
    version = keep_edit(row=row, by=editor(), now=NOW)
    assert version is not None
    assert version.number == 1


@pytest.mark.parametrize("who", [UserFactory, editor])
def test_editors_do_not_change_conditions(catalogue: None, who: Callable[[], User]) -> None:
    with pytest.raises(PermissionDenied):
        keep_edit(row=Condition.objects.get(slug="labral-tear"), by=who(), now=NOW)


def test_a_reason_that_does_not_fit_is_refused(catalogue: None) -> None:
    with pytest.raises(NotReadyError, match="500"):
        keep_edit(row=Guide.objects.get(slug="measuring-it"), by=editor(), now=NOW, reason="x" * 501)


def test_an_exercise_gets_no_version_by_being_saved(catalogue: None) -> None:
    with pytest.raises(TypeError):
        keep_edit(row=Exercise.objects.get(slug="frog-rock"), by=_root(), now=NOW)


DAY = dt.date(2026, 11, 23)
GOOD: dict[str, Any] = {
    "kind": "exercises",
    "slug": "a",
    "number": 1,
    "document": {},
    "digest": "",
    "origin": Origin.SHIPPED,
    "created_at": NOW,
}


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"origin": Origin.EDITED}, "version_exercise_reviewed"),
        ({"origin": Origin.RESTORED}, "version_exercise_reviewed"),
        ({"reviewed_on": DAY}, "version_review_complete"),
        ({"reviewer_role": "Physiotherapist"}, "version_review_complete"),
        ({"kind": "routines", "reviewed_on": DAY}, "version_review_complete"),
    ],
)
def test_the_database_refuses_a_version_without_its_review(
    db: None, values: dict[str, Any], constraint: str
) -> None:
    Version.objects.create(**{**GOOD, "number": 2})
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Version.objects.create(**{**GOOD, **values})


def test_the_database_refuses_a_review_by_the_editor(db: None) -> None:
    user = UserFactory()
    signed = {**GOOD, "origin": Origin.EDITED, "reviewed_on": DAY, "reviewer_role": "Physiotherapist"}
    with pytest.raises(IntegrityError, match="version_reviewer_is_not_editor"), transaction.atomic():
        Version.objects.create(**signed, edited_by=user, reviewed_by=user)
    Version.objects.create(**signed, edited_by=user, reviewed_by=UserFactory())


def test_the_database_refuses_a_number_twice(db: None) -> None:
    Version.objects.create(**GOOD)
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.create(**GOOD)
