"""Publishing with a review, archiving, offering again; and that there is no other way onto the site."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.test import Client

from exercises.domain.document import DirectRule, Neighbour
from exercises.domain.vocabulary import Origin, Status, Verdict
from exercises.models import Condition, Exercise, Step, Version
from exercises.services.archive_exercise import archive_exercise, offer_again
from exercises.services.edit_draft import edit_draft
from exercises.services.publish_exercise import NotReadyError, publish_exercise
from exercises.services.start_draft import start_draft
from exercises.services.submit_draft import send_back, submit_draft
from exercises.services.write_document import digest
from tests.factories import ExerciseFactory, ReferenceFactory, SetFactory, UserFactory
from tests.staff import NOW, ROLE, editor, published, reviewer, says, submitted

COUCH = "couch-stretch-wall"


@pytest.fixture
def couch(catalogue: None) -> Exercise:
    return Exercise.objects.get(slug=COUCH)


def publish(draft: Exercise, by: User, **changes: Any) -> Version:
    return publish_exercise(**{"draft": draft, "by": by, "role": ROLE, "reason": "", "now": NOW, **changes})


def problems_of(draft: Exercise, by: User, **changes: Any) -> tuple[str, ...]:
    """Return why a draft cannot be published; nothing is written then."""
    rows, versions = list(Exercise.everything.order_by("pk").values()), Version.objects.count()
    with pytest.raises(NotReadyError) as caught:
        publish(draft, by, **changes)
    assert list(Exercise.everything.order_by("pk").values()) == rows
    assert Version.objects.count() == versions
    return caught.value.problems


def of_own(**values: Any) -> Exercise:
    """Return a draft that has all that publishing asks, of an exercise that was never on the site."""
    draft = ExerciseFactory(status=Status.DRAFT, published_at=None, edited_by=editor(), **values)
    Step.objects.bulk_create(Step(exercise=draft, position=n, text=f"Step {n}.") for n in (1, 2, 3))
    draft.sources.add(ReferenceFactory())
    return draft


def test_the_site_shows_a_change_when_it_is_published_and_not_before(client: Client, couch: Exercise) -> None:
    text = "Said otherwise."
    draft = submitted(couch, editor(), summary=text)
    assert text not in client.get(couch.get_absolute_url()).content.decode()
    publish(draft, reviewer())
    assert text in client.get(couch.get_absolute_url()).content.decode()


def test_a_published_change_is_kept_with_who_when_and_why(couch: Exercise) -> None:
    by, signer = editor(first_name="Ada", last_name="Editor"), reviewer(first_name="Bo", last_name="Reviewer")
    draft = submitted(couch, by, summary="Said otherwise.")
    version = publish(draft, signer, role=f" {ROLE} ", reason=" Clearer words. ")
    couch.refresh_from_db()
    assert (couch.version, couch.status, couch.published_at) == (version, Status.PUBLISHED, NOW)
    assert (couch.pk, couch.slug, couch.edited_by, couch.revises) == (couch.pk, COUCH, by, None)
    assert (version.kind, version.slug, version.number) == ("exercises", COUCH, 2)
    assert (version.origin, version.reason, version.created_at) == (Origin.EDITED, "Clearer words.", NOW)
    assert (version.edited_by, version.editor_name) == (by, "Ada Editor")
    assert (version.reviewed_by, version.reviewer_name, version.reviewer_role) == (
        signer,
        "Bo Reviewer",
        ROLE,
    )
    assert version.reviewed_on == dt.date(2026, 11, 23)
    assert version.digest == digest(says(couch))
    assert Version.objects.latest_id() == version.pk


def test_publishing_leaves_no_copy_and_no_parts_behind(couch: Exercise) -> None:
    steps = Step.objects.count()
    published(couch, editor(), reviewer(), name="Other")
    assert not Exercise.everything.exclude(revises=None).exists()
    assert Step.objects.count() == steps


def test_publishing_keeps_the_row_that_histories_point_to(couch: Exercise) -> None:
    logged = SetFactory(exercise=couch)
    published(couch, editor(), reviewer(), steps=("One.", "Two.", "Three."))
    logged.refresh_from_db()
    assert [step.text for step in logged.exercise.steps.all()] == ["One.", "Two.", "Three."]


def test_what_was_loaded_and_then_signed_keeps_its_loaded_digest(couch: Exercise) -> None:
    published(couch, editor(), reviewer(), name="Other")
    assert Exercise.objects.get(pk=couch.pk).loaded_digest == couch.loaded_digest != ""


def test_shipped_words_can_be_signed_as_they_are(couch: Exercise) -> None:
    version = published(couch, editor(), reviewer())
    assert version.is_reviewed
    assert version.document == Version.objects.of("exercises", COUCH).last().document


def test_what_was_never_published_is_published_in_its_place(client: Client, db: None) -> None:
    draft = of_own(slug="our-own")
    assert client.get(draft.get_absolute_url()).status_code == 404
    by = draft.edited_by
    submit_draft(draft=draft, by=editor())
    version = publish(draft, reviewer())
    draft.refresh_from_db()
    assert (draft.status, draft.published_at, draft.version) == (Status.PUBLISHED, NOW, version)
    assert (version.number, version.edited_by, draft.edited_by) == (1, by, by)
    assert client.get(draft.get_absolute_url()).status_code == 200


def test_publishing_a_change_of_what_is_archived_offers_it_again(couch: Exercise) -> None:
    signer = reviewer()
    archive_exercise(exercise=couch, by=signer, now=NOW)
    published(couch, editor(), signer, name="Other")
    couch.refresh_from_db()
    assert couch.status is Status.PUBLISHED


def test_all_that_is_missing_is_said_at_once(db: None) -> None:
    signer = reviewer()
    draft = ExerciseFactory(
        status=Status.DRAFT, published_at=None, edited_by=signer, no_known_contraindication=False
    )
    said = problems_of(draft, signer, role=" ", reason="x" * 501)
    assert said[:3] == (
        "Only what is in review can be published; this is: draft.",
        "You edited this last. Somebody else reviews it.",
        "A review names the role of who reviewed.",
    )
    assert "500" in said[3]
    assert said[4:] == (
        "Missing: fewer than three steps.",
        "Missing: no source.",
        "Missing: neither stress tags nor “no known contraindication”.",
    )


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"steps": ("One.", "Two.")}, "Missing: fewer than three steps."),
        ({"steps": ()}, "Missing: fewer than three steps."),
        ({"sources": ()}, "Missing: no source."),
        ({"stress": ()}, "Missing: neither stress tags nor “no known contraindication”."),
        ({"summary": " "}, "summary: "),
        ({"easier": (Neighbour(COUCH, "Soon."),), "harder": ()}, "An exercise is not its own neighbour."),
        (
            {
                "contraindications": (
                    DirectRule("red-flag-fever", Verdict.AVOID, "Stop.", "founding-article"),
                )
            },
            "is a red flag",
        ),
    ],
)
def test_what_a_change_lacks_keeps_it_off_the_site(
    couch: Exercise, changes: dict[str, Any], problem: str
) -> None:
    draft = start_draft(exercise=couch, by=editor())
    # As the admin's form would leave it: without the checks of the document.
    if "summary" in changes:
        Exercise.everything.filter(pk=draft.pk).update(summary=" ")
    else:
        edit_draft(draft=draft, document=replace(says(draft), **changes), by=editor())
    submit_draft(draft=draft, by=editor())
    said = problems_of(draft, reviewer())
    assert len(said) == 1
    assert problem in said[0]


def test_nobody_reviews_what_they_edited_last(couch: Exercise) -> None:
    root = UserFactory(is_superuser=True, is_staff=True)
    draft = submitted(couch, root, name="Other")
    assert problems_of(draft, root) == ("You edited this last. Somebody else reviews it.",)
    assert publish(draft, reviewer()).edited_by == root


def test_an_edit_that_nobody_is_named_for_is_not_published(couch: Exercise) -> None:
    by, signer = editor(), reviewer()
    draft = submitted(couch, by, name="Other")
    by.delete()
    assert problems_of(draft, signer) == (
        "Nobody is named as the last editor. Send it back, and have it submitted again.",
    )
    other = editor()
    send_back(draft=draft, by=signer)
    submit_draft(draft=draft, by=other)
    assert publish(draft, signer).edited_by == other


def test_what_was_sent_back_is_not_published(couch: Exercise) -> None:
    draft, signer = submitted(couch, editor()), reviewer()
    send_back(draft=draft, by=signer)
    assert problems_of(draft, signer) == ("Only what is in review can be published; this is: draft.",)


def test_a_stale_object_in_hand_says_nothing(couch: Exercise) -> None:
    by = editor()
    draft = start_draft(exercise=couch, by=by)
    draft.status, draft.edited_by = Status.IN_REVIEW, None
    assert problems_of(draft, reviewer()) == ("Only what is in review can be published; this is: draft.",)


def test_what_is_published_already_is_not_published_again(couch: Exercise) -> None:
    signer = reviewer()
    draft = submitted(couch, editor(), name="Other")
    publish(draft, signer)
    assert problems_of(draft, signer) == ("This draft is gone: somebody published or discarded it.",)
    assert problems_of(couch, signer) == ("Only what is in review can be published; this is: published.",)


def test_a_change_of_what_has_changed_meanwhile_is_not_published_over_it(couch: Exercise) -> None:
    by, signer = editor(), reviewer()
    draft = submitted(couch, by, name="Other")
    Exercise.objects.filter(pk=couch.pk).update(summary="Loaded meanwhile.")
    said = problems_of(draft, signer)
    assert len(said) == 1
    assert "has changed on the site" in said[0]
    send_back(draft=draft, by=signer)
    submit_draft(draft=draft, by=by)
    assert publish(draft, signer).document["name"] == "Other"


def test_a_change_of_what_was_merged_meanwhile_is_not_published(couch: Exercise) -> None:
    draft = submitted(couch, editor(), name="Other")
    Exercise.objects.filter(pk=couch.pk).update(status=Status.ARCHIVED, merged_into=ExerciseFactory())
    assert problems_of(draft, reviewer()) == ("This exercise was merged into another one.",)


def test_only_what_the_reviewer_has_read_is_signed(couch: Exercise) -> None:
    by, signer = editor(), reviewer()
    draft = submitted(couch, by, name="Other")
    read = digest(says(draft))
    send_back(draft=draft, by=signer)
    edit_draft(draft=draft, document=replace(says(draft), name="Third"), by=by)
    submit_draft(draft=draft, by=by)
    assert problems_of(draft, signer, seen=read) == (
        "The draft was edited while you read it. Read it again.",
    )
    assert publish(draft, signer, seen=digest(says(draft))).document["name"] == "Third"


def test_what_a_draft_names_may_be_gone_by_then(couch: Exercise) -> None:
    reference = ReferenceFactory(slug="new-study")
    other = ExerciseFactory(slug="new-one")
    draft = submitted(
        couch, editor(), sources=("new-study", "founding-article"), harder=(Neighbour("new-one", "Soon."),)
    )
    other.delete()
    reference.delete()
    version = publish(draft, reviewer())
    # Their rows took the lines that named them along, so nothing dangles.
    assert version.document["sources"] == ["founding-article"]
    assert "harder" not in version.document


@pytest.mark.parametrize("who", [UserFactory, editor, lambda: reviewer(is_active=False)])
def test_only_reviewers_publish_archive_and_offer_again(couch: Exercise, who: Callable[[], User]) -> None:
    by, draft = who(), submitted(couch, editor())
    steps: tuple[Callable[[], Any], ...] = (
        lambda: publish(draft, by),
        lambda: archive_exercise(exercise=couch, by=by, now=NOW),
        lambda: offer_again(exercise=couch, by=by, now=NOW),
    )
    for step in steps:
        with pytest.raises(PermissionDenied):
            step()


def test_an_archived_exercise_is_offered_again_with_the_review_that_it_has(couch: Exercise) -> None:
    signer = reviewer()
    version = published(couch, editor(), signer, name="Other")
    later = NOW + dt.timedelta(days=1)
    archive_exercise(exercise=couch, by=signer, now=later)
    couch.refresh_from_db()
    assert (couch.status, couch.updated_at) == (Status.ARCHIVED, later)
    assert not Exercise.objects.current().filter(pk=couch.pk).exists()
    offer_again(exercise=couch, by=signer, now=later)
    couch.refresh_from_db()
    assert (couch.status, couch.version, couch.published_at) == (Status.PUBLISHED, version, later)


def test_only_what_is_published_is_archived(couch: Exercise) -> None:
    signer, draft = reviewer(), submitted(couch, editor())
    archive_exercise(exercise=couch, by=signer, now=NOW)
    for one in (couch, draft):
        with pytest.raises(NotReadyError, match="Only what is published"):
            archive_exercise(exercise=one, by=signer, now=NOW)


def test_only_what_is_archived_whole_and_kept_is_offered_again(couch: Exercise) -> None:
    signer = reviewer()
    with pytest.raises(NotReadyError, match="Only what is archived"):
        offer_again(exercise=couch, by=signer, now=NOW)
    merged = ExerciseFactory(
        status=Status.ARCHIVED, merged_into=couch, no_known_contraindication=False, name="Merged"
    )
    with pytest.raises(NotReadyError) as caught:
        offer_again(exercise=merged, by=signer, now=NOW)
    assert [problem.split(" ")[0] for problem in caught.value.problems] == [
        "This",
        "No",
        "Missing:",
        "Missing:",
        "Missing:",
    ]
    assert Exercise.objects.get(pk=merged.pk).status is Status.ARCHIVED


def test_a_condition_that_is_deleted_takes_its_rule_out_of_a_draft(couch: Exercise) -> None:
    draft = submitted(couch, editor())
    Condition.objects.filter(slug="knee-problem").delete()
    # The exercise on the site lost the rule as well, so the change is compared once more.
    said = problems_of(draft, reviewer())
    assert "has changed on the site" in said[0]
