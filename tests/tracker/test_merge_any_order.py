"""Merges, undos, new sessions and edits in any order: no set is lost, each goes back to where it began."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import uuid
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.db import transaction
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exercises.domain.vocabulary import Side
from exercises.models import Exercise
from tests.factories import AthleteFactory, ExerciseFactory, UserFactory
from tracker.models import Athlete, Merge, Session, Set
from tracker.services.change_session import change_session
from tracker.services.delete_session import delete_session, restore_session
from tracker.services.log_session import log_session
from tracker.services.merge_exercises import CannotMergeError, merge_exercises
from tracker.services.session_entry import SessionEntry, SetEntry, entry_of
from tracker.services.undo_merge import undo_merge

SLUGS = ("a", "b", "c")
NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)

one_of_them = st.integers(0, 2)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("log"), st.lists(one_of_them, min_size=1, max_size=4)),
        st.tuples(st.just("merge"), one_of_them, one_of_them),
        st.tuples(st.just("merge"), one_of_them, one_of_them),
        st.tuples(st.just("undo"), st.integers(0, 3)),
        st.tuples(st.just("edit"), st.integers(0, 3), one_of_them, st.booleans()),
        st.tuples(st.just("delete"), st.integers(0, 3)),
    ),
    min_size=4,
    max_size=14,
)


class House:
    """A catalogue of three exercises, a person who trains, a reviewer, and where each set began."""

    def __init__(self) -> None:
        for slug in SLUGS:
            ExerciseFactory(slug=slug)
        self.athlete: Athlete = AthleteFactory()
        self.reviewer: User = UserFactory(is_staff=True)
        self.reviewer.groups.add(Group.objects.get(name="Clinical reviewers"))
        self.began: dict[uuid.UUID, int] = {}

    def new_set(self, which: int) -> SetEntry:
        """A set as a sheet names it that was opened before any merge."""
        exercise = Exercise.objects.by_slug(SLUGS)[SLUGS[which]]
        entry = SetEntry(id=uuid.uuid4(), exercise_id=exercise.pk, side=Side.LEFT, reps=8)
        self.began[entry.id] = exercise.pk
        return entry

    def log(self, which: list[int]) -> None:
        entry = SessionEntry(id=uuid.uuid4(), started_at=NOW, sets=tuple(map(self.new_set, which)))
        log_session(athlete=self.athlete, entry=entry, routine=None, now=NOW)

    def merge(self, merged: int, survivor: int) -> None:
        rows = {one.slug: one for one in Exercise.everything.all()}
        with contextlib.suppress(CannotMergeError):
            merge_exercises(
                merged=rows[SLUGS[merged]],
                survivor=rows[SLUGS[survivor]],
                by=self.reviewer,
                reason="",
                now=NOW,
            )

    def undo(self, number: int) -> None:
        merges = list(Merge.objects.with_exercises().order_by("pk"))
        if number < len(merges):
            with contextlib.suppress(CannotMergeError):
                undo_merge(merge=merges[number], by=self.reviewer, now=NOW)

    def edit(self, number: int, which: int, drops: bool) -> None:
        """Change every set of a session, add one, and leave out the first if another one stays."""
        session = self.session(number)
        if session is None or session.deleted_at:
            return
        entry = entry_of(session)
        sets = [dataclasses.replace(one, reps=(one.reps or 0) + 1) for one in entry.sets]
        if drops:
            self.began.pop(sets.pop(0).id)
        sets.append(self.new_set(which))
        changed = dataclasses.replace(entry, sets=tuple(sets))
        change_session(athlete=self.athlete, entry=changed, version=session.version, now=NOW)

    def delete(self, number: int) -> None:
        session = self.session(number)
        if session and not delete_session(session=session, now=NOW):
            restore_session(session=session)

    def session(self, number: int) -> Session | None:
        sessions = list(Session.objects.with_sets().order_by("created_at"))
        return sessions[number] if number < len(sessions) else None

    def check(self) -> None:
        """Every set is there, and none is left with an exercise that was merged away."""
        assert set(Set.objects.values_list("pk", flat=True)) == set(self.began)
        assert not Set.objects.exclude(exercise__merged_into=None).exists()
        steps = dict(Merge.objects.standing().values_list("merged", "survivor"))
        for one in Exercise.objects.all():
            end = one.pk
            while end in steps:
                end = steps[end]
            assert (one.merged_into_id or one.pk) == end


@pytest.mark.django_db
@settings(max_examples=80)
@given(steps=STEPS)
@example(steps=[("log", [0, 1, 2]), ("merge", 0, 1), ("merge", 1, 2), ("undo", 0), ("undo", 1), ("log", [0])])
@example(steps=[("log", [0, 1]), ("merge", 0, 1), ("edit", 0, 2, True), ("undo", 0), ("merge", 0, 2)])
def test_no_set_is_lost_and_each_goes_back(steps: list[tuple[Any, ...]]) -> None:
    with transaction.atomic():
        house = House()
        for name, *values in steps:
            getattr(house, name)(*values)
            house.check()
        for one in Merge.objects.standing().with_exercises().order_by("-pk"):
            undo_merge(merge=one, by=house.reviewer, now=NOW)
        house.check()
        assert dict(Set.objects.values_list("pk", "exercise_id")) == house.began
        assert Exercise.objects.current().filter(slug__in=SLUGS).count() == len(SLUGS)
        transaction.set_rollback(True)
