"""Putting a sheet together without scripts: nothing is saved or checked on the way."""

from __future__ import annotations

import pytest
from django.test import Client

from exercises.models import Routine
from tests.tracker.sheets import NEW, errors_in, fields_of, open_sheet
from tracker.models import Session


def test_an_own_session_is_put_together_without_scripts(signed_in: Client, routine: Routine) -> None:
    data = open_sheet(signed_in)
    for action in ("add-exercise", "add-set:0"):
        data = fields_of(signed_in.post(NEW, data | {"action": action, "new_exercise": "second"}))
    data = fields_of(signed_in.post(NEW, data | {"action": "add-exercise", "new_exercise": "first"}))
    data = fields_of(signed_in.post(NEW, data | {"action": "move-up:1", "notes": "Typed <before>."}))
    data = fields_of(signed_in.post(NEW, data | {"action": "remove-set:0"}))
    assert not Session.objects.exists()
    assert signed_in.post(NEW, data | {"action": "save"}).status_code == 302
    session = Session.objects.get()
    assert session.notes == "Typed <before>."
    assert [one.exercise.slug for one in session.sets.select_related("exercise").order_by("position")] == [
        *["first"] * 2,
        *["second"] * 6,
    ]


@pytest.mark.parametrize(
    "action", ["nonsense", "add-set:", "add-set:x", "remove:-1", "move-up:999999", "remove:²"]
)
def test_arranging_nonsense_changes_nothing(signed_in: Client, routine: Routine, action: str) -> None:
    data = open_sheet(signed_in, "?routine=two")
    response = signed_in.post(NEW, data | {"action": action})
    assert (response.status_code, fields_of(response)) == (200, data)


def test_arranging_keeps_what_is_wrong_without_a_word(signed_in: Client, routine: Routine) -> None:
    data = open_sheet(signed_in, "?routine=two") | {
        "sets-0-seconds": "wrong",
        "started_at": "wrong",
        "effort": "99",
    }
    response = signed_in.post(NEW, data | {"action": "add-set:1"})
    kept = fields_of(response)
    assert (kept["sets-0-seconds"], kept["started_at"], kept["effort"]) == ("wrong", "wrong", "99")
    assert (kept["sets-TOTAL_FORMS"], errors_in(response)) == ("10", [])
