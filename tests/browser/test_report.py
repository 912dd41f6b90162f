"""The report in Chromium: on paper, with a link that is copied and opened, and as axe sees it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.inspection import Inspector
from tests.screenings import SHIPPED, screen
from tests.tracker.reported import much_to_report, usual_to_report
from tracker.models import Athlete
from tracker.services.share_report import make_link


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def printed(page: Page, path: str) -> bytes:
    page.goto(path)
    return page.pdf(prefer_css_page_size=True)


def shared(athlete: Athlete, name: str = "Maya Keller") -> str:
    token = make_link(user=athlete.user, name=name, days=30, now=timezone.now())
    return reverse("tracker:share", args=[token])


@pytest.fixture
def full(catalogue: None, athlete: Athlete) -> Athlete:
    """Somebody with more to report than there is room for."""
    much_to_report(athlete, today=timezone.localdate())
    return athlete


def test_much_content_prints_to_two_pages_at_most(full: Athlete, page: Page, sign_in: Any) -> None:
    address = shared(full, "x" * 60 + " " + "y" * 59)
    found = {path: pages_of(printed(page, path)) for path in (address, f"{address}?period=1-year")}
    sign_in(page.context, full)
    found["own"] = pages_of(printed(page, reverse("tracker:report")))
    screen(full.user, **{slug.replace("-", "_"): "unsure" for slug in SHIPPED})
    found["every answer"] = pages_of(printed(page, address))

    assert set(found.values()) <= {1, 2}, found


def test_what_is_usual_prints_to_one_page_and_so_does_an_empty_report(
    catalogue: None, athlete: Athlete, page: Page
) -> None:
    address = shared(athlete)
    assert pages_of(printed(page, address)) == 1
    usual_to_report(athlete, today=timezone.localdate())
    assert pages_of(printed(page, address)) == 1


def test_it_is_seen_well_by_everybody(full: Athlete, page: Page, sign_in: Any) -> None:
    inspector = Inspector(page, refused=404)
    inspector.visit(shared(full))
    inspector.visit(reverse("tracker:share", args=["x" * 43]), status=404)
    sign_in(page.context, full)
    inspector.visit(reverse("tracker:report"))
    inspector.report()


def test_a_link_is_made_copied_opened_and_revoked(own_page: Page, athlete: Athlete, new_context: Any) -> None:
    own_page.goto(reverse("tracker:report"))
    own_page.get_by_label("Name on the report").fill("Maya Keller")
    own_page.get_by_role("button", name="Make a link").click()
    address = own_page.get_by_label("Your link is ready").input_value()
    path = address[address.index("/share/") :]

    stranger: BrowserContext = new_context()
    reader = stranger.new_page()
    reader.goto(path)
    expect(reader.get_by_text("Maya Keller")).to_be_visible()
    expect(reader.get_by_role("navigation")).to_have_count(0)

    own_page.reload()
    expect(own_page.get_by_label("Your link is ready")).to_have_count(0)
    expect(own_page.get_by_text("Opened once")).to_be_visible()
    own_page.get_by_role("button", name="Revoke").click()
    expect(own_page.get_by_text("leads nowhere")).to_be_visible()
    reader.reload()
    expect(reader.get_by_role("heading", name="There is no report here")).to_be_visible()
