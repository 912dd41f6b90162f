"""What a first visit to the log page costs in transfer, on the site as it is served for real."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.served_site import ROOT, ServedSite, scratch_environment, served_site

MOST_REQUESTS = 10
MOST_BYTES = 60 * 1024
LOG = "/sessions/new/?routine=hip-mobility-routine"


@pytest.fixture(scope="session")
def production_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedSite]:
    """The site as `make run` serves it: gunicorn, DEBUG off, compressed files, nobody signed up."""
    environment = scratch_environment(tmp_path_factory.mktemp("data"))
    subprocess.run([sys.executable, "manage.py", "prepare"], cwd=ROOT, env=environment, check=True)
    with served_site(environment) as site:
        yield site


def watch_transfers(page: Page) -> dict[str, float]:
    """Return a mapping that fills with what each request takes on the wire, headers included, in bytes."""
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.clearBrowserCache")
    sizes: dict[str, float] = {}

    def started(event: dict[str, Any]) -> None:
        # A picture inside the stylesheet (data:) is no request.
        if event["request"]["url"].startswith("http"):
            sizes[event["requestId"]] = 0

    def finished(event: dict[str, Any]) -> None:
        if event["requestId"] in sizes:
            sizes[event["requestId"]] = event["encodedDataLength"]

    network.on("Network.requestWillBeSent", started)
    network.on("Network.loadingFinished", finished)
    return sizes


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


def test_the_log_page_is_light_on_a_first_visit(browser: Browser, production_site: ServedSite) -> None:
    context = browser.new_context()
    first = context.new_page()
    sign_up(first, production_site)
    answer_screening(first, production_site)
    page = context.new_page()
    transfers = watch_transfers(page)
    page.goto(production_site.url + LOG, wait_until="networkidle")
    expect(page.locator("#sheet")).to_be_visible()
    assert 3 <= len(transfers) <= MOST_REQUESTS, transfers
    assert all(transfers.values()), transfers
    assert 10_000 < sum(transfers.values()) <= MOST_BYTES, transfers
    context.close()
