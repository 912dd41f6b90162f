"""Drafts and working copies: begun, edited, submitted, sent back and thrown away, all beside the site."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.test import Client

from exercises.domain.decoding import DocumentError
from exercises.domain.document import Neighbour
from exercises.domain.vocabulary import Status
from exercises.models import Contraindication, Exercise, Step
from exercises.services.apply_document import read_keys
from exercises.services.discard_draft import discard_draft
from exercises.services.edit_draft import edit_draft
from exercises.services.publish_exercise import NotReadyError
from exercises.services.start_draft import start_draft
from exercises.services.submit_draft import send_back, submit_draft
from exercises.services.write_document import digest
from tests.factories import ExerciseFactory, RoutineItemFactory, UserFactory
from tests.staff import editor, published, reviewer, says, submitted

COUCH = "couch-stretch-wall"


@pytest.fixture
def couch(catalogue: None) -> Exercise:
    return Exercise.objects.get(slug=COUCH)


def test_a_working_copy_of_each_shipped_exercise_says_what_the_exercise_says(catalogue: None) -> None:
    by = editor()
    shown = list(Exercise.objects.values_list("slug", "updated_at"))
    for live in Exercise.objects.for_document():
        draft = start_draft(exercise=live, by=by)
        assert says(draft) == says(live), live.slug
        assert (draft.status, draft.revises_id, draft.edited_by) == (Status.DRAFT, live.pk, by)
        assert draft.loaded_digest == digest(says(live))
    assert list(Exercise.objects.values_list("slug", "updated_at")) == shown
    assert Exercise.everything.count() == 2 * len(shown)


def test_a_working_copy_is_not_among_what_documents_may_name(couch: Exercise) -> None:
    before = read_keys()
    draft = start_draft(exercise=couch, by=editor())
    assert read_keys() == before
    assert not Exercise.objects.filter(pk=draft.pk).exists()


def test_a_working_copys_rules_hold_for_nobody(couch: Exercise) -> None:
    rules = Contraindication.objects.in_force().count()
    start_draft(exercise=couch, by=editor())
    assert Contraindication.objects.in_force().count() == rules


def test_a_second_start_finds_the_first_ones_copy_as_it_stands(couch: Exercise) -> None:
    first = editor()
    draft = start_draft(exercise=couch, by=first)
    edit_draft(draft=draft, document=replace(says(draft), name="Other"), by=first)
    again = start_draft(exercise=couch, by=editor())
    assert (again.pk, again.name, again.edited_by) == (draft.pk, "Other", first)


def test_an_archived_exercise_has_working_copies_too(couch: Exercise) -> None:
    Exercise.objects.filter(pk=couch.pk).update(status=Status.ARCHIVED)
    assert says(start_draft(exercise=couch, by=editor())) == says(couch)


@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW])
def test_what_was_never_published_has_no_working_copy(db: None, status: Status) -> None:
    own = ExerciseFactory(status=status, published_at=None)
    with pytest.raises(NotReadyError, match="never published"):
        start_draft(exercise=own, by=editor())


def test_what_was_merged_has_no_working_copy(db: None) -> None:
    merged = ExerciseFactory(status=Status.ARCHIVED, merged_into=ExerciseFactory(name="The other"))
    with pytest.raises(NotReadyError, match="merged into “The other”"):
        start_draft(exercise=merged, by=editor())


def test_editing_a_draft_names_its_last_editor_and_leaves_the_site_alone(
    client: Client, couch: Exercise
) -> None:
    first, second = editor(), editor()
    draft = start_draft(exercise=couch, by=first)
    edit_draft(draft=draft, document=replace(says(draft), summary="Said otherwise."), by=second)
    draft.refresh_from_db()
    assert (draft.summary, draft.edited_by, draft.status) == ("Said otherwise.", second, Status.DRAFT)
    assert "Said otherwise." not in client.get(couch.get_absolute_url()).content.decode()


def test_writing_what_a_draft_says_already_edits_nothing(couch: Exercise) -> None:
    first = editor()
    draft = start_draft(exercise=couch, by=first)
    edit_draft(draft=draft, document=says(draft), by=editor())
    draft.refresh_from_db()
    assert draft.edited_by == first


def test_what_the_models_refuse_leaves_the_draft_as_it_was(couch: Exercise) -> None:
    by = editor()
    draft = start_draft(exercise=couch, by=by)
    with pytest.raises(DocumentError):
        edit_draft(draft=draft, document=replace(says(draft), sources=("nowhere",)), by=editor())
    assert says(draft) == says(couch)
    draft.refresh_from_db()
    assert draft.edited_by == by


def test_a_draft_goes_to_review_and_back(couch: Exercise) -> None:
    by = editor()
    draft = submitted(couch, by, name="Other")
    assert (draft.status, draft.edited_by) == (Status.IN_REVIEW, by)
    send_back(draft=draft, by=reviewer())
    draft.refresh_from_db()
    assert (draft.status, draft.edited_by, draft.name) == (Status.DRAFT, by, "Other")


def test_who_submits_a_draft_that_nobody_is_known_to_have_edited_answers_for_it(db: None) -> None:
    draft, by = ExerciseFactory(status=Status.DRAFT, published_at=None), editor()
    submit_draft(draft=draft, by=by)
    draft.refresh_from_db()
    assert (draft.status, draft.edited_by) == (Status.IN_REVIEW, by)


def test_what_is_in_review_cannot_be_edited_submitted_or_discarded(couch: Exercise) -> None:
    by = editor()
    draft = submitted(couch, by)
    steps: tuple[Callable[[], Any], ...] = (
        lambda: edit_draft(draft=draft, document=replace(says(draft), name="Other"), by=by),
        lambda: submit_draft(draft=draft, by=by),
        lambda: discard_draft(draft=draft, by=by),
    )
    for step in steps:
        with pytest.raises(NotReadyError, match="in review"):
            step()
    assert says(draft) == says(couch)


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.ARCHIVED])
def test_what_is_or_was_on_the_site_is_no_draft(couch: Exercise, status: Status) -> None:
    Exercise.objects.filter(pk=couch.pk).update(status=status)
    by, before = editor(), says(couch)
    steps: tuple[Callable[[], Any], ...] = (
        lambda: edit_draft(draft=couch, document=replace(before, name="Other"), by=by),
        lambda: submit_draft(draft=couch, by=by),
        lambda: discard_draft(draft=couch, by=by),
        lambda: send_back(draft=couch, by=reviewer()),
    )
    for step in steps:
        with pytest.raises(NotReadyError, match=status.label):
            step()
    assert says(couch) == before
    assert Exercise.objects.get(pk=couch.pk).status == status


def test_only_what_is_in_review_is_sent_back(couch: Exercise) -> None:
    draft = start_draft(exercise=couch, by=editor())
    with pytest.raises(NotReadyError, match="this is: draft"):
        send_back(draft=draft, by=reviewer())


def test_a_discarded_copy_is_gone_and_its_exercise_stays(couch: Exercise) -> None:
    by, steps, before = editor(), Step.objects.count(), says(couch)
    draft = start_draft(exercise=couch, by=by)
    discard_draft(draft=draft, by=by)
    assert not Exercise.everything.filter(pk=draft.pk).exists()
    assert (says(couch), Step.objects.count()) == (before, steps)


def test_a_draft_that_a_routine_names_is_not_discarded(db: None) -> None:
    draft = ExerciseFactory(status=Status.DRAFT, published_at=None)
    RoutineItemFactory(exercise=draft)
    with pytest.raises(NotReadyError, match="A routine"):
        discard_draft(draft=draft, by=editor())


def test_a_draft_on_a_published_ladder_is_not_discarded(couch: Exercise) -> None:
    draft = ExerciseFactory(slug="new-one", status=Status.DRAFT, published_at=None)
    published(couch, editor(), reviewer(), harder=(Neighbour("new-one", "Soon."),))
    before = says(couch)
    with pytest.raises(NotReadyError, match="on the ladder of: Couch stretch, wall"):
        discard_draft(draft=draft, by=editor())
    assert says(couch) == before
    published(couch, editor(), reviewer(), harder=())
    discard_draft(draft=draft, by=editor())
    assert not Exercise.everything.filter(pk=draft.pk).exists()


def test_a_draft_that_is_gone_is_said_to_be_gone(couch: Exercise) -> None:
    by = editor()
    draft = submitted(couch, by)
    Exercise.everything.get(pk=draft.pk).delete()
    for step in (submit_draft, discard_draft):
        with pytest.raises(NotReadyError, match="gone"):
            step(draft=draft, by=by)


def _visitor() -> User:
    return UserFactory()


def _nobody_any_more() -> User:
    return editor(is_active=False)


@pytest.mark.parametrize("who", [_visitor, reviewer, _nobody_any_more])
def test_only_editors_draft(couch: Exercise, who: Callable[[], User]) -> None:
    by = who()
    draft = start_draft(exercise=couch, by=editor())
    steps: tuple[Callable[[], Any], ...] = (
        lambda: start_draft(exercise=couch, by=by),
        lambda: edit_draft(draft=draft, document=replace(says(draft), name="Other"), by=by),
        lambda: submit_draft(draft=draft, by=by),
        lambda: discard_draft(draft=draft, by=by),
    )
    for step in steps:
        with pytest.raises(PermissionDenied):
            step()


@pytest.mark.parametrize("who", [_visitor, editor])
def test_only_reviewers_send_back(couch: Exercise, who: Callable[[], User]) -> None:
    draft = submitted(couch, editor())
    with pytest.raises(PermissionDenied):
        send_back(draft=draft, by=who())
