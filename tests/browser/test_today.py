"""Today in Chromium: trained and logged in a tap or two, changed and put back, with scripts and without."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from exercises.models import Programme
from tests.browser.inspection import Inspector
from tests.factories import EnrolmentFactory, PlanChangeFactory, SessionFactory, SetFactory
from tests.screenings import screen
from tests.tracker.logged import local_today
from tracker.models import Athlete, ChangeKind, PlanChange, Session

TODAY = re.compile(r"/today/(#[\w-]+)?$")
PLAY = re.compile(r"/sessions/([0-9a-f-]{36})/play/\?routine=leg-exercises$")


def follow(athlete: Athlete, programme: str = "beginner") -> None:
    """Follow a shipped programme from today on."""
    EnrolmentFactory(
        athlete=athlete, programme=Programme.objects.get(slug=programme), started_on=local_today(athlete)
    )


def named(deed: str, what: str) -> re.Pattern[str]:
    """A button whose unseen half names what it is about."""
    return re.compile(f"^{deed} ?: {what}$")


def open_menu(page: Page, name: str) -> None:
    page.locator(f"summary[aria-label='Change for today: {name}']").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_a_day_is_logged_by_one_tap_changed_and_put_back(
    scripts: bool, catalogue: None, athlete: Athlete, new_context: Any, sign_in: Any
) -> None:
    follow(athlete)
    context = new_context(java_script_enabled=scripts)
    sign_in(context, athlete)
    page = context.new_page()
    page.goto("/")
    card = page.locator(".today-card[data-routine=leg-exercises]")
    card.get_by_role("button", name="Log as done").click()
    expect(page.get_by_text("Logged as prescribed: Leg exercises")).to_be_visible()
    assert Session.objects.kept().get().routine.slug == "leg-exercises"
    page.get_by_role("button", name="Undo").click()
    expect(page).to_have_url(TODAY)
    assert not Session.objects.kept().exists()
    open_menu(page, "Edge hang")
    card.get_by_role("button", name=named("Skip today", "Edge hang")).click()
    expect(card.get_by_role("heading", name="Left out today")).to_be_visible()
    card.get_by_role("button", name=named("Put back", "Edge hang")).click()
    expect(card.get_by_role("heading", name="Left out today")).to_have_count(0)
    open_menu(page, "Slideboard reverse hyper")
    card.get_by_role("link", name=named("Swap", "Slideboard reverse hyper")).click()
    page.get_by_role("button", name=named("Do this today", "Prone reverse hyper")).click()
    expect(page).to_have_url(TODAY)
    expect(card.locator("[data-exercise=prone-reverse-hyper]")).to_be_visible()
    card.get_by_role("button", name="Not today").click()
    expect(card).to_have_count(0)
    page.get_by_role("button", name=named("Put back", "Leg exercises")).click()
    expect(card).to_have_count(1)
    assert [one.kind for one in PlanChange.objects.all()] == [ChangeKind.SWAP]


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_a_new_person_starts_a_first_session(scripts: bool, catalogue: None, new_context: Any) -> None:
    page = new_context(java_script_enabled=scripts, viewport={"width": 360, "height": 740}).new_page()
    page.goto("/accounts/signup/")
    page.get_by_label("Email address").fill("ana@example.org")
    page.get_by_label("Password").fill("a quiet long word")
    page.get_by_role("button", name="Sign up").click()
    page.get_by_role("link", name="Answer the screening").click()
    for box in page.get_by_label("No to all that I leave open").all():
        box.check()
    page.get_by_role("button", name="Save my answers").click()
    expect(page).to_have_url(TODAY)
    expect(page.get_by_role("heading", name="Your first session")).to_be_visible()
    start = page.get_by_role("link", name=named("Start", "Hip mobility routine"))
    expect(start).to_be_in_viewport(ratio=1)  # without looking for it
    start.click()
    expect(page).to_have_url(re.compile(r"/play/\?routine=hip-mobility-routine$"))


def test_a_page_that_comes_back_starts_another_session(own_page: Page, athlete: Athlete) -> None:
    follow(athlete)
    own_page.goto("/today/")
    start = own_page.locator(".today-card a[data-start]")
    seen = set()
    for visit in range(4):
        found = PLAY.search(start.get_attribute("href") or "")
        assert found
        seen.add(uuid.UUID(found[1]))
        if visit < 2:
            own_page.goto("/programmes/")
            own_page.go_back()
        else:
            # What a page does that comes back from the browser's memory, and one that is not secure.
            own_page.evaluate("Object.defineProperty(crypto, 'randomUUID', {value: undefined})")
            own_page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    assert len(seen) == 4
    assert {one.version for one in seen} == {4}


def test_the_menu_of_an_exercise_closes_by_the_keyboard(own_page: Page, athlete: Athlete) -> None:
    follow(athlete)
    own_page.goto("/today/")
    summary = own_page.locator("summary[aria-label='Change for today: Edge hang']")
    summary.press("Enter")
    skip = own_page.get_by_role("button", name=named("Skip today", "Edge hang"))
    expect(skip).to_be_visible()
    own_page.keyboard.press("Tab")
    expect(own_page.get_by_role("link", name=named("Swap", "Edge hang"))).to_be_focused()
    own_page.keyboard.press("Escape")
    expect(skip).to_be_hidden()
    expect(summary).to_be_focused()


def test_today_in_every_state_is_looked_over(own_page: Page, athlete: Athlete) -> None:
    today = local_today(athlete)
    inspector = Inspector(own_page)
    inspector.visit("/today/")
    screen(athlete.user, knee_problem="yes", labral_tear="yes")
    follow(athlete, "advanced")
    routine = Programme.objects.get(slug="hip-mobility").tracks.get().routine
    for days in (2, 4):
        session = SessionFactory(athlete=athlete, day=today - timedelta(days=days), routine=routine)
        for place, item in enumerate(routine.items.all()):
            for side in ("left", "right"):
                SetFactory(session=session, exercise=item.exercise, position=place, side=side)
    inspector.visit("/today/")
    open_menu(own_page, "Single-leg stance")
    inspector.look("an open menu")
    inspector.visit("/today/swap/?routine=balance-and-agility&exercise=agility-shuffle")
    own_page.get_by_role("link", name="Keep it").click()
    own_page.get_by_role("button", name="Log as done").first.click()
    inspector.look("logged")
    own_page.get_by_role("button", name="Not today").click()
    inspector.look("nothing due")
    PlanChangeFactory(athlete=athlete, first_day=today, last_day=None)
    inspector.visit("/today/")
    inspector.report()
