"""The player as it is seen, heard, tapped and typed at, and what it weighs."""

from __future__ import annotations

import datetime as dt
import gzip

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.inspection import RUN_AXE, TOO_WIDE
from tests.browser.played import A_SESSION, Player
from tests.browser.test_first_session import tab_to
from tracker.models import Session

MOST_SCRIPT_BYTES = 30_000


HEAR = """() => {
  window.said = [];
  speechSynthesis.speak = (words) => words.text && window.said.push(words.text);
  window.locks = 0;
  Object.defineProperty(navigator, "wakeLock", { value: { request: async () => {
    window.locks += 1;
    return { released: true, release: async () => {} };
  } } });
}"""
"""Write down what the browser is asked to say, and how often to keep its screen on."""


@pytest.fixture
def player(own_page: Page) -> Player:
    return Player(own_page)


def test_every_screen_can_be_seen_and_heard(player: Player) -> None:
    page = player.page
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)))
    player.open()
    page.evaluate(Axe().axe_script)

    def look(name: str) -> None:
        for width, height in ((320, 568), (740, 360), (1280, 800)):
            page.set_viewport_size({"width": width, "height": height})
            if wide := page.evaluate(TOO_WIDE):
                found.append(f"{name} scrolls sideways at {width} px: {wide}")
        page.set_viewport_size({"width": 360, "height": 740})
        found.extend(f"{name}: {one['id']} {one['nodes']}" for one in page.evaluate(RUN_AXE)["violations"])

    look("start")
    player.start()
    player.run(12)
    look("stage")
    for name in ("settings", "pain", "swap"):
        player.act(name)
        look(name)
        page.keyboard.press("Escape")
        expect(page.locator("dialog[open]")).to_have_count(0)
    player.act("settings")
    page.get_by_role("button", name="Finish the session here").click()
    look("summary")
    assert found == []


def test_what_can_be_tapped_is_large_enough(player: Player) -> None:
    page = player.page
    page.set_viewport_size({"width": 320, "height": 568})
    player.open()
    small = """() => [...document.querySelectorAll(".player :is(button, a, label, summary, input)")]
      .filter((one) => one.checkVisibility() && !one.closest("label label, .visually-hidden"))
      .map((one) => [one.outerHTML.slice(0, 80), one.closest("label") ?? one])
      .map(([text, one]) => [text, one.getBoundingClientRect()])
      .filter(([, box]) => box.width < 43.9 || box.height < 43.9)
      .map(([text, box]) => `${text} ${box.width}×${box.height}`)"""
    page.get_by_text("Pain now, sound and keys").click()
    assert page.evaluate(small) == []
    player.start()
    assert page.evaluate(small) == []
    for name in ("settings", "pain", "swap"):
        player.act(name)
        assert page.evaluate(small) == []
        page.keyboard.press("Escape")


def test_keys(player: Player) -> None:
    page = player.page
    player.open()
    player.start()
    player.run(3)
    page.keyboard.press("Space")
    expect(player.stage.get_by_role("button", name="Go on")).to_be_visible()
    player.run(60)
    expect(player.stage).to_have_attribute("data-kind", "prepare")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    expect(player.stage).to_have_attribute("data-kind", "work")
    page.keyboard.press("ArrowRight")
    expect(player.stage.locator("[data-bar] .off")).to_have_count(1)
    expect(player.stage.get_by_text("right side · set 1 of 2")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(player.stage.get_by_text("left side · set 1 of 2")).to_be_visible()
    page.keyboard.press("?")
    panel = page.get_by_role("dialog", name="Settings and help")
    panel.get_by_label("Keys").uncheck()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    page.keyboard.press("Space")
    expect(player.stage.get_by_role("button", name="Pause")).to_be_visible()
    page.reload()
    page.get_by_text("Pain now, sound and keys").click()
    expect(page.get_by_role("group", name="What the player does").get_by_label("Keys")).not_to_be_checked()


def test_from_today_to_the_log_by_keyboard_alone(player: Player) -> None:
    page = player.page
    page.clock.install(time=timezone.now() - dt.timedelta(hours=1))
    page.goto("/today/")
    tab_to(page, page.locator("main a[data-start][href$=hip-mobility-routine]"))
    page.keyboard.press("Enter")
    expect(page.locator("hm-player[ready]")).to_be_attached()
    tab_to(page, page.get_by_role("button", name="Start", exact=True))
    page.keyboard.press("Enter")
    for number in range(1, 12 + 1):
        page.keyboard.press("ArrowRight")
        expect(player.stage).to_have_attribute("data-kind", "work")
        player.run(41)
        if number < 12:
            expect(player.done()).to_have_count(number)
    expect(player.summary.get_by_role("heading", name="Done")).to_be_focused()
    for name in ("Pain now", "How hard"):
        scale = player.summary.get_by_role("group", name=name)
        tab_to(page, scale.get_by_role("radio", name="0", exact=True))
        page.keyboard.press("ArrowRight")
        expect(scale.get_by_role("radio", name="1", exact=True)).to_be_checked()
    tab_to(page, player.summary.get_by_label("Notes"))
    page.keyboard.type("By keys")
    tab_to(page, page.get_by_role("button", name="Save and close"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(A_SESSION)
    session = Session.objects.get()
    assert (session.effort, session.pain_after, session.notes) == (1, 1, "By keys")
    assert session.sets.filter(skipped=False).count() == 12


def test_the_keys_belong_to_the_player_again_after_a_panel(player: Player) -> None:
    player.open()
    player.start()
    player.run(3)
    player.act("swap")
    player.page.keyboard.press("Escape")
    expect(player.stage.get_by_role("heading")).to_be_focused()
    player.page.keyboard.press("Space")
    expect(player.stage.get_by_role("button", name="Go on")).to_be_visible()


def test_a_voice_says_what_comes(player: Player) -> None:
    page = player.page
    page.add_init_script(f"({HEAR})()")
    player.open()
    player.start()
    player.run(10 + 30 + 15 + 2)
    said = page.evaluate("window.said")
    assert [text.lower() for text in said] == [
        "half-kneeling flexor stretch. left side. you need: knee pad or folded blanket.",
        "hold. left side. 30 seconds",
        "half-way",
        "change sides. right side",
        "hold. right side. 30 seconds",
    ]
    expect(page.locator("hm-player [data-live]")).to_have_text(said[-1])
    player.act("settings")
    page.get_by_role("dialog").get_by_label("Voice").uncheck()
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    player.run(60)
    assert page.evaluate("window.said") == said


def test_the_screen_is_kept_on_and_asked_for_again_on_return(player: Player) -> None:
    page = player.page
    page.add_init_script(f"({HEAR})()")
    player.open()
    assert page.evaluate("window.locks") == 0
    player.start()
    assert page.evaluate("window.locks") == 1
    page.evaluate("document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))")
    assert page.evaluate("window.locks") == 2


def test_its_scripts_are_small(player: Player) -> None:
    scripts: set[str] = set()
    player.page.on("request", lambda one: scripts.add(one.url) if one.resource_type == "script" else None)
    player.open()
    assert any(url.endswith("/js/player/clock.js") for url in scripts)
    sizes = {url: len(gzip.compress(player.page.request.get(url).body())) for url in scripts}
    assert sum(sizes.values()) <= MOST_SCRIPT_BYTES, sizes
