"""Leaving with everything and coming back: export, sign up anew, bring it back, and the same history."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.inspection import Inspector
from tests.histories import build_history, build_measurements, build_mornings
from tests.tracker.archived import files_of
from tracker.models import Athlete, Session
from tracker.services.export_archive import DOCUMENT

EMAIL = "ana@example.org"
PASSWORD = "a quiet long word"
DATA = "/settings/data/"


def history_of(page: Page) -> list[str]:
    page.goto("/sessions/")
    expect(page.locator(".session-card").first).to_be_visible()
    return page.locator(".session-card").all_inner_texts()


def exported(page: Page, path: Path) -> Path:
    page.goto(DATA)
    with page.expect_download() as download:
        page.get_by_role("link", name="Export everything").click()
    download.value.save_as(path)
    return path


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_leaving_and_coming_back(
    scripts: bool, new_context: Any, sign_in: Any, catalogue: None, athlete: Athlete, tmp_path: Path
) -> None:
    until = timezone.localdate() - timedelta(days=2)
    build_history(athlete, sets=120, until=until)
    build_mornings(athlete)
    build_measurements(athlete, number=3, until=until)
    context = new_context(java_script_enabled=scripts)
    sign_in(context, athlete)
    page = context.new_page()
    before = history_of(page)
    taken = exported(page, tmp_path / "taken.zip")
    athlete.user.delete()
    context.clear_cookies()

    page.goto("/accounts/signup/")
    page.get_by_label("Email address").fill(EMAIL)
    page.get_by_label("Password").first.fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    expect(page).to_have_url(re.compile("/today/$"))
    page.goto(DATA)
    page.get_by_label("Your export").set_input_files(taken)
    page.get_by_role("button", name="Look at the file").click()
    expect(page.get_by_role("row", name=re.compile(f"Sessions {len(before)} 0"))).to_be_visible()
    page.get_by_role("button", name="Bring it back").click()
    expect(page.get_by_text(f"{len(before)} sessions were brought back")).to_be_visible()

    assert history_of(page) == before
    again = exported(page, tmp_path / "again.zip")
    assert files_of(again.read_bytes())[DOCUMENT] == files_of(taken.read_bytes())[DOCUMENT]

    page.goto(DATA)
    page.get_by_role("button", name=re.compile("Undo")).click()
    expect(page.get_by_text("entries were taken away")).to_be_visible()
    assert not Session.objects.exists()


def test_a_file_that_is_none_of_ours(own_page: Page, tmp_path: Path) -> None:
    """The reason stands at the field, and the page holds together in both themes, small and wide."""
    wrong = tmp_path / "hip-mobility.json"
    wrong.write_text('{"about": {"format": "hip-mobility", "version": 1}, "enrolments": [' + "{}, " * 40)
    inspector = Inspector(own_page, refused=422)
    own_page.goto(DATA)
    own_page.get_by_label("Your export").set_input_files(wrong)
    own_page.get_by_role("button", name="Look at the file").click()

    expect(own_page.get_by_role("alert")).to_contain_text("Nothing was changed.")
    expect(own_page.get_by_text("enrolments[0].id: This is missing.")).to_be_visible()
    inspector.look(DATA)
    inspector.report()
