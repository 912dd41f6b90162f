"""The screening by keyboard on a phone, without JavaScript, and looked over for accessibility."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from exercises.models import Screening
from tests.browser.inspection import Inspector
from tests.factories import AthleteFactory
from tracker.models import Athlete

SECONDS = 60
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def newcomer(catalogue: None) -> Athlete:
    return AthleteFactory(screened=False)


def press_until(page: Page, key: str, name: str) -> int:
    """Press a key until the control of that name has the focus; return how often."""
    for presses in range(1, 400):
        page.keyboard.press(key)
        if page.evaluate("name => document.activeElement?.name === name", name):
            return presses
    raise AssertionError(f"{name} was never reached")


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_by_keyboard_in_under_a_minute(
    newcomer: Athlete, new_context: Any, sign_in: Any, scripts: bool
) -> None:
    context = new_context(viewport=PHONE, java_script_enabled=scripts)
    sign_in(context, newcomer)
    page = context.new_page()
    page.goto("/screening/?next=/today/")
    begun = time.monotonic()
    press_until(page, "Tab", "rest-red-flags")
    page.keyboard.press("Space")
    press_until(page, "Tab", "knee-problem")
    page.keyboard.press("ArrowRight")
    press_until(page, "Tab", "rest-conditions")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/today/$"))
    assert time.monotonic() - begun < SECONDS
    answers = Screening.objects.get().answers
    assert answers["knee-problem"] == {"answer": "yes"}
    assert answers["red-flag-fever"] == {"answer": "no"}


def test_what_is_asked_after_an_answer_shows_with_it(
    newcomer: Athlete, new_context: Any, sign_in: Any
) -> None:
    context = new_context(viewport=PHONE)
    sign_in(context, newcomer)
    page = context.new_page()
    page.goto("/screening/")
    parent, child = page.locator("#question-labral-tear"), page.locator("#question-labral-tear-locking")
    day = page.locator("#back-history-cleared_on")
    expect(child).to_be_hidden()
    parent.locator("> fieldset [value=unsure]").check()
    expect(child).to_be_visible()
    parent.locator("> fieldset [value=no]").check()
    expect(child).to_be_hidden()
    expect(day).to_be_hidden()
    page.locator("#question-back-history [value=cleared]").check()
    expect(day).to_be_visible()


def test_the_pages_are_accessible(newcomer: Athlete, new_context: Any, sign_in: Any) -> None:
    context = new_context()
    sign_in(context, newcomer)
    page = context.new_page()
    inspector = Inspector(page, refused=422)
    inspector.visit("/screening/")
    page.get_by_role("button", name="Save my answers").click()
    expect(page.locator("#errors")).to_be_visible()
    inspector.look("open questions")
    for box in ("rest-red-flags", "rest-conditions"):
        page.locator(f"[name={box}]").check()
    page.locator("#question-knee-problem [value=yes]").check()
    page.get_by_role("button", name="Save my answers").click()
    expect(page).to_have_url(re.compile("/screening/result/$"))
    inspector.look("result")
    page.goto("/screening/")
    page.locator("[name=rest-red-flags]").check()
    page.locator("#question-red-flag-fever [value=yes]").check()
    page.get_by_role("button", name="Save my answers").click()
    expect(page).to_have_url(re.compile("/screening/stop/$"))
    inspector.look("stop")
    inspector.report()
