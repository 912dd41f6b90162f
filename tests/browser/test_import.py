"""From a file of another app to the history, on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.inspection import Inspector
from tests.tracker.foreign_files import long_strong, strong
from tracker.models import Athlete
from tracker.services import go_on_import as going

START = "2024-03-02 10:30:00"


@pytest.fixture
def phone(own_page: Page) -> Page:
    own_page.set_viewport_size({"width": 360, "height": 740})
    return own_page


def choose(page: Page, text: str) -> None:
    page.goto("/settings/data/")
    page.get_by_role("link", name="Choose a file").click()
    page.get_by_label("The file").set_input_files(
        {"name": "strong.csv", "mimeType": "text/csv", "buffer": text.encode()}
    )
    page.get_by_role("button", name="Look at the file").click()


def test_a_file_of_strong_comes_in(phone: Page) -> None:
    inspector = Inspector(phone)
    choose(
        phone,
        strong(
            f'{START},"Leg day",1h,"Bench Press (Barbell)",1,80,5,0,0,',
            f'{START},"Leg day",1h,"Couch stretch",1,0,0,0,45,',
            f'{START},"Leg day",1h,"Squat",1,9999,5,0,0,',
        ),
    )
    expect(phone.get_by_role("heading", name="1 session would come in")).to_be_visible()
    phone.get_by_text("1 row cannot be taken over").click()
    expect(phone.get_by_role("cell", name="This is more than 500.")).to_be_visible()
    inspector.look("what the file holds")
    phone.set_viewport_size({"width": 360, "height": 740})
    expect(phone.get_by_label("Bench Press (Barbell)")).to_have_value("own")
    phone.get_by_label("Couch stretch").select_option(label="Couch stretch, wall")

    phone.get_by_role("button", name="Bring it in").click()

    expect(phone.get_by_role("heading", name="Done")).to_be_visible()
    expect(phone.get_by_text("1 session came in.")).to_be_visible()
    inspector.look("done")
    phone.set_viewport_size({"width": 360, "height": 740})
    phone.get_by_role("link", name="See your history").click()
    phone.get_by_role("link", name="Own session").click()
    expect(phone.get_by_role("heading", name="Bench Press (Barbell)")).to_be_visible()
    expect(phone.get_by_text("not reviewed")).to_be_visible()
    expect(phone.get_by_role("heading", name="Couch stretch, wall")).to_be_visible()
    inspector.report()


def test_a_long_file_goes_on_by_itself(
    phone: Page, athlete: Athlete, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(going, "ROWS_A_STEP", 40)
    choose(phone, long_strong(200, names=3))

    phone.get_by_role("button", name="Bring it in").click()

    expect(phone.get_by_text("10 sessions came in.")).to_be_visible()
    assert athlete.sets.count() == 200


def test_own_exercises_on_a_phone(phone: Page) -> None:
    inspector = Inspector(phone)
    phone.goto("/settings/exercises/")
    phone.get_by_label("Name").fill("Bench press")
    phone.get_by_label("Note the load as well").check()
    phone.get_by_role("button", name="Make the exercise").click()
    expect(phone.get_by_role("link", name="Bench press", exact=True)).to_be_visible()
    inspector.look("own exercises")
    phone.set_viewport_size({"width": 360, "height": 740})
    phone.goto("/sessions/new/")
    phone.get_by_label("Exercise", exact=True).select_option(label="Bench press")
    phone.get_by_role("button", name="Add", exact=True).click()
    expect(phone.get_by_text("Not reviewed")).to_be_visible()
    inspector.look("the sheet with an own exercise")
    phone.set_viewport_size({"width": 360, "height": 740})
    inspector.report()
