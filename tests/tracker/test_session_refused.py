"""A sheet that is wrong comes back whole, with each error beside its field."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from exercises.models import Routine
from tests.tracker.sheets import NEW, errors_in, fields_of, open_sheet, soup_of
from tracker.models import Athlete, Session, Set


def test_errors_stand_beside_their_fields_and_nothing_typed_is_lost(
    signed_in: Client, routine: Routine
) -> None:
    typed = {"sets-2-seconds": "a while", "sets-2-pain": "12", "notes": "Kept.", "effort": "eleven"}
    data = open_sheet(signed_in, "?routine=two") | typed
    response = signed_in.post(NEW, data)
    assert response.status_code == 422
    assert fields_of(response) == data
    page = soup_of(response)
    row = page.select(".sheet-set[role=group]")[2]
    assert [one.text for one in row.select(".errorlist li")] == ["Enter a whole number.", "Enter 10 or less."]
    assert {one["name"] for one in row.select("[aria-invalid=true]")} == {"sets-2-seconds", "sets-2-pain"}
    assert page.select_one("#div_id_effort .invalid-feedback") is not None
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    ("offset", "error"),
    [
        (timedelta(minutes=12), "This lies in the future. A session is logged once it has begun."),
        (timedelta(days=-20_000), "This is before the year 2000."),
    ],
)
def test_the_start_lies_in_a_person_s_past(
    signed_in: Client, routine: Routine, offset: timedelta, error: str
) -> None:
    started = timezone.localtime(timezone.now() + offset, Athlete.objects.get().tz)
    data = open_sheet(signed_in, "?routine=two") | {"started_at": f"{started:%Y-%m-%dT%H:%M}"}
    response = signed_in.post(NEW, data)
    assert response.status_code == 422
    assert error in errors_in(response)


def test_a_set_that_was_done_says_how_much(signed_in: Client, routine: Routine) -> None:
    data = open_sheet(signed_in, "?routine=two") | {"sets-0-seconds": ""}
    assert "Say how much, or untick the set." in errors_in(signed_in.post(NEW, data))


def test_an_empty_sheet_is_refused(signed_in: Client) -> None:
    assert "Add at least one exercise." in errors_in(signed_in.post(NEW, open_sheet(signed_in)))


def test_a_damaged_id_is_mended_and_saved_at_the_second_try(signed_in: Client, routine: Routine) -> None:
    data = open_sheet(signed_in, "?routine=two") | {"id": "nonsense", "sets-1-id": ""}
    response = signed_in.post(NEW, data)
    assert response.status_code == 422
    assert "The form was damaged on its way. Look it over and save again." in errors_in(response)
    assert signed_in.post(NEW, fields_of(response)).status_code == 302
    assert Set.objects.count() == 8


def test_a_session_in_which_nothing_was_done_is_refused(signed_in: Client, routine: Routine) -> None:
    data = {key: value for key, value in open_sheet(signed_in, "?routine=two").items() if "done" not in key}
    assert "Tick at least one set: nothing here was done." in errors_in(signed_in.post(NEW, data))


def test_notes_count_a_line_s_end_once(signed_in: Client, routine: Routine) -> None:
    notes = "\r\n".join(["x" * 99] * 100)
    data = open_sheet(signed_in, "?routine=two") | {"notes": notes}
    assert signed_in.post(NEW, data).status_code == 302
    assert Session.objects.get().notes == notes.replace("\r\n", "\n")
