"""From signing up over the screening to the history: with JavaScript, without, and by keyboard alone."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Locator, Page, expect

from tracker.models import Session

EMAIL = "ana@example.org"
PASSWORD = "a quiet long word"
A_SESSION = re.compile(r"/sessions/([0-9a-f-]{36})/$")
LOG_THE_ROUTINE = re.compile("Log ?: Hip mobility routine")
THE_SCREENING = re.compile(r"/screening/\?next=")
THE_SHEET = re.compile(r"/sessions/new/\?routine=hip-mobility-routine$")
NO_TO_THE_REST = "No to all that I leave open"
SIDES = {"left": 6, "right": 6}
"""What the hip mobility routine prescribes: three exercises of two sets, each side."""


def expect_whole_session(page: Page) -> str:
    """Expect the page of a session with every prescribed set, left and right apart; return its id."""
    expect(page).to_have_url(A_SESSION)
    rows = page.locator("[data-set]")
    expect(rows).to_have_count(sum(SIDES.values()))
    assert Counter(rows.evaluate_all("rows => rows.map(row => row.dataset.side)")) == SIDES
    expect(rows.get_by_text("skipped")).to_have_count(0)
    expect(rows.get_by_text("prescribed")).to_have_count(sum(SIDES.values()))
    match = A_SESSION.search(page.url)
    assert match
    assert Session.objects.get().pk.hex == match[1].replace("-", "")
    return match[1]


def expect_in_history(page: Page, pk: str) -> None:
    """Expect the session in the list and its day on the heatmap."""
    expect(page).to_have_url(re.compile("/sessions/$"))
    expect(page.locator(f'#sessions a[href="/sessions/{pk}/"]')).to_have_text("Hip mobility routine")
    day = Session.objects.get().day
    square = page.locator(f'[data-chart] svg a[href*="day={day}"]')
    expect(square).to_have_count(1)
    expect(square).to_have_attribute("aria-label", re.compile("1 session"))


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_from_sign_up_to_history(scripts: bool, new_context: Any, catalogue: None) -> None:
    page = new_context(java_script_enabled=scripts).new_page()
    page.goto("/")
    page.get_by_role("navigation").get_by_role("link", name="Sign up").click()
    page.get_by_label("Email address").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    expect(page).to_have_url(re.compile("/today/$"))
    page.get_by_role("link", name=LOG_THE_ROUTINE).click()
    expect(page).to_have_url(THE_SCREENING)
    for box in page.get_by_label(NO_TO_THE_REST).all():
        box.check()
    page.get_by_role("button", name="Save my answers").click()
    expect(page).to_have_url(THE_SHEET)
    page.get_by_role("button", name="Save session").click()
    pk = expect_whole_session(page)
    page.locator("main").get_by_role("link", name="History").click()
    expect_in_history(page, pk)
    zone = "Europe/Zurich" if scripts else "UTC"
    assert User.objects.get(email=EMAIL).athlete.time_zone == zone


FOCUS = """async () => {
  const element = document.activeElement;
  await Promise.all(element.getAnimations().map((one) => one.finished));
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  const last = window.lastFocus;
  window.lastFocus = element;
  // The parts of a date field are stops of their own: the browser rings them, inside of the same element.
  const inside = last === element;
  const following = () => last.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING;
  return {
    name: element.outerHTML.slice(0, 120),
    ring: inside || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2),
    covered: !!(hit?.closest(".topbar") && !element.closest(".topbar")),
    seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    inOrder: !last || inside || following() > 0,
  };
}"""


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus; at each stop the focus is seen and further down the page."""
    expect(target).to_have_count(1)
    for _stop in range(120):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        assert focus["ring"], focus
        assert focus["seen"], focus
        assert not focus["covered"], focus
        assert focus["inOrder"], focus
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{target} cannot be reached")


@pytest.mark.parametrize("width", [320, 1280])
def test_from_sign_up_to_history_by_keyboard(width: int, page: Page, catalogue: None) -> None:
    page.set_viewport_size({"width": width, "height": 640})
    page.goto("/")
    tab_to(page, page.get_by_role("link", name="Skip to the content"))
    tab_to(page, page.get_by_role("navigation").get_by_role("link", name="Sign up"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/signup/"))
    tab_to(page, page.get_by_label("Email address"))
    page.keyboard.type(EMAIL)
    tab_to(page, page.get_by_label("Password"))
    page.keyboard.type(PASSWORD)
    tab_to(page, page.get_by_role("button", name="Sign up"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/today/$"))
    tab_to(page, page.get_by_role("link", name=LOG_THE_ROUTINE))
    page.keyboard.press("Enter")
    expect(page).to_have_url(THE_SCREENING)
    for number in range(2):
        tab_to(page, page.get_by_label(NO_TO_THE_REST).nth(number))
        page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name="Save my answers"))
    page.keyboard.press("Space")
    expect(page).to_have_url(THE_SHEET)
    tab_to(page, page.get_by_role("group", name="set 1").first.get_by_label("done"))
    page.keyboard.press("Space")
    page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name="Save session"))
    page.keyboard.press("Space")
    pk = expect_whole_session(page)
    tab_to(page, page.locator("summary").filter(has_text="More"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("navigation").get_by_role("link", name="History"))
    page.keyboard.press("Enter")
    expect_in_history(page, pk)
