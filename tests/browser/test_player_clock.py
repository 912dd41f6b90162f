"""The player's clock: right after any sleep, and in time on a slow machine."""

from __future__ import annotations

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.played import LATE_MS, ROUTINE, Player, eventually, phases_of
from tracker.models import Set


@pytest.fixture
def player(own_page: Page) -> Player:
    return Player(own_page)


def test_the_clock_is_right_after_ten_minutes_of_sleep(player: Player) -> None:
    page = player.page
    player.open("?routine=extended-hip-routine")
    phases = phases_of(player.plan)
    player.start()
    started = player.ends - phases[0].end
    player.run(15)

    page.clock.fast_forward("10:00")

    asleep = player.now - started
    now = next(one for one in phases if one.end > asleep)
    expect(player.stage).to_have_attribute("data-kind", now.kind)
    expect(player.stage).to_have_attribute("data-side", now.side)
    assert abs(player.ends - started - now.end) <= LATE_MS
    counted = sum(one.kind == "work" and one.end <= asleep for one in phases)
    expect(player.done()).to_have_count(counted)
    expect(player.stage.get_by_text(f"counted {counted} as done")).to_be_visible()
    eventually(lambda: Set.objects.count() == counted)
    ends = [one.end for one in phases if one.kind == "work"]
    for one, end in zip(Set.objects.order_by("position"), ends, strict=False):
        assert one.completed_at
        assert abs(one.completed_at.timestamp() * 1000 - started - end) <= LATE_MS


def test_after_a_long_absence_the_clock_stands_where_it_was(player: Player) -> None:
    player.open()
    player.start()
    player.run(15)

    player.page.clock.fast_forward("40:00")

    expect(player.stage.get_by_text("The page slept for 40 min")).to_be_visible()
    expect(player.done()).to_have_count(0)
    player.act("pause")
    player.run(26)
    expect(player.done()).to_have_count(1)


def test_seconds_are_shown_in_time_on_a_slow_machine(own_page: Page) -> None:
    player = Player(own_page)
    own_page.goto(f"/sessions/{uuid4()}/play/{ROUTINE}")
    own_page.context.new_cdp_session(own_page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    player.start()
    late = own_page.evaluate(
        """() => new Promise((resolve) => {
          const stage = document.querySelector("[data-screen=stage]");
          const late = [];
          new MutationObserver(() => {
            const [minutes, seconds] = stage.querySelector("[data-time]").textContent.split(":").map(Number);
            late.push(Date.now() - (Number(stage.dataset.ends) - (60 * minutes + seconds) * 1000));
            if (late.length === 3) resolve(late);
          }).observe(stage.querySelector("[data-time]"), { childList: true });
        })"""
    )
    assert all(-1 <= one <= LATE_MS for one in late), late
