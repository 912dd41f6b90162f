"""Changing, repeating, deleting and bringing back a session."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exercises.models import Exercise
from tests.factories import (
    SessionFactory,
    SetFactory,
)
from tests.tracker.sheets import NEW, errors_in, fields_of, open_sheet
from tracker.models import Athlete, Session, Set


def test_a_session_opens_as_logged_and_is_changed(signed_in: Client, logged: Session) -> None:
    path = f"/sessions/{logged.pk}/edit/"
    data = open_sheet(signed_in, path=path)
    assert (data["id"], data["version"], data["sets-0-seconds"]) == (str(logged.pk), "1", "30")
    response = signed_in.post(path, data | {"sets-0-seconds": "25", "pain_after": "3"})
    assert response.headers["Location"] == f"/sessions/{logged.pk}/"
    logged.refresh_from_db()
    first = logged.sets.order_by("position")[0]
    assert (first.seconds, logged.pain_after, first.prescribed) == (25, 3, {"reps": None, "seconds": 30})


def test_only_the_set_that_was_changed_is_written(signed_in: Client, logged: Session) -> None:
    path = f"/sessions/{logged.pk}/edit/"
    data = open_sheet(signed_in, path=path)
    kept, changed = data["sets-0-id"], data["sets-1-id"]
    with CaptureQueriesContext(connection) as queries:
        signed_in.post(path, data | {"sets-1-seconds": "25"})
    written = " ".join(one["sql"] for one in queries if one["sql"].startswith(("INSERT", "DELETE")))
    assert uuid.UUID(changed).hex in written.replace("-", "")
    assert uuid.UUID(kept).hex not in written.replace("-", "")
    assert logged.sets.count() == int(data["sets-TOTAL_FORMS"])


def test_two_tabs_do_not_overwrite_each_other_silently(signed_in: Client, logged: Session) -> None:
    path = f"/sessions/{logged.pk}/edit/"
    one, other = open_sheet(signed_in, path=path), open_sheet(signed_in, path=path)
    signed_in.post(path, one | {"notes": "One."})
    response = signed_in.post(path, other | {"notes": "Other."})
    assert response.status_code == 422
    assert errors_in(response) == [
        "This session was changed elsewhere meanwhile. Save again to replace it by what stands here."
    ]
    logged.refresh_from_db()
    assert logged.notes == "One."
    assert signed_in.post(path, fields_of(response)).status_code == 302
    logged.refresh_from_db()
    assert logged.notes == "Other."


def test_an_edit_cannot_reach_another_session_by_its_id_field(signed_in: Client, logged: Session) -> None:
    theirs = SetFactory().session
    path = f"/sessions/{logged.pk}/edit/"
    signed_in.post(path, open_sheet(signed_in, path=path) | {"id": str(theirs.pk), "notes": "Mine."})
    theirs.refresh_from_db()
    logged.refresh_from_db()
    assert (theirs.notes, logged.notes) == ("", "Mine.")


def test_an_edit_that_leaves_the_time_keeps_the_moment(signed_in: Client, logged: Session) -> None:
    # The second 01:30 of a repeated hour, with seconds that the page does not show.
    moment = datetime(2026, 10, 25, 1, 30, 45, tzinfo=UTC)
    Session.objects.update(started_at=moment, day=date(2026, 10, 25))
    path = f"/sessions/{logged.pk}/edit/"
    signed_in.post(path, open_sheet(signed_in, path=path) | {"notes": "Only this."})
    logged.refresh_from_db()
    assert (logged.started_at, logged.day, logged.notes) == (moment, date(2026, 10, 25), "Only this.")


def test_what_was_typed_into_a_session_deleted_elsewhere_is_not_lost(
    signed_in: Client, logged: Session
) -> None:
    path = f"/sessions/{logged.pk}/edit/"
    data = open_sheet(signed_in, path=path) | {"notes": "Typed."}
    signed_in.post(f"/sessions/{logged.pk}/delete/")
    response = signed_in.post(path, data)
    assert response.status_code == 422
    assert errors_in(response) == ["You deleted this session. Save again to log it anew."]
    assert signed_in.post(NEW, fields_of(response)).status_code == 302
    again = Session.objects.kept().get()
    # It was recorded, not prescribed: only a fresh sheet hands out anything.
    assert (again.notes, again.routine, again.sets.first().prescribed) == ("Typed.", logged.routine, None)


def test_repeating_leaves_out_what_is_no_longer_offered(signed_in: Client, logged: Session) -> None:
    Exercise.objects.filter(slug="first").update(status="archived")
    response = signed_in.get(f"/sessions/{logged.pk}/repeat/")
    assert "First is no longer offered, so it was left out." in response.content.decode()
    assert fields_of(response)["sets-0-exercise"] == "second"
    data = fields_of(
        signed_in.post(NEW, fields_of(response) | {"action": "add-exercise", "new_exercise": "first"})
    )
    assert data["sets-TOTAL_FORMS"] == "4"


def test_repeating_a_skipped_set_without_an_amount_is_valid(signed_in: Client, logged: Session) -> None:
    Set.objects.filter(side="right").update(skipped=True, seconds=None)
    data = open_sheet(signed_in, path=f"/sessions/{logged.pk}/repeat/")
    assert signed_in.post(NEW, data).status_code == 302


@pytest.mark.parametrize("action", ["delete", "restore"])
def test_coming_back_from_the_sign_in_changes_nothing(
    signed_in: Client, logged: Session, action: str
) -> None:
    assert signed_in.get(f"/sessions/{logged.pk}/{action}/").status_code == 302
    logged.refresh_from_db()
    assert logged.deleted_at is None


def test_deleting_twice_still_offers_the_undo(signed_in: Client, logged: Session) -> None:
    for _again in range(2):
        response = signed_in.post(f"/sessions/{logged.pk}/delete/")
        assert response.headers["Location"] == f"/sessions/?deleted={logged.pk}"


def test_repeating_opens_a_fresh_copy(signed_in: Client, logged: Session) -> None:
    before = fields_of(signed_in.get(f"/sessions/{logged.pk}/edit/"))
    data = open_sheet(signed_in, path=f"/sessions/{logged.pk}/repeat/")
    assert data["id"] != before["id"]
    assert data["sets-0-id"] != before["sets-0-id"]
    assert data["routine"] == "two"
    assert signed_in.post(NEW, data).status_code == 302
    assert Session.objects.count() == 2


def test_deleting_can_be_undone(signed_in: Client, logged: Session) -> None:
    gone = signed_in.post(f"/sessions/{logged.pk}/delete/")
    assert gone.headers["Location"] == f"/sessions/?deleted={logged.pk}"
    assert signed_in.get(f"/sessions/{logged.pk}/edit/").status_code == 404
    assert signed_in.post(f"/sessions/{logged.pk}/restore/").status_code == 302
    assert signed_in.get(f"/sessions/{logged.pk}/edit/").status_code == 200


@pytest.mark.parametrize("action", ["edit", "repeat", "delete", "restore"])
def test_another_person_s_session_is_404(signed_in: Client, action: str) -> None:
    theirs = SetFactory().session
    path = f"/sessions/{theirs.pk}/{action}/"
    assert signed_in.post(path).status_code in {404, 405}
    assert signed_in.get(path).status_code == 404
    theirs.refresh_from_db()
    assert theirs.deleted_at is None


@pytest.mark.parametrize(
    ("action", "method"), [("delete", "put"), ("restore", "put"), ("repeat", "post"), ("edit", "put")]
)
def test_the_wrong_method_is_405(signed_in: Client, logged: Session, action: str, method: str) -> None:
    assert getattr(signed_in, method)(f"/sessions/{logged.pk}/{action}/").status_code == 405


@pytest.mark.parametrize("page", ["new/?routine=two", "{pk}/edit/", "{pk}/repeat/"])
def test_opening_takes_the_same_few_queries_for_any_history(
    signed_in: Client, athlete: Athlete, logged: Session, page: str
) -> None:
    first = Exercise.objects.get(slug="first")
    counts = []
    for sessions in (5, 5):
        for _session in range(sessions):
            SetFactory(session=SessionFactory(athlete=athlete), exercise=first)
        with CaptureQueriesContext(connection) as queries:
            assert signed_in.get(f"/sessions/{page.format(pk=logged.pk)}").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8
