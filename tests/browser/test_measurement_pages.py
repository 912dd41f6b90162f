"""The pages of measurements in every state, and what is typed there outliving a reload."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.inspection import Inspector
from tests.factories import MeasurementFactory, SelfTestFactory
from tests.screenings import screen
from tests.tracker.measuring_forms import LIST, NEW, READINGS
from tracker.models import Athlete, Measurement


def test_every_state_can_be_seen_by_everybody(own_page: Page, athlete: Athlete) -> None:
    for _again in range(4):
        saved = MeasurementFactory(athlete=athlete, notes="Felt good", pain=1)
    gone = SelfTestFactory(athlete=athlete, deleted_at=saved.created_at)
    SelfTestFactory(athlete=athlete)
    inspector = Inspector(own_page, refused=422)
    for path in (
        f"{LIST}?saved={saved.pk}",
        f"{LIST}?deleted={gone.pk}",
        f"{LIST}deleted/",
        saved.get_absolute_url(),
        f"{LIST}tests/new/?kind=own-activity",
        f"{LIST}tests/new/?kind=hands-free-90-90",
    ):
        inspector.visit(path)
    screen(athlete.user, labral_tear="yes")
    own_page.goto(NEW)
    for name, value in (READINGS | {"left_1": "10", "right_1": "310"}).items():
        own_page.fill(f"[name={name}]", value)
    own_page.click("button[value=save]")
    expect(own_page.locator("[name=left_4]")).to_be_visible()
    expect(own_page.get_by_label("Keep these readings as they are")).to_be_visible()
    inspector.look("refused readings")
    inspector.report()


def test_typed_readings_outlive_a_reload_and_are_done_with_once_saved(own_page: Page) -> None:
    own_page.goto(NEW)
    for name, value in READINGS.items():
        own_page.fill(f"[name={name}]", value)
    own_page.reload()
    expect(own_page.get_by_text("What you typed here before is back.")).to_be_visible()
    expect(own_page.locator("[name=right_3]")).to_have_value(READINGS["right_3"])
    own_page.click("button[value=save]")
    expect(own_page.get_by_text("not enough data yet").first).to_be_visible()
    assert Measurement.objects.count() == 1
    own_page.goto(NEW)
    expect(own_page.locator("[name=right_3]")).to_have_value("")
    expect(own_page.get_by_text("What you typed here before is back.")).to_have_count(0)
