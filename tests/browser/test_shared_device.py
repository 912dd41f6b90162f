"""Two people on one device: what one of them logged never lands with the other, and is not lost either."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, Request, expect

from tests.browser.chaos_run import SYNC, wait_until_sent
from tests.browser.chromium import PATIENCE_MS
from tests.browser.test_offline import PASSWORD, kept, sign_up
from tests.mortal_site import MortalSite, mortal_site
from tests.served_site import prepared_folder

ROWS = """async () => {
  const db = await new Promise((resolve) =>
    (indexedDB.open("hm-outbox").onsuccess = (event) => resolve(event.target.result)));
  const found = {};
  for (const name of db.objectStoreNames) {
    found[name] = await new Promise((resolve) =>
      (db.transaction(name).objectStore(name).count().onsuccess = (event) => resolve(event.target.result)));
  }
  db.close();
  return found;
}"""
"""How many rows the outbox holds, of anybody."""

PLAYER = re.compile(r"/sessions/[0-9a-f-]{36}/play/")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MortalSite]:
    with mortal_site(prepared_folder(tmp_path_factory)) as site:
        yield site


@pytest.fixture
def phone(browser: Browser, site: MortalSite) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=site.url, viewport={"width": 360, "height": 740})
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()
    site.take_sessions()


def sign_in(page: Page, name: str) -> None:
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(f"{name}@example.org")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    expect(page).to_have_url(re.compile("/today/"))


def sign_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    expect(page.locator("hm-offline[ready]")).to_be_attached()
    page.get_by_role("main").get_by_role("button", name="Sign out").click()


def user_on(page: Page) -> int:
    """Return whose page it is."""
    return int(page.locator("hm-offline").get_attribute("user") or 0)


def train(page: Page) -> None:
    """Start what is first on Today, and do a set of it."""
    page.locator("main a[data-start]").first.click()
    expect(page).to_have_url(PLAYER)
    page.locator("hm-player[ready] [data-act=start]").click()
    do_set(page, 1)


def do_set(page: Page, number: int) -> None:
    """Start the set that is next, and complete it; then the clock stands still."""
    for act in ("done", "done", "pause"):
        page.locator(f"[data-act={act}]").click()
    expect(page.locator("[data-bar] .on")).to_have_count(number)


def expect_nothing_kept_for(page: Page) -> None:
    """Neither counted nor listed: to this person the device is empty."""
    for part in ("waiting", "rejected"):
        expect(page.locator(f"hm-offline [data-part={part}]")).to_be_hidden()


def expect_nothing_on_the_way_back(page: Page) -> None:
    """Go back without a connection: no page of the person who signed out comes up again."""
    page.context.set_offline(True)
    for _page in range(3):
        with suppress(Error):  # the browser's own page for no connection
            page.go_back(wait_until="commit")
        assert page.locator("hm-offline, hm-player").count() == 0
        assert page.get_by_role("heading", name="Today", exact=True).count() == 0
    page.context.set_offline(False)
    page.goto("/")


def sent_from(phone: BrowserContext) -> list[dict[str, Any]]:
    """Return what is sent from now on; the list grows."""
    sent: list[dict[str, Any]] = []

    def note(request: Request) -> None:
        if request.method == "POST" and request.url.endswith("/sessions/sync/"):
            sent.append(request.post_data_json)

    phone.on("request", note)
    return sent


def sets_of_each(site: MortalSite) -> dict[int, list[int]]:
    """Return how many sets each session of each person has, and take them away."""
    found: dict[int, list[int]] = {}
    for session in site.take_sessions():
        found.setdefault(session.athlete, []).append(len(session.sets))
    return found


def test_what_waits_when_a_session_runs_out_is_sent_for_its_owner_alone(
    phone: BrowserContext, site: MortalSite
) -> None:
    page = phone.new_page()
    sign_up(page, "ann")
    ann = user_on(page)
    phone.set_offline(True)
    train(page)
    phone.clear_cookies()  # it ran out; nobody signed out
    phone.set_offline(False)
    sent = sent_from(phone)

    other = phone.new_page()
    sign_up(other, "ben")
    ben = user_on(other)
    expect_nothing_kept_for(other)
    page.bring_to_front()
    do_set(page, 2)  # on the page that is still open
    expect(page.locator("[data-keep]")).to_contain_text("2")
    other.bring_to_front()
    train(other)
    other.goto("/history/")
    expect_nothing_kept_for(other)
    assert {one["user"] for one in sent} <= {ben}
    sign_out(other)
    expect(other).to_have_url("/")

    page.close()
    sign_in(other, "ann")
    assert wait_until_sent(other) == []
    assert sets_of_each(site) == {ann: [2], ben: [1]}


def test_who_signs_out_all_the_same_finds_it_again(phone: BrowserContext, site: MortalSite) -> None:
    page = phone.new_page()
    sign_up(page, "cleo")
    cleo = user_on(page)
    phone.route(SYNC, lambda route: route.abort())
    train(page)
    sign_out(page)
    warning = page.locator("hm-offline [data-part=leaving]")
    expect(warning.get_by_text("has not reached the site")).to_be_visible()
    page.get_by_role("button", name="Sign out all the same").click()
    expect(page).to_have_url("/")
    assert kept(page) == []
    # What was done waits, and nothing more: not where she was, not what she was to do.
    assert page.evaluate(ROWS) == {"sessions": 1, "sets": 1, "states": 0}
    expect_nothing_on_the_way_back(page)
    phone.unroute(SYNC)
    sent = sent_from(phone)

    sign_up(page, "dora")
    expect_nothing_kept_for(page)
    sign_out(page)
    expect(page).to_have_url("/")
    assert sent == []
    assert site.take_sessions() == []

    sign_in(page, "cleo")
    assert wait_until_sent(page) == []
    assert sets_of_each(site) == {cleo: [1]}
    sign_out(page)
    expect(page).to_have_url("/")
    expect_nothing_on_the_way_back(page)
