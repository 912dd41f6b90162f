"""Merging two exercises, and undoing it: every logged set is kept, and goes back to where it began."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import uuid

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from exercises.domain.vocabulary import Side, Status
from exercises.models import Exercise
from tests.factories import (
    ExerciseFactory,
    RoutineItemFactory,
    SessionFactory,
    SetFactory,
    UserFactory,
)
from tests.tracker.sheets import NEW, open_sheet
from tracker.models import Athlete, Merge, MergedSet, PrescribedExercise, Session, Set
from tracker.services.change_session import ChangedMeanwhileError, change_session
from tracker.services.log_session import log_session
from tracker.services.merge_exercises import CannotMergeError, merge_exercises
from tracker.services.session_entry import SessionEntry, SetEntry, entry_of
from tracker.services.undo_merge import undo_merge

NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


@pytest.fixture
def reviewer(db: None) -> User:
    user = UserFactory(is_staff=True)
    user.groups.add(Group.objects.get(name="Clinical reviewers"))
    return user


def merge(reviewer: User, merged: Exercise, survivor: Exercise) -> Merge:
    return merge_exercises(merged=merged, survivor=survivor, by=reviewer, reason="The same.", now=NOW)


def undo(reviewer: User, one: Merge) -> Merge:
    return undo_merge(merge=one, by=reviewer, now=NOW)


def places() -> dict[uuid.UUID, str]:
    return dict(Set.objects.values_list("pk", "exercise__slug"))


def state(exercise: Exercise) -> tuple[str, str | None]:
    exercise.refresh_from_db()
    return exercise.status.value, exercise.merged_into.slug if exercise.merged_into else None


def test_all_its_sets_move_and_come_back(reviewer: User) -> None:
    old, new, other = (ExerciseFactory(slug=slug) for slug in ("old", "new", "other"))
    mine = SetFactory(exercise=old)
    deleted = SetFactory(exercise=old, session=SessionFactory(deleted_at=NOW))
    left_out = SetFactory(exercise=old, skipped=True)
    SetFactory(exercise=new)
    SetFactory(exercise=other)
    before = places()

    one = merge(reviewer, old, new)

    moved = {mine.pk, deleted.pk, left_out.pk}
    assert places() == {**before, **dict.fromkeys(moved, "new")}
    assert set(MergedSet.objects.values_list("set_id", flat=True)) == moved
    assert state(old) == ("archived", "new")
    assert (one.done_at, one.done_by, one.reason) == (NOW, reviewer, "The same.")

    undo(reviewer, one)

    assert places() == before
    assert state(old) == ("published", None)
    assert Merge.objects.get().undone_at == NOW


def test_what_was_logged_since_stays_with_the_survivor(reviewer: User) -> None:
    old, new = ExerciseFactory(slug="old"), ExerciseFactory(slug="new")
    one = merge(reviewer, old, new)
    since = SetFactory(exercise=new)
    undo(reviewer, one)
    assert places() == {since.pk: "new"}


def test_what_was_given_to_a_third_exercise_since_stays_there(reviewer: User) -> None:
    old, new, other = (ExerciseFactory(slug=slug) for slug in ("old", "new", "other"))
    mine = SetFactory(exercise=old)
    one = merge(reviewer, old, new)
    Set.objects.filter(pk=mine.pk).update(exercise=other)
    undo(reviewer, one)
    assert places() == {mine.pk: "other"}


def test_a_set_that_a_later_merge_brought_goes_back_with_that_one(reviewer: User) -> None:
    old, new, other = (ExerciseFactory(slug=slug) for slug in ("old", "new", "other"))
    mine = SetFactory(exercise=old)
    first = merge(reviewer, old, new)
    Set.objects.filter(pk=mine.pk).update(exercise=other)
    second = merge(reviewer, other, new)
    undo(reviewer, first)
    assert places() == {mine.pk: "new"}
    undo(reviewer, second)
    assert places() == {mine.pk: "other"}


def test_an_archived_exercise_is_archived_again_after_the_undo(reviewer: User) -> None:
    old = ExerciseFactory(status=Status.ARCHIVED)
    one = merge(reviewer, old, ExerciseFactory())
    undo(reviewer, one)
    assert state(old) == ("archived", None)


def test_what_was_prescribed_is_history(reviewer: User) -> None:
    old = ExerciseFactory(slug="old")
    session = SessionFactory()
    PrescribedExercise.objects.create(athlete=session.athlete, session=session, position=1, exercise=old)
    merge(reviewer, old, ExerciseFactory())
    assert PrescribedExercise.objects.get().exercise == old


def test_a_chain_leads_to_its_end_and_is_undone_from_there(reviewer: User) -> None:
    first, second, third = (ExerciseFactory(slug=slug) for slug in ("first", "second", "third"))
    mine = SetFactory(exercise=first)
    early = merge(reviewer, first, second)
    late = merge(reviewer, second, third)
    assert state(first) == ("archived", "third")
    assert Exercise.objects.by_slug(["first", "second"]) == {"first": third, "second": third}

    with pytest.raises(CannotMergeError, match="Undo that first"):
        undo(reviewer, early)
    undo(reviewer, late)
    assert (state(first), state(second)) == (("archived", "second"), ("published", None))
    undo(reviewer, early)
    assert state(first) == ("published", None)
    assert places() == {mine.pk: "first"}


def test_undoing_the_end_of_a_long_chain_leads_all_before_it_back(reviewer: User) -> None:
    chain = [ExerciseFactory(slug=f"link-{n}") for n in range(4)]
    merges = [merge(reviewer, old, new) for old, new in itertools.pairwise(chain)]
    undo(reviewer, merges[-1])
    assert [state(one)[1] for one in chain] == ["link-2", "link-2", None, None]


def test_it_can_be_merged_again_after_an_undo(reviewer: User) -> None:
    old, new = ExerciseFactory(slug="old"), ExerciseFactory(slug="new")
    mine = SetFactory(exercise=old)
    undo(reviewer, merge(reviewer, old, new))
    again = merge(reviewer, old, new)
    assert places() == {mine.pk: "new"}
    undo(reviewer, again)
    assert places() == {mine.pk: "old"}
    with pytest.raises(CannotMergeError, match="undone already"):
        undo(reviewer, again)


def test_everything_that_stands_in_the_way_is_said_at_once(reviewer: User) -> None:
    old = ExerciseFactory(name="Old")
    for name in ("Morning", "Evening"):
        RoutineItemFactory(exercise=old, routine__name=name)
    ExerciseFactory(slug="~1", revises=old, status=Status.DRAFT, published_at=None)
    with pytest.raises(CannotMergeError) as caught:
        merge(reviewer, old, ExerciseFactory(name="New", status=Status.ARCHIVED))
    assert caught.value.problems == (
        "Replace Old in these routines first: Evening, Morning.",
        "There is a draft of Old: publish or discard it first.",
        "New is not published, so nothing is merged into it.",
    )
    assert not Merge.objects.exists()


@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW])
def test_what_was_never_published_is_not_merged_and_takes_nothing_in(reviewer: User, status: Status) -> None:
    draft = ExerciseFactory(status=status, published_at=None)
    with pytest.raises(CannotMergeError, match="never published"):
        merge(reviewer, draft, ExerciseFactory())
    with pytest.raises(CannotMergeError, match="not published"):
        merge(reviewer, ExerciseFactory(), draft)


def test_a_working_copy_is_no_party_to_a_merge(reviewer: User) -> None:
    copy = ExerciseFactory(slug="~1", revises=ExerciseFactory(), status=Status.DRAFT, published_at=None)
    with pytest.raises(CannotMergeError):
        merge(reviewer, copy, ExerciseFactory())
    with pytest.raises(CannotMergeError):
        merge(reviewer, ExerciseFactory(), copy)


def test_no_circle_and_nothing_twice(reviewer: User) -> None:
    old, new = ExerciseFactory(), ExerciseFactory()
    with pytest.raises(CannotMergeError, match="into itself"):
        merge(reviewer, old, old)
    merge(reviewer, old, new)
    with pytest.raises(CannotMergeError, match="merged already"):
        merge(reviewer, old, ExerciseFactory())
    with pytest.raises(CannotMergeError, match="not published"):
        merge(reviewer, new, old)


@pytest.mark.parametrize("group", ["Catalogue editors", None])
def test_only_reviewers_merge_and_undo(reviewer: User, group: str | None) -> None:
    person = UserFactory(is_staff=True)
    if group:
        person.groups.add(Group.objects.get(name=group))
    old, new = ExerciseFactory(), ExerciseFactory()
    with pytest.raises(PermissionDenied):
        merge(person, old, new)
    one = merge(reviewer, old, new)
    with pytest.raises(PermissionDenied):
        undo(person, one)
    assert Merge.objects.get().undone_at is None


def test_a_sheet_that_was_open_is_logged_with_the_survivor(
    reviewer: User, athlete: Athlete, signed_in: Client
) -> None:
    old, new = ExerciseFactory(slug="old"), ExerciseFactory(slug="new")
    sheet = open_sheet(signed_in, "?exercise=old")
    one = merge(reviewer, old, new)
    assert signed_in.post(NEW, sheet).status_code == 302
    assert set(places().values()) == {"new"}
    # The same sheet once more is the same session.
    assert signed_in.post(NEW, sheet).status_code == 302
    assert Session.objects.count() == 1
    undo(reviewer, one)
    assert set(places().values()) == {"new"}


def test_a_session_edited_in_between_comes_back_whole(
    reviewer: User, athlete: Athlete, signed_in: Client
) -> None:
    old, new = ExerciseFactory(slug="old"), ExerciseFactory(slug="new")
    assert signed_in.post(NEW, open_sheet(signed_in, "?exercise=old")).status_code == 302
    session = Session.objects.get()
    stale = open_sheet(signed_in, path=f"/sessions/{session.pk}/edit/")
    before = places()
    one = merge(reviewer, old, new)

    assert signed_in.post(f"/sessions/{session.pk}/edit/", {**stale, "sets-0-pain": "3"}).status_code == 302
    assert set(places().values()) == {"new"}
    fresh = open_sheet(signed_in, path=f"/sessions/{session.pk}/edit/")
    assert signed_in.post(f"/sessions/{session.pk}/edit/", {**fresh, "sets-1-pain": "2"}).status_code == 302

    undo(reviewer, one)
    assert places() == before
    assert sorted(Set.objects.exclude(pain=None).values_list("pain", flat=True)) == [2, 3]


def test_a_sheet_that_is_open_during_the_undo_asks_before_it_is_saved(reviewer: User) -> None:
    old, new = ExerciseFactory(slug="old"), ExerciseFactory(slug="new")
    SetFactory(exercise=old)
    one = merge(reviewer, old, new)
    session = Session.objects.with_sets().get()
    entry = entry_of(session)
    undo(reviewer, one)
    with pytest.raises(ChangedMeanwhileError):
        change_session(athlete=session.athlete, entry=entry, version=session.version, now=timezone.now())
    assert set(places().values()) == {"old"}


def test_a_set_that_was_on_its_way_follows(reviewer: User, athlete: Athlete) -> None:
    """Its exercise was looked up just before the merge, and it is written just after."""
    old, new = ExerciseFactory(slug="old"), ExerciseFactory(slug="new")
    entry = SessionEntry(
        id=uuid.uuid4(),
        started_at=NOW,
        sets=(SetEntry(id=uuid.uuid4(), exercise_id=old.pk, side=Side.LEFT, reps=8),),
    )
    merge(reviewer, old, new)
    session = log_session(athlete=athlete, entry=entry, routine=None, now=NOW)
    assert set(places().values()) == {"new"}
    change_session(
        athlete=athlete, entry=dataclasses.replace(entry, effort=5), version=session.version, now=NOW
    )
    assert set(places().values()) == {"new"}


def test_the_database_keeps_a_merged_exercise_archived(reviewer: User) -> None:
    old = ExerciseFactory()
    merge(reviewer, old, ExerciseFactory())
    page = Client().get(f"/exercises/{old.slug}/")
    assert page.status_code == 302
    assert not Exercise.objects.current().filter(pk=old.pk).exists()


def test_the_number_of_queries_does_not_grow(reviewer: User) -> None:
    counts = []
    for size in (1, 20):
        exercise = SetFactory.create_batch(size, exercise=ExerciseFactory())[0].exercise
        person = User.objects.get(pk=reviewer.pk)
        with CaptureQueriesContext(connection) as queries:
            undo(person, merge(person, exercise, ExerciseFactory()))
        counts.append(len(queries))
    assert counts[0] == counts[1]
