"""The guided measurement: a phone on the shin, played by Chromium's own override of the sensor."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.inspection import Inspector
from tests.browser.shin_traces import Wearing
from tests.browser.test_player_page import HEAR
from tracker.models import Measurement

LONG_ENOUGH_MS = 1_500
LEAD_MS = 3_000
DENY = """for (const one of [DeviceOrientationEvent, DeviceMotionEvent]) {
  one.requestPermission = async () => "denied";
}"""


class Phone:
    """A phone on somebody's shin, before the open form of a measurement."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.devtools = page.context.new_cdp_session(page)
        self.dialog = page.get_by_role("dialog")
        self.worn = Wearing()

    def open(self) -> None:
        self.page.clock.install()
        self.page.goto("/measurements/new/")
        self.page.get_by_role("button", name="Measure with this phone").click()
        expect(self.dialog).to_be_visible()

    def hold(self, angle: float) -> None:
        beta, gamma = self.worn.orientation(angle)
        turned = {"alpha": 0, "beta": beta, "gamma": gamma}
        self.devtools.send("DeviceOrientation.setDeviceOrientationOverride", turned)

    def start(self, worn: Wearing) -> None:
        """Strap it on and press Start; the zero is taken."""
        self.worn = worn
        self.hold(0)
        self.dialog.locator(f"[data-mount={worn.mounting}]").click()
        self.dialog.get_by_role("button", name="Start").click()
        expect(self.now).to_have_text(re.compile("[123]"))
        self.page.clock.run_for(LEAD_MS + LONG_ENOUGH_MS)
        expect(self.now).to_have_text("0°")

    def turn(self, angle: float) -> None:
        """Turn the leg and hold it."""
        self.hold(angle)
        expect(self.now).to_have_text(f"{round(angle)}°")
        self.page.clock.run_for(LONG_ENOUGH_MS)

    def back(self) -> None:
        self.hold(0)
        expect(self.now).to_have_text("0°")
        self.page.clock.run_for(LONG_ENOUGH_MS)

    def measure(self, worn: Wearing) -> None:
        """One leg from the zero to its last reading."""
        self.start(worn)
        for angle in (worn.practice, *worn.trials[:-1]):
            self.turn(angle)
            self.back()
        self.turn(worn.trials[-1])

    @property
    def now(self) -> Locator:
        return self.dialog.locator("[data-now]")

    @property
    def say(self) -> Locator:
        return self.dialog.locator("[data-say]")


@pytest.fixture
def phone(own_page: Page) -> Phone:
    own_page.add_init_script(f"({HEAR})()")
    return Phone(own_page)


def test_a_swing_to_31_left_and_24_right_is_saved(phone: Phone, athlete: Any) -> None:
    page = phone.page
    phone.open()
    phone.measure(Wearing(side="left", roll=10, lean=6, practice=26, trials=(31, 30.4, 31.6)))
    expect(phone.dialog.get_by_role("heading", name="Right leg")).to_be_visible()
    phone.measure(Wearing(side="right", mounting="side", roll=-8, practice=22, trials=(24, 23.6, 24.4)))
    expect(phone.dialog.get_by_text("Nothing is sent until you save")).to_be_visible()
    assert not Measurement.objects.exists()
    phone.dialog.get_by_role("button", name="2", exact=True).click()
    said = page.evaluate("window.said")
    assert page.evaluate("window.locks") > 0
    phone.dialog.get_by_role("button", name="Save measurement").click()
    page.wait_for_url(re.compile(r"/measurements/\?saved="))

    row = Measurement.objects.get()
    assert (row.motion, row.position, row.instrument) == ("internal-rotation", "seated", "phone")
    assert [float(one) for one in row.trials("left")] == pytest.approx([31, 30.4, 31.6], abs=1)
    assert [float(one) for one in row.trials("right")] == pytest.approx([24, 23.6, 24.4], abs=1)
    assert row.pain == 2
    assert said[1:4] == [
        "Let the shin hang, and keep still.",
        "Zero. Practise once. Turn the foot out, slowly, until your pelvis first lifts. Hold it there.",
        "Good, that was the practice. Let it hang again.",
    ]
    assert "31 degrees. Let it hang again." in said
    assert said[-1].endswith("degrees. Both sides are done.")


