"""What was changed, deleted or removed on the site is not undone by what a device sends."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from exercises.domain.vocabulary import Status
from exercises.models import Exercise
from tests.factories import ExerciseFactory, SessionFactory
from tests.tracker.sheets import fields_of
from tests.tracker.synced import a_session, a_set, at, moment, rows, sync
from tracker.models import Athlete, Evidence, RemovedSet, Session, Set
from tracker.services.change_session import change_session
from tracker.services.delete_session import delete_session, restore_session
from tracker.services.session_entry import entry_of

DELETED = ["You deleted this session. Bring it back, and this can be saved."]
CHANGED = ["This was changed since, and stays as it is now."]


@pytest.fixture
def exercise(db: None) -> Exercise:
    return ExerciseFactory(slug="stretch")


def test_what_the_session_says_already_is_not_overwritten(signed_in: Client, exercise: Exercise) -> None:
    session = a_session(finished_at=at(30), effort=6, pain_before=0, notes="Mine.")
    sync(signed_in, session, a_set("stretch", 1))
    late = session | {"started_at": at(-5), "finished_at": at(40), "effort": 7}
    one = a_set("stretch", 2)
    answer = sync(signed_in, late | {"pain_before": 1, "pain_after": 2, "notes": "Other."}, one)
    assert answer.saved == {one["id"]}
    names = ("started_at", "finished_at", "effort", "pain_before", "notes")
    assert answer.rejected == {session["id"]: dict.fromkeys(names, CHANGED)}
    stored = Session.objects.get()
    assert (stored.effort, stored.pain_before, stored.pain_after, stored.notes) == (6, 0, 2, "Mine.")


def test_a_device_goes_on_with_a_session_that_was_begun_on_a_form(
    signed_in: Client, athlete: Athlete, exercise: Exercise
) -> None:
    begun = moment(0) + dt.timedelta(microseconds=123_456)
    stored = SessionFactory(athlete=athlete, day=begun.date(), started_at=begun)
    session = a_session(id=str(stored.pk), started_at="2026-11-02T17:00:00.123Z", finished_at=at(9))
    assert sync(signed_in, session, a_set("stretch")).rejected == {}
    stored.refresh_from_db()
    assert (stored.started_at, stored.evidence, stored.version) == (begun, Evidence.LIVE, 2)
    off = sync(signed_in, session | {"started_at": "2026-11-02T17:00:00.122Z"})
    assert off.rejected == {session["id"]: {"started_at": CHANGED}}


def test_a_session_does_not_end_before_it_starts(signed_in: Client, exercise: Exercise) -> None:
    session = a_session(finished_at=at(-1))
    answer = sync(signed_in, session, a_set("stretch"))
    assert answer.rejected == {session["id"]: {"finished_at": ["A session cannot end before it starts."]}}
    assert Session.objects.get().finished_at is None


def test_a_deleted_session_takes_nothing_until_it_is_back(signed_in: Client, exercise: Exercise) -> None:
    session, first, second = a_session(), a_set("stretch", 1), a_set("stretch", 2)
    sync(signed_in, session, first)
    stored = Session.objects.get()
    delete_session(session=stored, now=timezone.now())
    answer = sync(signed_in, session, first, second)
    assert answer.rejected == {one["id"]: DELETED for one in (session, first, second)}
    assert Set.objects.count() == 1
    restore_session(session=stored)
    assert sync(signed_in, session, first, second).rejected == {}


def test_a_set_that_was_removed_does_not_come_back(
    signed_in: Client, athlete: Athlete, exercise: Exercise
) -> None:
    session, first, second = a_session(), a_set("stretch", 1), a_set("stretch", 2)
    sync(signed_in, session, first, second)
    stored = Session.objects.with_sets().get()
    entry = entry_of(stored)
    without = dataclasses.replace(entry, sets=entry.sets[1:])
    change_session(athlete=athlete, entry=without, version=stored.version, now=timezone.now())
    assert str(RemovedSet.objects.get().pk) == first["id"]
    # The one that stays has moved up and keeps its moment: late replays of both change nothing.
    before = rows()
    answer = sync(signed_in, session, first, second)
    assert answer.rejected == {first["id"]: ["You removed this set from the session."]}
    assert rows() == before
    assert Set.objects.get().completed_at.isoformat().startswith("2026-11-02T17:02")

    change_session(athlete=athlete, entry=entry, version=stored.version + 1, now=timezone.now())
    assert not RemovedSet.objects.exists()
    assert sync(signed_in, session, first, second).rejected == {}


def test_a_form_that_was_opened_before_a_set_came_is_refused(signed_in: Client, exercise: Exercise) -> None:
    session = a_session()
    sync(signed_in, session, a_set("stretch", 1))
    path = f"/sessions/{session['id']}/edit/"
    sheet = fields_of(signed_in.get(path)) | {"notes": "typed"}
    sync(signed_in, session, a_set("stretch", 2))
    refused = signed_in.post(path, sheet)
    assert refused.status_code == 422
    assert "changed elsewhere meanwhile" in refused.content.decode()
    assert Set.objects.count() == 2


def test_what_a_form_changed_stays_when_the_device_sends_again(signed_in: Client, exercise: Exercise) -> None:
    session, one = a_session(), a_set("stretch", 1)
    sync(signed_in, session, one)
    path = f"/sessions/{session['id']}/edit/"
    sheet = fields_of(signed_in.get(path)) | {"sets-0-seconds": "41", "effort": "3"}
    assert signed_in.post(path, sheet).status_code == 302
    answer = sync(signed_in, session | {"effort": 8}, one)
    assert answer.rejected == {one["id"]: CHANGED, session["id"]: {"effort": CHANGED}}
    assert (Set.objects.get().seconds, Session.objects.get().effort) == (41, 3)


def test_a_merged_exercise_leads_to_the_one_that_stays(signed_in: Client, exercise: Exercise) -> None:
    ExerciseFactory(slug="old-name", status=Status.ARCHIVED, merged_into=exercise)
    ExerciseFactory(slug="archived", status=Status.ARCHIVED)
    session, sets = a_session(), [a_set("old-name", 1), a_set("archived", 2)]
    assert sync(signed_in, session, *sets).rejected == {}
    slugs = Set.objects.order_by("position").values_list("exercise__slug", flat=True)
    assert list(slugs) == ["stretch", "archived"]
    assert sync(signed_in, session, *sets).rejected == {}
