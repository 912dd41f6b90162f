"""The site without a connection: what is kept on the device, for whom, and what a sign-out leaves.

On the site as it is served for real: only hashed files are kept, and the server can be taken away.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.chromium import PATIENCE_MS
from tests.browser.inspection import Inspector
from tests.served_site import ServedSite, prepared_folder, scratch_environment, served_site

PASSWORD = "turn-the-leg-in"

LOSE_AN_IMPORT = """async () => {
  for (const name of await caches.keys()) if (name.startsWith("hm-pages:")) await caches.delete(name);
  const files = await caches.open("hm-static");
  for (const one of await files.keys()) if (one.url.includes("/player/clock.")) await files.delete(one);
}"""
"""As after a page that was left early: a script is kept, but not what it imports, and no page is kept yet."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedSite]:
    environment = scratch_environment(prepared_folder(tmp_path_factory))
    with served_site(environment) as served:
        yield served


@pytest.fixture
def phone(browser: Browser, site: ServedSite) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=site.url, viewport={"width": 360, "height": 740})
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


def sign_up(page: Page, name: str) -> None:
    """Make a person who was screened, on Today."""
    page.goto("/accounts/signup/")
    page.locator("input[name=email]").fill(f"{name}@example.org")
    page.locator("input[name=password1]").fill(PASSWORD)
    page.locator("input[name=password1]").press("Enter")
    expect(page).to_have_url("/today/")
    page.goto("/screening/?next=/today/")
    page.locator("input[name=rest-red-flags]").check()
    page.locator("input[name=rest-conditions]").check()
    page.get_by_role("button", name="Save my answers").click()
    expect(page).to_have_url("/today/")
    wait_until_kept(page)


def wait_until_kept(page: Page) -> None:
    expect(page.locator("hm-offline[ready]")).to_be_attached()


def kept(page: Page) -> list[str]:
    """Return the addresses of the personal pages that lie on the device."""
    return page.evaluate(
        """async () => {
          const found = [];
          for (const name of await caches.keys()) {
            if (!name.startsWith("hm-pages:")) continue;
            for (const one of await (await caches.open(name)).keys()) found.push(new URL(one.url).pathname);
          }
          return found.sort();
        }"""
    )


def test_today_and_what_it_leads_to_open_without_a_connection(phone: BrowserContext) -> None:
    page = phone.new_page()
    sign_up(page, "kept")
    page.evaluate(LOSE_AN_IMPORT)
    page.reload()
    wait_until_kept(page)
    start = page.locator("main a[data-start]").first
    phone.set_offline(True)
    page.reload()
    expect(page.get_by_role("heading", name="Today", exact=True)).to_be_visible()
    expect(page.get_by_text("You are offline.")).to_be_visible()
    assert page.evaluate("document.styleSheets[0].cssRules.length") > 100
    start.click()
    expect(page.locator("hm-player[ready]")).to_be_visible()
    page.goto("/sessions/new/")
    expect(page.locator("#sheet")).to_be_visible()
    page.goto("/progress/")
    expect(page.get_by_role("heading", name="This page is not on your device")).to_be_visible()


def test_a_session_that_today_does_not_lead_to_goes_on_without_a_connection(phone: BrowserContext) -> None:
    page = phone.new_page()
    sign_up(page, "cellar")
    page.goto(f"/sessions/{uuid4()}/play/?exercise=supine-figure-4")
    for act in ("start", "done", "done"):
        page.locator(f"[data-act={act}]").click()
    expect(page.locator("[data-bar] .on").first).to_be_attached()
    phone.set_offline(True)
    page.reload()
    expect(page.get_by_text("of 4 sets are done")).to_be_visible()
    session = page.url
    page.goto("/today/")
    wait_until_kept(page)
    page.goto(session)
    expect(page.get_by_text("of 4 sets are done")).to_be_visible()


