"""A session whose course changes: something else after pain, and other answers while it runs."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.played import Player, eventually
from tests.screenings import screen
from tracker.models import Athlete, Set


@pytest.fixture
def player(own_page: Page) -> Player:
    return Player(own_page)


def come_back(page: Page) -> None:
    """Show the page again, as after a look at another tab."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))")


def test_what_stands_in_after_much_pain_goes_on_where_it_was(
    player: Player, new_context: Callable[..., BrowserContext], sign_in: Any, athlete: Athlete
) -> None:
    """After a reload, and on another device. Such pain has the answers asked for anew first."""
    page = player.page
    player.open()
    stand_in = player.plan["exercises"][0]["standIns"][0]["name"]
    player.start()
    player.run(10 + 20)
    player.act("pain")
    page.locator("[data-panel=pain]").get_by_role("button", name="7", exact=True).click()
    page.get_by_role("button", name=f"Easier: {stand_in}").click()
    player.run(30 + 30 + 1)
    expect(player.stage.get_by_text("right side · set 1 of 2")).to_be_visible()
    count = player.stage.locator("[data-bar] li").count()
    eventually(lambda: Set.objects.count() == 5)
    screen(athlete.user)

    come_back(page)
    changed = page.get_by_role("dialog", name="Your answers have changed")
    changed.get_by_role("button", name="Go on").click()

    expect(page.get_by_text(f"2 of {count} sets are done. You go on with: {stand_in}.")).to_be_visible()
    path = page.url.split("?")[0]
    context = new_context()
    sign_in(context, athlete)
    other = Player(context.new_page())
    other.page.clock.install(time=timezone.now() - dt.timedelta(minutes=30))
    other.open(path=path)
    for one in (player, other):
        one.start("Go on")
        expect(one.stage.get_by_role("heading", name=stand_in)).to_be_visible()
        expect(one.stage.get_by_text("right side · set 1 of 2")).to_be_visible()
        expect(one.stage.locator("[data-bar] li")).to_have_count(count)


def test_a_red_flag_in_another_tab_stops_it_and_loses_nothing(player: Player, athlete: Athlete) -> None:
    page = player.page
    player.open()
    player.start()
    player.run(10 + 30 + 1)
    expect(player.done()).to_have_count(1)
    screen(athlete.user, red_flag_fever="yes")

    come_back(page)

    changed = page.get_by_role("dialog", name="Your answers have changed")
    expect(changed.get_by_text("What you did is kept.")).to_be_visible()
    page.keyboard.press("Escape")
    expect(changed).to_be_visible()
    player.run(60)
    expect(player.done()).to_have_count(1)
    changed.get_by_role("button", name="Go on").click()
    expect(page).to_have_url(re.compile("/screening/stop/$"))
    eventually(lambda: Set.objects.filter(skipped=False).count() == 1)


def test_the_next_answer_of_the_site_stops_it_too(player: Player, athlete: Athlete) -> None:
    """Other answers from another device: nobody comes back to this tab."""
    player.open()
    player.start()
    screen(athlete.user, knee_problem="yes")
    player.run(10 + 30 + 1)
    expect(player.page.get_by_role("dialog", name="Your answers have changed")).to_be_visible()
    eventually(Set.objects.exists)
