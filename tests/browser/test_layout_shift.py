"""Nothing jumps while a page comes: its cumulative layout shift, as the browser itself adds it up."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from tests.histories import build_history
from tracker.models import Athlete

MOST = 0.02
ROUTINE = "hip-mobility-routine"
PAGES = (
    "/today/",
    f"/sessions/{uuid.UUID(int=1)}/play/?routine={ROUTINE}",
    f"/sessions/new/?routine={ROUTINE}",
    "/sessions/",
    "/progress/",
    "/exercises/",
    "/settings/data/",
    "/settings/security/",
)
WATCH = """
  window.shifted = 0;
  window.moved = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      window.shifted += entry.value;
      window.moved.push(...entry.sources.map(({ node }) => node?.outerHTML?.slice(0, 80)));
    }
  }).observe({ type: "layout-shift", buffered: true });
"""
SETTLE = """() => new Promise((done) => {
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)));
})"""
"""Two frames later the browser has told what moved."""


def test_a_short_page_begins_where_a_long_one_does(own_page: Page) -> None:
    tops = set()
    for height in (400, 1600):
        own_page.set_viewport_size({"width": 360, "height": height})
        own_page.goto("/settings/data/import/")
        box = own_page.locator("main").bounding_box()
        assert box
        tops.add(box["y"])
    assert len(tops) == 1


def test_the_button_for_passkeys_has_its_place_before_its_script_comes(page: Page) -> None:
    tops = []
    page.route("**/hm-passkey*.js", lambda route: route.abort())
    for is_shown in (False, True):
        page.goto("/accounts/login/")
        expect(page.get_by_role("button", name="Sign in with a passkey")).to_have_count(int(is_shown))
        box = page.get_by_text("No account yet?").bounding_box()
        assert box
        tops.append(box["y"])
        page.unroute("**/hm-passkey*.js")
    assert tops[0] == tops[1]


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_jumps(
    catalogue: None, athlete: Athlete, context: BrowserContext, sign_in: Any, width: int
) -> None:
    build_history(athlete, sets=60, until=timezone.localdate())
    sign_in(context, athlete)
    context.add_init_script(WATCH)
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    jumped = []
    for path in PAGES:
        page.goto(path)
        if "/play/" in path:
            expect(page.locator("hm-player[ready]")).to_be_attached()
        page.evaluate(SETTLE)
        shifted = page.evaluate("window.shifted")
        if shifted >= MOST:
            jumped.append(f"{path}: {shifted:.3f} {page.evaluate('window.moved')}")
    assert not jumped, "\n".join(jumped)
