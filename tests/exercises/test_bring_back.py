"""Any version can be brought back, signed anew where that is asked, and never past what publishing asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied

from exercises.domain.vocabulary import Origin, Status
from exercises.models import Condition, Exercise, Reference, Routine, Version
from exercises.services.archive_exercise import archive_exercise
from exercises.services.bring_back_version import bring_back_version
from exercises.services.keep_edit import keep_edit
from exercises.services.staff_rules import NotReadyError
from exercises.services.start_draft import start_draft
from exercises.services.write_document import describe, digest
from tests.factories import ExerciseFactory, ReferenceFactory, UserFactory
from tests.staff import NOW, ROLE, editor, published, reviewer, says

COUCH = "couch-stretch-wall"


@pytest.fixture
def couch(catalogue: None) -> Exercise:
    return Exercise.objects.get(slug=COUCH)


def first_of(kind: str, slug: str) -> Version:
    return Version.objects.of(kind, slug).get(number=1)


def bring_back(version: Version, by: User, **changes: Any) -> Version:
    words = {"role": ROLE, "reason": "It said it better.", **changes}
    return bring_back_version(version=version, by=by, now=NOW, **words)


def problems_of(version: Version, by: User, **changes: Any) -> tuple[str, ...]:
    """Return why a version cannot be brought back; nothing is written then."""
    rows, versions = list(Exercise.everything.order_by("pk").values()), Version.objects.count()
    with pytest.raises(NotReadyError) as caught:
        bring_back(version, by, **changes)
    assert list(Exercise.everything.order_by("pk").values()) == rows
    assert Version.objects.count() == versions
    return caught.value.problems


def test_the_first_version_of_an_exercise_is_published_again_signed_anew(couch: Exercise) -> None:
    before = says(couch)
    published(couch, editor(), reviewer(), name="Other", steps=("One.", "Two.", "Three."), easier=())
    signer = reviewer()
    version = bring_back(first_of("exercises", COUCH), signer)
    couch.refresh_from_db()
    assert says(couch) == before
    assert (couch.version, couch.status, couch.published_at) == (version, Status.PUBLISHED, NOW)
    assert (version.number, version.origin, version.digest) == (3, Origin.RESTORED, digest(before))
    assert (version.reviewed_by, version.reviewer_role, version.reason) == (
        signer,
        ROLE,
        "It said it better.",
    )
    assert (version.edited_by, version.editor_name) == (None, "")


def test_the_editor_of_the_words_stays_their_editor(couch: Exercise) -> None:
    by, signer = editor(first_name="Ada"), reviewer()
    old = published(couch, by, signer, name="Other")
    published(couch, editor(), signer, name="Third")
    assert bring_back(old, signer).edited_by == by
    by.delete()
    old.refresh_from_db()
    again = bring_back(old, signer)
    assert (again.edited_by, again.editor_name) == (None, "Ada")


def test_nobody_signs_their_own_old_words(couch: Exercise) -> None:
    root = UserFactory(is_superuser=True)
    old = published(couch, root, reviewer(), name="Other")
    published(couch, editor(), root, name="Third")
    assert problems_of(old, root) == ("You edited this version. Somebody else reviews it.",)


def test_an_archived_exercise_is_offered_again_with_an_old_version(couch: Exercise) -> None:
    signer = reviewer()
    archive_exercise(exercise=couch, by=signer, now=NOW)
    bring_back(first_of("exercises", COUCH), signer)
    assert Exercise.objects.current().filter(pk=couch.pk).exists()


def test_an_open_draft_stays_and_is_compared_anew(couch: Exercise) -> None:
    by, signer = editor(), reviewer()
    published(couch, by, signer, name="Other")
    draft = start_draft(exercise=couch, by=by)
    bring_back(first_of("exercises", COUCH), signer)
    assert Exercise.everything.get(pk=draft.pk).name == "Other"


def test_a_deleted_exercise_comes_back_with_a_version_of_it(couch: Exercise) -> None:
    before = says(couch)
    couch.delete()
    bring_back(first_of("exercises", COUCH), reviewer())
    row = Exercise.objects.get(slug=COUCH)
    assert (says(row), row.status, row.loaded_digest) == (before, Status.PUBLISHED, "")


def test_what_a_version_names_and_is_gone_is_said(catalogue: None) -> None:
    row = Exercise.objects.get(slug="half-kneeling-flexor-stretch")
    extra, other = ReferenceFactory(slug="new-study"), Exercise.objects.get(slug="strap-quad-stretch")
    sources = (*says(row).sources, "new-study")
    old = published(row, editor(), reviewer(), sources=sources)
    published(row, editor(), reviewer(), sources=sources[:-1])
    extra.delete()
    other.delete()
    Condition.objects.filter(slug="knee-problem").delete()
    said = problems_of(old, reviewer())
    assert any("there is no reference “new-study”" in one for one in said)
    assert any("there is no exercise “strap-quad-stretch”" in one for one in said) == any(
        one["exercise"] == "strap-quad-stretch"
        for one in (*old.document.get("easier", ()), *old.document.get("harder", ()))
    )


def test_a_version_that_lacks_what_publishing_asks_stays_old(couch: Exercise) -> None:
    document = {**first_of("exercises", COUCH).document, "steps": ["One.", "Two."]}
    old = Version.objects.create(
        kind="exercises",
        slug=COUCH,
        number=2,
        document=document,
        digest="",
        origin=Origin.ADOPTED,
        created_at=NOW,
    )
    assert problems_of(old, reviewer()) == ("Missing: fewer than three steps.",)


def test_a_version_that_does_not_fit_any_more_is_refused(couch: Exercise) -> None:
    old = first_of("exercises", COUCH)
    Version.objects.filter(pk=old.pk).update(document={**old.document, "name": "x" * 121})
    said = problems_of(first_of("exercises", COUCH), reviewer())
    assert len(said) == 1
    assert said[0].startswith("name: ")


def test_a_version_that_cannot_be_read_any_more_is_refused(couch: Exercise) -> None:
    Version.objects.filter(kind="exercises", slug=COUCH).update(
        document={"name": "Only this", "colour": "red"}
    )
    said = problems_of(first_of("exercises", COUCH), reviewer())
    assert "colour: is not a field here" in said
    assert "aim: is missing" in said


def test_a_merged_exercise_is_not_published_with_an_old_version(couch: Exercise) -> None:
    Exercise.objects.filter(pk=couch.pk).update(status=Status.ARCHIVED, merged_into=ExerciseFactory())
    assert problems_of(first_of("exercises", COUCH), reviewer()) == (
        "This exercise was merged into another one. Undo that first.",
    )


def test_a_draft_under_the_slug_of_old_versions_is_not_overwritten(couch: Exercise) -> None:
    couch.delete()
    ExerciseFactory(slug=COUCH, status=Status.DRAFT, published_at=None)
    assert "overwrite" in problems_of(first_of("exercises", COUCH), reviewer())[0]


@pytest.mark.parametrize(
    ("words", "problem"), [({"role": ""}, "role"), ({"role": "x" * 81}, "80"), ({"reason": "x" * 501}, "500")]
)
def test_a_review_has_words_that_fit(couch: Exercise, words: dict[str, str], problem: str) -> None:
    said = problems_of(first_of("exercises", COUCH), reviewer(), **words)
    assert len(said) == 1
    assert problem in said[0]


def test_a_routine_comes_back_without_a_review_by_whoever_may_edit_it(catalogue: None) -> None:
    row, by = Routine.objects.get(slug="leg-exercises"), editor()
    before = describe(Routine.objects.for_document().get(pk=row.pk))
    row.items.last().delete()
    keep_edit(row=row, by=by, now=NOW)
    version = bring_back(first_of("routines", row.slug), by, role="")
    assert describe(Routine.objects.for_document().get(pk=row.pk)) == before
    assert (version.number, version.origin, version.edited_by) == (3, Origin.RESTORED, by)
    assert (version.is_reviewed, version.reviewed_by) == (False, None)
    assert Version.objects.of("routines", row.slug).count() == 3


def test_a_condition_comes_back_signed(catalogue: None) -> None:
    row, signer = Condition.objects.get(slug="labral-tear"), reviewer()
    before = describe(Condition.objects.for_document().get(pk=row.pk))
    direct = set(row.rules.exclude(exercise=None).values_list("pk", flat=True))
    row.rules.filter(exercise=None).delete()
    edited = keep_edit(row=row, by=signer, now=NOW)
    version = bring_back(first_of("conditions", row.slug), signer)
    assert describe(Condition.objects.for_document().get(pk=row.pk)) == before
    assert set(row.rules.exclude(exercise=None).values_list("pk", flat=True)) == direct
    assert (version.reviewed_by, version.reviewer_role) == (signer, ROLE)
    assert edited is not None
    assert problems_of(edited, signer) == ("You edited this version. Somebody else reviews it.",)
    assert problems_of(edited, reviewer(), role="") == ("A review names the role of who reviewed.",)


def test_a_deleted_source_comes_back(catalogue: None) -> None:
    row = ReferenceFactory(slug="new-study", title="A study")
    version = keep_edit(row=row, by=editor(), now=NOW)
    assert version is not None
    row.delete()
    bring_back(version, editor())
    assert Reference.objects.get(slug="new-study").title == "A study"


@pytest.mark.parametrize(
    ("kind", "slug", "who"),
    [
        ("exercises", COUCH, editor),
        ("exercises", COUCH, UserFactory),
        ("conditions", "labral-tear", editor),
        ("conditions", "labral-tear", UserFactory),
        ("routines", "leg-exercises", UserFactory),
        ("references", "tak-2017", lambda: editor(is_active=False)),
    ],
)
def test_who_may_not_publish_does_not_bring_back(
    catalogue: None, kind: str, slug: str, who: Callable[[], User]
) -> None:
    with pytest.raises(PermissionDenied):
        bring_back(first_of(kind, slug), who())


def test_a_reviewer_brings_back_what_needs_no_review(catalogue: None) -> None:
    assert bring_back(first_of("guides", "measuring-it"), reviewer()).number == 2