def test_readings_far_apart_ask_for_one_more_and_a_reload_keeps_them(phone: Phone) -> None:
    page = phone.page
    phone.open()
    phone.dialog.get_by_role("button", name="Close").click()
    page.get_by_label("Left, reading 1").fill("20")
    page.get_by_label("Left, reading 2").fill("21,5")
    page.get_by_role("button", name="Measure with this phone").click()
    phone.start(Wearing(practice=25))
    phone.turn(25)
    phone.back()
    phone.turn(34)
    expect(phone.say).to_contain_text("These lie 14 degrees apart. One more, please.")
    phone.back()
    phone.dialog.get_by_role("button", name="Last again").click()
    phone.turn(35)
    expect(phone.say).to_contain_text("35 degrees.")
    phone.back()
    phone.turn(27)
    expect(phone.dialog.locator("[data-note]")).to_contain_text("27 degrees. This side is done.")

    page.reload()

    expect(page.get_by_label("Left, reading 4")).to_have_value("27")
    expect(page.get_by_label("Left, reading 4")).to_be_visible()
    shown = [page.get_by_label(f"Left, reading {number}").input_value() for number in range(1, 5)]
    assert [float(one.replace(",", ".")) for one in shown] == pytest.approx([20, 21.5, 35, 27], abs=0.5)
    page.get_by_role("button", name="Measure with this phone").click()
    expect(phone.dialog.get_by_role("heading", name="Right leg")).to_be_visible()
    expect(phone.dialog.get_by_role("button", name="On the front")).to_have_attribute("aria-pressed", "true")
    phone.dialog.get_by_role("button", name="Leave this side out").click()
    phone.dialog.get_by_role("button", name=re.compile("Left leg 1, 20°")).click()
    expect(phone.dialog.get_by_role("heading", name="Left leg")).to_be_visible()


@pytest.mark.parametrize(
    ("stub", "told"),
    [
        ("", "This device tells no angle."),
        (DENY, "Without its motion sensor"),
    ],
    ids=["no sensor", "denied"],
)
def test_without_the_sensor_it_goes_on_by_typing(phone: Phone, stub: str, told: str) -> None:
    page = phone.page
    page.add_init_script(stub)
    phone.open()
    phone.dialog.get_by_role("button", name="Start").click()
    page.clock.run_for(2_000)
    expect(phone.dialog).to_be_hidden()
    expect(page.get_by_text(told)).to_be_visible()
    expect(page.get_by_label("Left, reading 1")).to_be_focused()
    page.keyboard.type("31")
    page.get_by_role("button", name="Save measurement").click()
    page.wait_for_url(re.compile(r"/measurements/\?saved="))
    assert float(Measurement.objects.get().trials("left")[0]) == 31


def test_every_screen_can_be_seen_by_everybody(phone: Phone) -> None:
    page = phone.page
    inspector = Inspector(page)
    phone.open()
    inspector.look("before")
    phone.start(Wearing())
    phone.turn(27)
    inspector.look("while measuring")
    phone.dialog.get_by_role("button", name="Stop").click()
    phone.dialog.get_by_role("button", name="7", exact=True).click()
    expect(phone.dialog.get_by_text("Above 5 is too much for a test")).to_be_visible()
    inspector.look("the readings")
    phone.dialog.get_by_role("button", name="Look it over first").click()
    expect(page.get_by_label("Pain while measuring")).to_have_value("7")
    page.get_by_label("Measured with").select_option("ruler")
    expect(page.get_by_role("button", name="Measure with this phone")).to_be_hidden()
    inspector.findings = [one for one in inspector.findings if "A reload is required" not in one]
    inspector.report()
