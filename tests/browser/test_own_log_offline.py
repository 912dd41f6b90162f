"""A session that is written down without a connection reaches the site once, and nothing typed is lost.

On the site as it is served for real, with its service worker; what arrived is read from the pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from tests.browser.chromium import PATIENCE_MS
from tests.browser.inspection import Inspector
from tests.browser.test_offline import sign_up, wait_until_kept
from tests.served_site import ServedSite, prepared_folder, scratch_environment, served_site

ROUTINE = "/sessions/new/?routine=hip-mobility-routine"
KEPT = "Kept on this device; it is sent once you are connected."
WAITS = "Sets that wait for a connection:"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedSite]:
    environment = scratch_environment(prepared_folder(tmp_path_factory))
    with served_site(environment) as served:
        yield served


@pytest.fixture(scope="module")
def phone(browser: Browser, site: ServedSite) -> Iterator[BrowserContext]:
    """One person's phone; each test makes its own sessions."""
    context = browser.new_context(base_url=site.url, viewport={"width": 360, "height": 740})
    context.set_default_timeout(PATIENCE_MS)
    sign_up(context.new_page(), "cellar")
    yield context
    context.close()


@pytest.fixture
def page(phone: BrowserContext) -> Iterator[Page]:
    phone.set_offline(False)
    opened = phone.new_page()
    yield opened
    phone.set_offline(False)
    opened.close()


def row(page: Page, slug: str, nth: int = 0) -> Locator:
    return page.locator(f"[data-exercise={slug}] [role=group]").nth(nth)


def add(page: Page, slug: str) -> None:
    page.get_by_label("Exercise", exact=True).select_option(slug)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(f"[data-exercise={slug}]")).to_have_count(1)


def save(page: Page) -> None:
    page.get_by_role("button", name="Save session").click()


def sessions_with(page: Page, notes: str) -> list[str]:
    """Return the addresses of all sessions with these notes."""
    page.goto("/sessions/")
    found = page.locator("main a[href]").evaluate_all("all => all.map((one) => one.getAttribute('href'))")
    addresses = dict.fromkeys(one for one in found if re.fullmatch("/sessions/[0-9a-f-]{36}/", one))
    return [one for one in addresses if notes in page.request.get(one).text()]


def connect(page: Page) -> None:
    expect(page.get_by_text(WAITS)).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text(WAITS)).to_be_hidden()


def test_an_own_session_without_a_connection(page: Page) -> None:
    page.context.set_offline(True)
    page.goto("/sessions/new/")
    page.get_by_label("Notes").fill("In the cellar")
    add(page, "bird-dog")
    for field in page.locator("[data-exercise=bird-dog] input.field").all():
        expect(field).to_have_value("")  # nothing is prescribed
    row(page, "bird-dog", 0).get_by_label("reps").fill("8")
    row(page, "bird-dog", 1).get_by_label("reps").fill("9")
    row(page, "bird-dog", 1).get_by_label("pain").fill("2")
    page.locator("[data-exercise=bird-dog]").get_by_role("button", name="Add a set").click()
    page.reload()
    expect(page.get_by_text("What you typed here before is back.")).to_be_visible()
    expect(row(page, "bird-dog", 1).get_by_label("reps")).to_have_value("9")
    save(page)
    expect(page.get_by_text(KEPT)).to_be_visible()
    expect(page.get_by_text(WAITS)).to_contain_text("2")
    expect(page.locator(".sheet-block")).to_have_count(0)
    page.get_by_label("Notes").fill("Once more in the cellar")
    add(page, "supine-figure-4")
    row(page, "supine-figure-4").get_by_label("seconds").fill("40")
    save(page)
    expect(page.get_by_text(WAITS)).to_contain_text("3")
    connect(page)
    (first,) = sessions_with(page, "In the cellar")
    (second,) = sessions_with(page, "Once more in the cellar")
    assert first != second
    page.goto(first)
    expect(page.locator("[data-set]")).to_have_count(2)
    expect(page.locator("main")).to_contain_text(re.compile(r"Logged\s*on the day"))


