"""What a first visit to the pages of training costs in transfer, on the site as it is served for real."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect

from tests.served_site import ServedSite, prepared_folder, scratch_environment, served_site

MOST_REQUESTS = 10
LOG = "/sessions/new/?routine=hip-mobility-routine"
PLAY = "/sessions/5f1f9a0e-5f57-4b4e-9a52-2f6f2f0c9f10/play/?routine=hip-mobility-routine"
KB = 1024


@dataclass
class Transfer:
    """A request, and what its answer takes on the wire, headers included; 0 bytes until it is there."""

    path: str
    size: float = 0


@pytest.fixture(scope="session")
def production_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedSite]:
    """The site as `make run` serves it: gunicorn, DEBUG off, compressed files, nobody signed up."""
    environment = scratch_environment(prepared_folder(tmp_path_factory))
    with served_site(environment) as site:
        yield site


def watch_transfers(page: Page) -> dict[str, Transfer]:
    """Return a mapping that fills with what each request takes."""
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.clearBrowserCache")
    found: dict[str, Transfer] = {}

    def started(event: dict[str, Any]) -> None:
        # A picture inside the stylesheet (data:) is no request.
        url = event["request"]["url"]
        if url.startswith("http"):
            found[event["requestId"]] = Transfer(urlsplit(url).path)

    def finished(event: dict[str, Any]) -> None:
        if event["requestId"] in found:
            found[event["requestId"]].size = event["encodedDataLength"]

    network.on("Network.requestWillBeSent", started)
    network.on("Network.loadingFinished", finished)
    return found


@pytest.fixture(scope="module")
def screened(browser: Browser, production_site: ServedSite) -> StorageState:
    """What a browser holds in which somebody has signed up and was screened."""
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    sign_up(page, production_site)
    answer_screening(page, production_site)
    state = context.storage_state()
    context.close()
    return state


def sign_up(page: Page, site: ServedSite) -> None:
    page.goto(f"{site.url}/accounts/signup/")
    page.locator("input[name=email]").fill("first.visit@example.org")
    page.locator("input[name=password1]").fill("turn-the-leg-in")
    page.locator("input[name=password1]").press("Enter")
    expect(page).to_have_url(f"{site.url}/today/")


def answer_screening(page: Page, site: ServedSite) -> None:
    """Answer every question with no, without which nothing is prescribed."""
    page.goto(f"{site.url}/screening/?next=/today/")
    page.locator("input[name=rest-red-flags]").check()
    page.locator("input[name=rest-conditions]").check()
    page.get_by_role("button", name="Save my answers").click()
    expect(page).to_have_url(f"{site.url}/today/")


@pytest.mark.parametrize(
    ("path", "shown", "most", "most_scripts", "most_requests"),
    [
        (LOG, "#sheet", 60 * KB, 10 * KB, MOST_REQUESTS),
        ("/today/", "[data-routine]", 45 * KB, 10 * KB, MOST_REQUESTS),
        (PLAY, "hm-player", 60 * KB, 30 * KB, MOST_REQUESTS),
        ("/exercises/", "#results", 60 * KB, 10 * KB, MOST_REQUESTS),
        ("/measurements/new/", "hm-measure [data-open]", 60 * KB, 10 * KB, MOST_REQUESTS),
    ],
    ids=["log", "today", "player", "catalogue", "measuring"],
)
def test_the_pages_of_training_are_light_on_a_first_visit(
    browser: Browser,
    production_site: ServedSite,
    screened: StorageState,
    path: str,
    shown: str,
    most: int,
    most_scripts: int,
    most_requests: int,
) -> None:
    context = browser.new_context(storage_state=screened, service_workers="block")
    page = context.new_page()
    transfers = watch_transfers(page)
    page.goto(production_site.url + path, wait_until="networkidle")
    expect(page.locator(shown).first).to_be_visible()
    found = list(transfers.values())
    scripts = sum(one.size for one in found if one.path.endswith(".js"))
    assert 3 <= len(found) <= most_requests, found
    assert all(one.size for one in found), found
    assert 10_000 < sum(one.size for one in found) <= most, found
    assert 500 < scripts <= most_scripts, found
    context.close()
