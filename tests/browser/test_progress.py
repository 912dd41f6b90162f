"""The progress page in a browser: a chart is one stop for Tab, arrows move along it, no side needs a hue."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from tests.browser.inspection import Inspector
from tests.histories import build_history, build_measurements, build_mornings
from tracker.models import Athlete

EXERCISE = "half-kneeling-flexor-stretch"


@pytest.fixture
def measured(athlete: Athlete, catalogue: None) -> Athlete:
    """A person with weeks of training and of measuring."""
    yesterday = timezone.localdate() - timedelta(days=1)
    build_history(athlete, sets=500, until=yesterday)
    build_mornings(athlete)
    build_measurements(athlete, number=12, until=yesterday)
    return athlete


def _range(page: Page) -> Locator:
    return page.locator("figure[data-chart^=range-internal]")


def test_arrows_move_along_the_points_of_a_chart_and_each_is_told(measured: Athlete, own_page: Page) -> None:
    own_page.goto("/progress/")
    points = _range(own_page).get_by_role("radio")
    points.first.focus()
    own_page.keyboard.press("Space")
    for number in range(1, 4):
        own_page.keyboard.press("ArrowRight")
        expect(points.nth(number)).to_be_focused()
        expect(points.nth(number)).to_be_checked()
    shown = _range(own_page).locator(".stop text:visible")
    expect(shown).to_have_count(1)
    expect(shown).to_contain_text("L ")
    # Tab leaves the chart at once, however many points it has.
    own_page.keyboard.press("Tab")
    expect(_range(own_page).get_by_role("radio").and_(own_page.locator(":focus"))).to_have_count(0)


def test_left_and_right_stay_apart_for_colour_blind_eyes(
    measured: Athlete, own_page: Page, tmp_path: Path
) -> None:
    """Pictures are taken to be looked at; what tells the sides apart must not be the colour."""
    own_page.goto("/progress/")
    lines = [_range(own_page).locator(f".plot-box .line-{side}") for side in "lr"]
    dashes = [one.evaluate("one => getComputedStyle(one).strokeDasharray") for one in lines]
    assert dashes[0] == "none"
    assert dashes[1] != "none"
    expect(_range(own_page).locator(".line-letter")).to_have_text(["L", "R"])
    network = own_page.context.new_cdp_session(own_page)
    for kind in ("achromatopsia", "deuteranopia"):
        network.send("Emulation.setEmulatedVisionDeficiency", {"type": kind})
        _range(own_page).screenshot(path=tmp_path / f"{kind}.png")


def test_pages_of_progress_are_in_order_with_everything_on_them(measured: Athlete, own_page: Page) -> None:
    inspector = Inspector(own_page)
    for path in (
        "/progress/",
        "/progress/?period=all",
        f"/progress/exercises/{EXERCISE}/",
        f"/progress/exercises/{EXERCISE}/?period=1-year",
    ):
        inspector.visit(path)
    inspector.report()
