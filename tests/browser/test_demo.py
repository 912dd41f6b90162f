"""From the landing page into a demo, through its pages, and on to an account."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from tests.browser.inspection import Inspector
from tracker.models import Athlete, Session

EMAIL = "ana@example.org"
PASSWORD = "a quiet long word"
LINE = "This is a made-up person"


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_from_the_landing_page_to_an_account(scripts: bool, new_context: Any, catalogue: None) -> None:
    page = new_context(java_script_enabled=scripts).new_page()
    page.goto("/")
    page.get_by_role("button", name="Try it without an account").click()
    expect(page).to_have_url(re.compile("/today/$"))
    expect(page.get_by_role("complementary", name="Demo")).to_contain_text(LINE)
    expect(page.get_by_role("heading", name="Hip mobility routine", level=2)).to_be_visible()
    demo = Athlete.objects.demos().get()
    assert demo.time_zone == ("Europe/Zurich" if scripts else "UTC")

    page.get_by_role("navigation").get_by_role("link", name="Progress").click()
    expect(page.locator("[data-chart] svg").first).to_be_visible()
    assert page.locator("[data-chart] svg").count() >= 3

    page.get_by_role("link", name="Keep it: make an account").click()
    page.get_by_label("Email address").fill(EMAIL)
    page.get_by_label("Password").fill("short")
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_label("Email address")).to_have_value(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    expect(page).to_have_url(re.compile("/today/$"))
    expect(page.get_by_text("This is your account now")).to_be_visible()
    expect(page.get_by_text(LINE)).to_have_count(0)
    kept = User.objects.get(email=EMAIL)
    assert kept.pk == demo.pk
    assert not Session.objects.for_athlete(kept).exists()


def test_the_pages_of_a_demo_hold_together(page: Page, catalogue: None) -> None:
    """In both themes, on a small phone and a wide screen."""
    page.goto("/")
    page.get_by_role("button", name="Try it without an account").click()
    expect(page).to_have_url(re.compile("/today/$"))
    inspector = Inspector(page)
    for path in ("/today/", "/demo/keep/", "/progress/", "/settings/", "/accounts/logout/"):
        inspector.visit(path)
    inspector.report()
