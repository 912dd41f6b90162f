"""An ad-hoc session: exercises and sets are added, moved and removed, with htmx and without JavaScript."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tracker.models import Athlete, Session


@pytest.fixture(params=[True, False], ids=["with htmx", "without JavaScript"])
def scripts(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def own_page(scripts: bool, new_context: Any, catalogue: None, athlete: Athlete, sign_in: Any) -> Page:
    context = new_context(java_script_enabled=scripts)
    sign_in(context, athlete)
    return context.new_page()


def add(page: Page, slug: str) -> None:
    page.get_by_label("Exercise", exact=True).select_option(slug)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(f".sheet-block[data-exercise={slug}]")).to_have_count(1)


def arrange(page: Page, slug: str, what: str) -> None:
    block = page.locator(f".sheet-block[data-exercise={slug}]")
    block.locator("summary").click()
    block.get_by_role("button", name=what).click()


def expect_blocks(page: Page, *slugs: str) -> None:
    blocks = page.locator(".sheet-block")
    expect(blocks).to_have_count(len(slugs))
    for place, slug in enumerate(slugs):
        expect(blocks.nth(place)).to_have_attribute("data-exercise", slug)


def test_an_own_session(own_page: Page, scripts: bool) -> None:
    page = own_page
    page.goto("/sessions/new/")
    opened: list[str] = []
    page.on("framenavigated", lambda frame: opened.append(frame.url))
    page.get_by_label("Notes").fill("By the window")

    add(page, "bird-dog")
    add(page, "supine-figure-4")
    add(page, "couch-stretch-wall")
    expect_blocks(page, "bird-dog", "supine-figure-4", "couch-stretch-wall")

    figure = page.locator(".sheet-block[data-exercise=supine-figure-4]")
    sets = figure.get_by_role("group", name=", set ")
    before = sets.count()
    sets.last.get_by_label("seconds").fill("75")
    figure.get_by_role("button", name="Add a set").click()
    expect(sets).to_have_count(before + 2)
    expect(sets.nth(before - 1).get_by_label("seconds")).to_have_value("75")
    expect(sets.last.get_by_label("seconds")).to_have_value("75")

    arrange(page, "supine-figure-4", "Move up")
    expect_blocks(page, "supine-figure-4", "bird-dog", "couch-stretch-wall")
    arrange(page, "supine-figure-4", "Move down")
    expect_blocks(page, "bird-dog", "supine-figure-4", "couch-stretch-wall")
    arrange(page, "supine-figure-4", "Move up")
    expect_blocks(page, "supine-figure-4", "bird-dog", "couch-stretch-wall")
    arrange(page, "supine-figure-4", "Remove the last set")
    expect(sets).to_have_count(before)
    arrange(page, "couch-stretch-wall", "Remove the exercise")
    expect_blocks(page, "supine-figure-4", "bird-dog")
    expect(page.get_by_label("Notes")).to_have_value("By the window")
    assert bool(opened) != scripts  # htmx changes the page in place, without it each button loads one

    sets.first.get_by_label("done").uncheck()
    page.get_by_role("button", name="Save session").click()
    expect(page).to_have_url(re.compile("/sessions/[0-9a-f-]{36}/$"))
    expect(page.locator("[data-exercise]").first).to_have_attribute("data-exercise", "supine-figure-4")
    expect(page.get_by_text("skipped")).to_have_count(1)
    session = Session.objects.get()
    assert session.notes == "By the window"
    assert list(session.sets.order_by("position").values_list("exercise__slug", "side", "skipped"))[:2] == [
        ("supine-figure-4", "left", True),
        ("supine-figure-4", "right", False),
    ]
    assert session.sets.filter(seconds=75, side="right").count() == 1