def test_after_much_pain_nothing_that_is_kept_is_begun(phone: BrowserContext) -> None:
    """The site would ask first; what is under way goes on, without what hurt."""
    page = phone.new_page()
    sign_up(page, "sore")
    start = page.locator("main a[data-start]").first.get_attribute("href") or ""
    phone.set_offline(True)
    page.goto(start)
    for act in ("start", "done", "pain"):
        page.locator(f"[data-act={act}]").click()
    page.locator("[data-panel=pain] [data-pain='7']").click()
    page.locator("[data-panel=swap] [data-act=leave-out]").click()
    name = page.locator("[data-screen=stage] [data-name]").inner_text()
    page.reload()
    page.locator("[data-act=start]").click()
    expect(page.locator("[data-screen=stage] [data-name]")).to_have_text(name)
    left = {one for one in kept(page) if one.startswith("/sessions/")}
    assert left == {urlsplit(page.url).path, "/sessions/new/"}
    page.goto(f"/sessions/{uuid4()}/play/?{urlsplit(start).query}")
    expect(page.get_by_role("heading", name="This page is not on your device")).to_be_visible()


def test_a_red_flag_on_another_device_drops_what_is_kept(browser: Browser, phone: BrowserContext) -> None:
    page = phone.new_page()
    sign_up(page, "elsewhere")
    start = page.locator("main a[data-start]").first.get_attribute("href") or ""
    page.goto(start)
    expect(page.locator("hm-player[ready]")).to_be_attached()
    other = browser.new_context(
        base_url=page.url, storage_state=phone.storage_state(), service_workers="block"
    ).new_page()
    other.goto("/screening/")
    other.locator("#question-red-flag-fever [value=yes]").check()
    other.locator("input[name=rest-red-flags]").check()
    other.get_by_role("button", name="Save my answers").click()
    expect(other).to_have_url("/screening/stop/")
    other.context.close()
    page.goto("/settings/")  # any page of the site says under which answers it stands
    wait_until_kept(page)
    assert kept(page) == []
    phone.set_offline(True)
    page.goto(start)
    expect(page.get_by_role("heading", name="This page is not on your device")).to_be_visible()


def test_a_form_that_cannot_be_sent_says_so(phone: BrowserContext) -> None:
    page = phone.new_page()
    sign_up(page, "form")
    page.goto("/settings/")
    wait_until_kept(page)
    phone.set_offline(True)
    page.locator("main form button").first.click()
    expect(page.get_by_text("it has not been sent")).to_be_visible()


def test_other_answers_drop_what_was_prescribed(phone: BrowserContext) -> None:
    page = phone.new_page()
    sign_up(page, "answers")
    assert "/sessions/play/" in kept(page)
    page.goto("/screening/")
    page.locator("#question-red-flag-fever [value=yes]").check()
    page.locator("input[name=rest-red-flags]").check()
    page.get_by_role("button", name="Save my answers").click()
    expect(page).to_have_url("/screening/stop/")
    assert kept(page) == []
    page.goto("/today/")
    wait_until_kept(page)
    assert "/sessions/play/" not in kept(page)


def test_after_a_sign_out_nothing_can_be_read(phone: BrowserContext) -> None:
    page = phone.new_page()
    sign_up(page, "leaves")
    assert "/today/" in kept(page)
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button").click()
    expect(page).to_have_url("/")
    assert kept(page) == []
    phone.set_offline(True)
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        page.goto("/today/")


def test_another_person_on_the_device_sees_nothing_of_the_first(phone: BrowserContext) -> None:
    page = phone.new_page()
    sign_up(page, "first")
    first = page.evaluate("document.querySelector('hm-offline').getAttribute('user')")
    phone.clear_cookies()  # the session ran out: nobody signed out
    sign_up(page, "second")
    names: list[str] = page.evaluate("caches.keys()")
    assert [one for one in names if one.startswith(f"hm-pages:{first}/")] == []
    phone.set_offline(True)
    page.reload()
    assert page.locator("hm-offline").get_attribute("user") != first


def test_a_server_that_is_gone_is_no_connection_either(phone: BrowserContext) -> None:
    page = phone.new_page()
    sign_up(page, "broken")

    def broken(route: Any) -> None:
        route.fulfill(status=502, body="Bad gateway")

    phone.route("**/today/", broken)
    page.goto("/today/")
    expect(page.get_by_role("heading", name="Today", exact=True)).to_be_visible()


def test_the_page_without_a_connection_is_accessible(phone: BrowserContext) -> None:
    inspector = Inspector(phone.new_page())
    inspector.visit("/offline/")
    inspector.report()
