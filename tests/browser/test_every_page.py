"""Every page at 320 px and 1280 px, light and dark: axe, scrolling sideways, what the console says."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.inspection import Inspector
from tests.factories import OwnExerciseFactory, SetFactory
from tests.histories import build_history
from tests.routes import NO_PAGES, own_routes
from tests.test_every_url import VERDICTS
from tests.world import World, make_world

SHIPPED = {
    "exercises:exercise-detail": ("half-kneeling-flexor-stretch", "slideboard-leg-lifts", "bird-dog"),
    "exercises:routine-detail": ("hip-mobility-routine",),
    "exercises:programme-detail": ("beginner",),
    "exercises:guide-detail": ("what-limits-it", "low-back-pain", "measuring-it"),
    "tracker:exercise-progress": ("half-kneeling-flexor-stretch",),
}


@pytest.fixture
def world(catalogue: None) -> World:
    """The shipped catalogue, a person with months of training, and one who has just signed up."""
    world = make_world()
    build_history(world.owner, sets=400, until=timezone.localdate())
    return world


def paths_of(world: World, who: str, prefixes: tuple[str, ...]) -> list[str]:
    found = []
    for route in own_routes():
        if route.name in NO_PAGES or getattr(VERDICTS[route.name], who).get != "200":
            continue
        if route.name.startswith(prefixes):
            slugs = SHIPPED.get(route.name)
            found += [route.path({"slug": slug}) for slug in slugs] if slugs else [world.path(route)]
    return found


def test_open_pages(world: World, page: Page) -> None:
    inspector = Inspector(page)
    for path in [
        *paths_of(world, "nobody", ("exercises:",)),
        "/exercises/?q=xyzzy",
        "/exercises/?level=1&q=hip",
    ]:
        inspector.visit(path)
    inspector.report()


def test_account_pages(world: World, page: Page, sign_in: Any) -> None:
    inspector = Inspector(page)
    for path in paths_of(world, "nobody", ("account",)):
        inspector.visit(path)
    sign_in(page.context, world.owner)
    for path in paths_of(world, "owner", ("account",)):
        inspector.visit(path)
    inspector.report()


def test_own_pages(world: World, page: Page, sign_in: Any) -> None:
    sign_in(page.context, world.owner)
    session = world.owner.sessions.latest("started_at")
    own = OwnExerciseFactory(owner=world.owner.user, name="Dreh_und_Beugeübung_" * 6)
    SetFactory(session=session, exercise=own, position=session.sets.count() + 1)
    inspector = Inspector(page)
    for path in paths_of(world, "owner", ("tracker:",)):
        inspector.visit(path)
    for path in (
        f"/sessions/{session.pk}/",
        f"/sessions/{session.pk}/edit/",
        f"/sessions/?day={session.day}",
        "/sessions/new/?routine=extended-hip-routine",
        "/progress/?period=1-year",
    ):
        inspector.visit(path)
    inspector.report()


def test_pages_of_a_newcomer(world: World, page: Page, sign_in: Any) -> None:
    sign_in(page.context, world.other)
    inspector = Inspector(page)
    shown = (
        "tracker:today",
        "tracker:session-list",
        "tracker:session-deleted",
        "tracker:progress",
        "tracker:exercise",
    )
    for path in [
        *paths_of(world, "other", shown),
        "/sessions/new/?routine=hip-mobility-routine",
        "/exercises/",
    ]:
        inspector.visit(path)
    inspector.report()


def test_what_pages_look_like_in_between(world: World, page: Page, sign_in: Any) -> None:
    """Refused forms, open menus, messages, the offer of an Undo, and pages that are not there."""
    inspector = Inspector(page)
    page.goto("/accounts/login/")
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Email address").fill("nobody@example.org")
    page.get_by_label("Password").fill("wrong")
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator(".alert, .errorlist, .invalid-feedback").first).to_be_visible()
    inspector.look("a refused sign-in")

    sign_in(page.context, world.other)
    page.goto("/sessions/new/?routine=hip-mobility-routine")
    page.locator(".sheet-menu summary").first.click()
    page.get_by_role("group", name="set 1").first.get_by_label("seconds").fill("many")
    page.get_by_label("Effort").fill("11")
    page.locator("summary").filter(has_text="More").click()
    inspector.look("the log page with its menus open")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Save session").click()
    expect(page.get_by_role("alert")).to_be_visible()
    inspector.look("a refused session")

    page.get_by_role("group", name="set 1").first.get_by_label("seconds").fill("30")
    page.get_by_label("Effort").fill("8")
    page.get_by_label("Pain after").fill("7")
    page.get_by_role("button", name="Save session").click()
    expect(page.get_by_text("You noted pain above 5.")).to_be_visible()
    inspector.look("a session just saved")
    page.get_by_role("button", name="Delete set 1, left").first.click()
    expect(page.get_by_text("Set deleted.")).to_be_visible()
    inspector.look("the offer to bring a set back")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("The set is back.")).to_be_visible()
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    inspector.look("the offer of an Undo")
    inspector.visit("/sessions/deleted/")
    # The browser itself reports 404 and 422 to its console: a failure to those who watch it, none to people.
    inspector.findings = [one for one in inspector.findings if "Failed to load resource" not in one]
    inspector.report()


def test_the_page_that_is_not_there(world: World, page: Page, sign_in: Any) -> None:
    inspector = Inspector(page)
    inspector.visit("/nothing/", status=404)
    sign_in(page.context, world.owner)
    inspector.visit("/sessions/00000000-0000-4000-8000-000000000000/", status=404)
    inspector.findings = [one for one in inspector.findings if "Failed to load resource" not in one]
    inspector.report()
