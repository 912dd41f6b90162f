"""A statement that is worked out once finds what a queryset finds, whatever the key is made of."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exercises.models import Exercise
from exercises.models.prepared import PreparedRead
from tests.factories import ExerciseFactory, RoutineFactory, SessionFactory
from tracker.models import Session

pytestmark = pytest.mark.django_db


def test_a_number_as_key() -> None:
    one, other = ExerciseFactory(), ExerciseFactory()
    read = PreparedRead(Exercise.objects.all)
    assert [read.get(one.pk), read.get(other.pk), read.get(0)] == [one, other, None]


def test_a_uuid_as_key_with_a_row_beside_it_and_a_lock() -> None:
    plain, followed = SessionFactory(), SessionFactory(routine=RoutineFactory())
    read = PreparedRead(lambda: Session.objects.with_routine().select_for_update(of=("self",)))
    for one in (plain, followed):
        with CaptureQueriesContext(connection) as queries:
            found = read.get(one.pk)
            assert found == one
            assert (found.routine, found.started_at) == (one.routine, one.started_at)
        assert len(queries) == 1
        assert ("FOR UPDATE" in queries[0]["sql"]) == (connection.vendor == "postgresql")
    assert read.get(uuid.uuid4()) is None
