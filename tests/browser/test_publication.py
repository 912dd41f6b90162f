"""An exercise's way to the site and back, in the admin: an editor and a reviewer, each in a browser."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import Page, expect

from exercises.models import Exercise, Version
from tests.factories import AthleteFactory, ReferenceFactory

LONGEST_S = 180
SITE = "/exercises/wall-slide/"
FIRST, SECOND = "Slide the foot up the wall.", "Slide the heel up the wall, slowly."
STEPS = (
    "Lie on your back near a wall.",
    "Put one foot on the wall.",
    "Let the foot slide down and up again.",
)


@pytest.fixture
def person(new_context: Any, sign_in: Any, db: None) -> Callable[[str, str], Page]:
    """Open a browser for a member of a group of staff."""

    def open_browser(first_name: str, group: str) -> Page:
        athlete = AthleteFactory(user__is_staff=True, user__first_name=first_name)
        athlete.user.groups.add(Group.objects.get(name=group))
        context = new_context()
        sign_in(context, athlete)
        return context.new_page()

    return open_browser


def test_an_exercise_is_drafted_reviewed_changed_and_brought_back(person: Any, settings: Any) -> None:
    # Django's formsets check every chosen row by itself.
    settings.ZEAL_ALLOWLIST = [{"model": "*", "field": "get()"}]
    source = ReferenceFactory(title="A study of walls")
    editor = person("Edda", "Catalogue editors")
    reviewer = person("Rosa", "Clinical reviewers")
    began = time.monotonic()

    draft_and_submit(editor, source.title)
    expect_no_way_to_publish(editor)
    assert editor.goto(SITE).status == 404

    publish_what_waits(reviewer, "Good to start with.")
    reviewer.goto(SITE)
    expect(reviewer.get_by_text(FIRST)).to_be_visible()

    edit_and_submit(editor)
    for page in (editor, reviewer):
        page.goto(SITE)
        expect(page.get_by_text(FIRST)).to_be_visible()
        expect(page.get_by_text(SECOND)).to_have_count(0)
    publish_what_waits(reviewer, "Says which part of the foot.")
    reviewer.goto(SITE)
    expect(reviewer.get_by_text(SECOND)).to_be_visible()

    compare_and_bring_back(reviewer)
    reviewer.goto(SITE)
    expect(reviewer.get_by_text(FIRST)).to_be_visible()

    assert time.monotonic() - began < LONGEST_S
    numbers = Version.objects.of("exercises", "wall-slide").values_list("number", "origin", "reviewer_name")
    assert list(numbers) == [(3, "restored", "Rosa"), (2, "edited", "Rosa"), (1, "edited", "Rosa")]
    assert not Exercise.everything.exclude(revises=None).exists()


def draft_and_submit(page: Page, source: str) -> None:
    page.goto("/admin/")
    expect(page.get_by_text("You have no open draft.")).to_be_visible()
    # The admin writes the slug along with the name, once all of its scripts are there.
    with page.expect_navigation(wait_until="load"):
        page.get_by_role("link", name="Add").and_(page.locator("[href$='/exercises/exercise/add/']")).click()
    page.get_by_label("Name:", exact=True).press_sequentially("Wall slide")
    expect(page.get_by_label("Slug:")).to_have_value("wall-slide")
    page.get_by_label("Summary:").fill(FIRST)
    page.get_by_label("Aim:").select_option("control")
    page.get_by_label("Level:").select_option("1")
    page.locator("#id_position").select_option("supine")
    page.locator("#id_sets_max").fill("2")
    page.locator("#id_reps_min").fill("8")
    page.locator("#id_reps_max").fill("10")
    page.get_by_label("No known contraindication").check()
    page.locator(".field-sources .select2-search__field").fill(source)
    page.get_by_role("option", name=source).click()
    for number, text in enumerate(STEPS):
        page.get_by_text("Add another Step").click()
        page.locator(f"[name=steps-{number}-text]").fill(text)
    page.get_by_role("button", name="Save and submit for review").last.click()
    expect(page.get_by_text("“Wall slide” waits for a reviewer.")).to_be_visible()


def expect_no_way_to_publish(page: Page) -> None:
    expect(page.get_by_text("It waits for a reviewer. Until then nobody edits it.")).to_be_visible()
    expect(page.get_by_role("link", name="Publish…")).to_have_count(0)
    expect(page.get_by_role("button", name="Save", exact=True)).to_have_count(0)
    refused = page.goto(page.url.replace("/change/", "/publish/"))
    assert refused.status == 403


def publish_what_waits(page: Page, reason: str) -> None:
    page.goto("/admin/")
    page.get_by_role("region", name="What waits for you").get_by_role("link", name="Wall slide").click()
    page.get_by_role("link", name="Publish…").click()
    page.get_by_label("Your role:").fill("physiotherapist")
    page.get_by_label("Why:").fill(reason)
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("“Wall slide” is on the site")).to_be_visible()


def edit_and_submit(page: Page) -> None:
    page.goto("/admin/exercises/exercise/?q=wall+slide")
    page.get_by_role("link", name="Wall slide", exact=True).click()
    page.get_by_role("button", name="Edit a draft").click()
    page.get_by_label("Summary:").fill(SECOND)
    page.get_by_role("button", name="Save and submit for review").first.click()
    expect(page.get_by_text("“Wall slide” waits for a reviewer.")).to_be_visible()


def compare_and_bring_back(page: Page) -> None:
    page.goto("/admin/exercises/exercise/?q=wall+slide")
    page.get_by_role("link", name="Wall slide", exact=True).click()
    page.get_by_role("link", name="Versions").click()
    page.get_by_label("From version 1").check()
    page.get_by_label("To version 2").check()
    page.get_by_role("button", name="Compare").click()
    row = page.get_by_role("row", name="Summary")
    expect(row.locator("del")).to_have_text(FIRST)
    expect(row.locator("ins")).to_have_text(SECOND)
    page.get_by_role("link", name="Versions", exact=True).click()
    page.get_by_role("link", name="Bring back version 1").click()
    page.get_by_label("Why:").fill("The first words were plainer.")
    page.get_by_role("button", name="Bring back").click()
    expect(page.get_by_text("Version 1 was brought back.")).to_be_visible()