def test_a_wrong_value_is_marked_and_kept(page: Page) -> None:
    page.context.set_offline(True)
    page.goto("/sessions/new/")
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("Add at least one exercise.")
    add(page, "bird-dog")
    reps = row(page, "bird-dog").get_by_label("reps")
    reps.fill("8.5")
    page.get_by_label("Effort").fill("11")
    page.get_by_label("Started").fill("2999-01-01T10:00")
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("Nothing is saved yet.")
    expect(reps).to_have_attribute("aria-invalid", "true")
    expect(reps).to_have_accessible_description("Enter a whole number.")
    expect(page.get_by_label("Effort")).to_have_accessible_description("Enter 10 or less.")
    expect(page.get_by_label("Started")).to_have_accessible_description(re.compile("lies in the future"))
    expect(reps).to_have_value("8.5")
    inspector = Inspector(page)
    inspector.look("an own log without a connection")
    inspector.report()
    expect(page.get_by_text(WAITS)).to_be_hidden()
    page.get_by_label("Started").fill("2026-01-05T10:00")
    page.get_by_label("Effort").fill("7")
    page.get_by_label("Notes").fill("Put right")
    reps.fill("8")
    save(page)
    expect(page.get_by_text(KEPT)).to_be_visible()
    connect(page)
    (one,) = sessions_with(page, "Put right")
    page.goto(one)
    expect(page.locator("main")).to_contain_text(re.compile(r"Logged\s*on a later day"))


def test_a_filled_routine_that_cannot_be_sent_is_one_session(page: Page) -> None:
    page.goto(ROUTINE)
    wait_until_kept(page)
    sets = page.get_by_role("group", name=", set ").count()
    page.get_by_label("Notes").fill("A lost answer")

    def lose_the_answer(route: Route) -> None:
        route.fetch(max_redirects=0)
        route.abort()

    page.context.route("**/sessions/new/", lose_the_answer)
    save(page)  # it is saved, and the browser does not hear of it
    expect(page.get_by_text("it has not been sent")).to_be_visible()
    page.context.unroute("**/sessions/new/")
    page.context.set_offline(True)
    page.go_back()
    expect(page.get_by_label("Notes")).to_have_value("A lost answer")
    save(page)
    expect(page.get_by_text(KEPT)).to_be_visible()
    expect(page.get_by_text(WAITS)).to_contain_text(str(sets))
    connect(page)
    expect(page.get_by_text("could not be saved")).to_be_hidden()
    (one,) = sessions_with(page, "A lost answer")
    page.goto(one)
    expect(page.locator("[data-set]")).to_have_count(sets)


def test_a_first_save_that_cannot_be_sent_stays_on_the_page(page: Page) -> None:
    """Whatever the browser thinks of its connection."""
    page.goto(ROUTINE)
    wait_until_kept(page)
    page.get_by_label("Notes").fill("A quiet failure")
    page.context.route("**/sessions/*/", lambda route: route.abort())
    save(page)
    expect(page.get_by_text(KEPT)).to_be_visible()
    expect(page.get_by_text(WAITS)).to_be_visible()
    page.context.unroute("**/sessions/*/")
    expect(page.get_by_text(WAITS)).to_be_hidden()
    assert len(sessions_with(page, "A quiet failure")) == 1


def test_adding_goes_on_where_the_site_no_longer_answers(page: Page) -> None:
    page.goto("/sessions/new/")
    wait_until_kept(page)
    page.context.route("**/sessions/*/", lambda route: route.abort())
    add(page, "bird-dog")
    row(page, "bird-dog").get_by_label("reps").fill("5")
    page.get_by_label("Pain after").fill("6")  # in the last test: from now on the screening is asked again
    page.get_by_label("Notes").fill("A server that is gone")
    save(page)
    expect(page.get_by_text(KEPT)).to_be_visible()
    expect(page.get_by_text("You noted pain above 5.")).to_be_visible()
    expect(page.get_by_text(WAITS)).to_be_visible()
    page.context.unroute("**/sessions/*/")
    expect(page.get_by_text(WAITS)).to_be_hidden()
    assert len(sessions_with(page, "A server that is gone")) == 1
