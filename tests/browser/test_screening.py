"""The screening by keyboard on a phone, without JavaScript, and looked over for accessibility."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from exercises.models import Screening
from tests.browser.inspection import Inspector
from tests.factories import AthleteFactory
from tracker.models import Athlete

SECONDS = 60
PRESSES = 40
"""With a press a second, that leaves a third of the minute for reading."""
JUST_UNDER_THE_EDGE = "one => window.scrollBy(0, one.getBoundingClientRect().top)"
PHONE = {"width": 360, "height": 740}
ON_TOP = """() => {
  const one = document.activeElement;
  const {top, bottom, left, right} = one.getBoundingClientRect();
  const found = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  return found === one || one.contains(found) || found?.contains(one);
}"""


@pytest.fixture
def newcomer(catalogue: None) -> Athlete:
    return AthleteFactory(screened=False)


@pytest.fixture
def open_phone(newcomer: Athlete, new_context: Any, sign_in: Any) -> Callable[..., Page]:
    """Open a page of the newcomer's phone, in a context with these options."""

    def open_page(**options: Any) -> Page:
        context = new_context(viewport=PHONE, **options)
        sign_in(context, newcomer)
        page: Page = context.new_page()
        return page

    return open_page


def press_until(page: Page, key: str, name: str) -> int:
    """Press a key until the control of that name has the focus; return how often."""
    for presses in range(1, 400):
        page.keyboard.press(key)
        if page.evaluate("name => document.activeElement?.name === name", name):
            return presses
    raise AssertionError(f"{name} was never reached")


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_by_keyboard_in_under_a_minute(open_phone: Callable[..., Page], scripts: bool) -> None:
    page = open_phone(java_script_enabled=scripts)
    page.goto("/screening/?next=/today/")
    begun = time.monotonic()
    # The page's own bar comes first; the box that says no to the rest is the first thing of the form.
    presses = press_until(page, "Tab", "rest-red-flags")
    page.keyboard.press("Space")
    presses += press_until(page, "Tab", "rest-conditions")
    page.keyboard.press("Space")
    presses += press_until(page, "Tab", "knee-problem")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/today/$"))
    assert presses + 4 < PRESSES
    assert time.monotonic() - begun < SECONDS
    answers = Screening.objects.get().answers
    assert answers["knee-problem"] == {"answer": "yes"}
    assert answers["red-flag-fever"] == {"answer": "no"}


def test_the_box_for_the_rest_is_in_sight_and_hides_nothing(open_phone: Callable[..., Page]) -> None:
    """However far down its list, it can be ticked; what has the focus is not under it."""
    page = open_phone()
    page.goto("/screening/")
    height = page.evaluate("document.documentElement.scrollHeight")
    assert height < 6_000, "far longer than one short page"
    page.locator("#question-red-flag-limp-under-16").scroll_into_view_if_needed()
    expect(page.locator("[name=rest-red-flags]")).to_be_in_viewport(ratio=1)
    page.locator("#question-red-flag-fever [value=no]").evaluate(JUST_UNDER_THE_EDGE)
    page.locator("#question-red-flag-night-pain [value=no]").evaluate(
        "one => one.focus({preventScroll: true})"
    )
    page.keyboard.press("Shift+Tab")
    expect(page.locator("#question-red-flag-fever [type=radio]:focus")).to_have_count(1)
    assert page.evaluate(ON_TOP), "what has the focus is covered"


def test_four_answers_stand_in_one_row_of_a_phone(open_phone: Callable[..., Page]) -> None:
    page = open_phone()
    page.goto("/screening/")
    for row in page.locator(".screening-choices:visible").all():
        tops = row.evaluate("row => [...row.children].map((one) => one.getBoundingClientRect().top)")
        heights = row.evaluate("row => [...row.children].map((one) => one.offsetHeight)")
        assert len(set(tops)) == 1
        assert min(heights) >= 44


def test_what_is_asked_after_an_answer_shows_with_it(open_phone: Callable[..., Page]) -> None:
    page = open_phone()
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


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_back_shows_what_was_chosen_and_two_presses_count_once(
    open_phone: Callable[..., Page], scripts: bool
) -> None:
    page = open_phone(java_script_enabled=scripts)
    page.goto("/screening/?next=/exercises/")
    for box in ("rest-red-flags", "rest-conditions"):
        page.locator(f"[name={box}]").check()
    page.locator("#question-knee-problem [value=yes]").check()
    page.get_by_role("button", name="Save my answers").dblclick()
    expect(page).to_have_url(re.compile("[^=]/exercises/$"))
    assert Screening.objects.count() == 1
    page.go_back()
    expect(page.locator("#question-knee-problem [value=yes]")).to_be_checked()
    expect(page.locator("[name=rest-red-flags]")).to_be_checked()
    page.locator("#question-knee-problem [value=unsure]").check()
    page.get_by_role("button", name="Save my answers").click()
    expect(page).to_have_url(re.compile("[^=]/exercises/$"))
    assert Screening.objects.current().get().answers["knee-problem"] == {"answer": "unsure"}


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
