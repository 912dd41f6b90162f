"""Following a programme, pausing and undoing it, with the pointer and without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from tracker.models import Athlete


def test_the_button_on_a_card_follows_and_the_rest_of_the_card_opens(
    catalogue: None, athlete: Athlete, page: Page, sign_in: Any
) -> None:
    sign_in(page.context, athlete)
    page.goto("/programmes/")

    page.get_by_role("button", name=re.compile("Follow this programme.*Beginner")).click()

    expect(page.get_by_role("heading", name="Your plan")).to_be_visible()
    expect(page.get_by_text("You follow Beginner now.")).to_be_visible()
    expect(page.locator("[data-day]")).to_have_count(14)
    page.goto("/programmes/")
    # The link lies over the words: that is what makes the whole card one.
    page.get_by_text("The leg exercises 3 times a week").click(force=True)
    expect(page).to_have_url(re.compile("/programmes/beginner/$"))
    page.get_by_role("link", name="Your plan").last.click()
    expect(page).to_have_url(re.compile("/plan/$"))


def test_pausing_and_undoing_without_scripts(
    catalogue: None, athlete: Athlete, new_context: Callable[..., BrowserContext], sign_in: Any
) -> None:
    context = new_context(java_script_enabled=False)
    sign_in(context, athlete)
    page = context.new_page()
    page.goto("/plan/")
    page.get_by_role("button", name=re.compile("Follow.*Hip mobility")).click()

    page.get_by_role("button", name="Pause the plan").click()

    expect(page.locator("[data-kind=pause]")).to_have_count(14)
    expect(page.get_by_text("paused now")).to_be_visible()
    page.get_by_role("button", name="Go on today").click()
    expect(page.get_by_text("The plan goes on today.")).to_be_visible()
    expect(page.locator("[data-kind=pause]")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("[data-kind=pause]")).to_have_count(14)
