"""The guided session in Chromium: from one tap to the summary, and what a person does on the way."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.played import A_SESSION, LATE_MS, ROUTINE, Player, eventually, phases_of
from tracker.models import Athlete, Evidence, Session, Set

UNEVEN_MS = 250


OBSERVE = """() => {
  window.phases = [];
  const stage = document.querySelector("[data-screen=stage]");
  new MutationObserver(() => {
    const { kind, side, ends } = stage.dataset;
    if (window.phases.at(-1)?.ends !== Number(ends)) {
      window.phases.push({ kind, side, ends: Number(ends), seen: Date.now() });
    }
  }).observe(stage, { attributeFilter: ["data-ends"] });
}"""
"""Write down when each phase is shown, and when it is to end."""


@pytest.fixture
def player(own_page: Page) -> Player:
    return Player(own_page)


def test_one_tap_leads_through_a_whole_routine(player: Player) -> None:
    page = player.page
    player.open()
    plan = player.plan
    page.evaluate(OBSERVE)
    player.start()
    started = player.ends - phases_of(plan)[0].end
    player.run(phases_of(plan)[-1].end / 1000 + 1)

    expect(player.summary).to_be_visible()
    expect(player.summary.get_by_text("12 of 12 sets done")).to_be_visible()
    seen = page.evaluate("window.phases")
    assert [(one["kind"], one["side"]) for one in seen] == [one[:2] for one in phases_of(plan)]
    for one, planned in zip(seen, phases_of(plan), strict=True):
        assert abs(one["ends"] - started - planned.end) <= LATE_MS
        # The first phase begins with the tap, and is shown once that was dealt with.
        assert not planned.start or 0 <= one["seen"] - started - planned.start <= LATE_MS
    times = {"left": 0, "right": 0}
    for before, one in pairwise(seen):
        if one["kind"] == "work":
            times[one["side"]] += one["ends"] - before["ends"]
    assert abs(times["left"] - times["right"]) <= UNEVEN_MS
    assert times["left"] == 2 * (30 + 40 + 30) * 1000

    player.summary.get_by_role("group", name="Pain now").get_by_role("radio", name="2", exact=True).check()
    player.summary.get_by_role("group", name="How hard").get_by_role("radio", name="6", exact=True).check()
    player.save()
    expect(page).to_have_url(A_SESSION)
    session = Session.objects.get()
    assert (session.evidence, session.pain_after, session.effort) == (Evidence.TIMED, 2, 6)
    assert session.finished_at
    assert session.sets.filter(skipped=False).filter(prescribed__isnull=False).count() == 12
    ends = [one.end for one in phases_of(plan) if one.kind == "work"]
    for one, end in zip(session.sets.order_by("position"), ends, strict=True):
        assert one.completed_at
        assert abs(one.completed_at.timestamp() * 1000 - started - end) <= LATE_MS


def test_what_is_cut_short_is_as_short_on_the_other_side(player: Player) -> None:
    player.open()
    player.start()
    player.run(10 + 20)
    player.act("done")
    expect(player.done()).to_have_count(1)
    player.run(15 + 20.5)
    expect(player.done()).to_have_count(2)
    eventually(lambda: Set.objects.count() == 2)
    left, right = Set.objects.order_by("position").values_list("seconds", flat=True)
    assert left == right
    assert left in (20, 21)


def test_much_pain_stops_the_exercise_and_offers_an_easier_one(player: Player) -> None:
    page = player.page
    player.open()
    stand_in = next(one for one in player.plan["exercises"][0]["standIns"] if one["isEasier"])
    player.start()
    player.run(10 + 12.2)
    player.act("pain")
    panel = page.locator("[data-panel=pain]")
    expect(panel.get_by_text("Pain in: Half-kneeling flexor stretch, left side")).to_be_visible()
    panel.get_by_role("button", name="7", exact=True).click()
    expect(page.get_by_text("You noted pain 7. This exercise stops here.")).to_be_visible()
    page.get_by_role("button", name=f"Easier: {stand_in['name']}").click()

    expect(player.stage.get_by_role("heading", name=stand_in["name"])).to_be_visible()
    expect(player.stage.locator("[data-bar] .off")).to_have_count(3)
    player.run(30 + 30 + 1)
    expect(player.done()).to_have_count(2)
    eventually(lambda: Set.objects.count() == 5)
    stopped, *rest = Set.objects.filter(exercise__slug="half-kneeling-flexor-stretch").order_by("position")
    assert (stopped.pain, stopped.skipped) == (7, False)
    assert stopped.seconds in (12, 13)
    assert [(one.skipped, one.seconds) for one in rest] == [(True, None)] * 3
    assert Set.objects.get(exercise__slug=stand_in["slug"]).side == "left"


def test_some_pain_is_noted_and_the_session_goes_on(player: Player) -> None:
    player.open()
    player.start()
    player.run(10 + 30 + 2)
    before = player.ends
    player.act("pain")
    player.page.locator("[data-panel=pain]").get_by_role("button", name="4", exact=True).click()
    expect(player.stage.get_by_text("Pain 4 noted.")).to_be_visible()
    assert player.ends == before
    player.run(2)
    eventually(lambda: Set.objects.filter(pain=4).count() == 1)


def test_much_pain_after_the_last_set_of_an_exercise_is_noted_and_no_more(player: Player) -> None:
    player.open()
    player.start()
    player.run(10 + 4 * 30 + 3 * 15 + 2)
    expect(player.stage.get_by_role("heading", name="Mini-band walk")).to_be_visible()
    player.act("pain")
    player.page.locator("[data-panel=pain]").get_by_role("button", name="8", exact=True).click()
    expect(player.stage.get_by_text("You noted pain 8.")).to_be_visible()
    expect(player.page.locator("dialog[open]")).to_have_count(0)
    player.run(31)
    expect(player.stage).to_have_attribute("data-kind", "work")
    eventually(lambda: Set.objects.filter(pain=8, position=4).count() == 1)


def test_back_does_not_lead_to_what_was_left_out(player: Player) -> None:
    player.open()
    player.start()
    player.run(3)
    player.act("swap")
    player.page.get_by_role("button", name="Leave the exercise out").last.click()
    expect(player.stage.get_by_role("heading", name="Mini-band walk")).to_be_visible()
    player.act("back")
    expect(player.stage.get_by_role("heading", name="Mini-band walk")).to_be_visible()
    expect(player.stage.locator("[data-bar] .off")).to_have_count(4)


def test_a_double_tap_on_done_is_one(player: Player) -> None:
    player.open()
    player.start()
    player.run(15)
    player.stage.locator("[data-act=done]").dblclick()
    expect(player.done()).to_have_count(1)
    expect(player.stage).to_have_attribute("data-kind", "change")


def test_stopping_before_the_end_leaves_the_rest_out(player: Player) -> None:
    page = player.page
    player.open()
    player.start()
    player.run(10 + 30 + 1)
    player.act("settings")
    page.get_by_role("button", name="Finish the session here").click()
    expect(player.summary.get_by_text("1 of 12 sets done · 11 left out")).to_be_visible()
    page.get_by_role("button", name="Back to the session").click()
    expect(player.stage.get_by_text("right side · set 1 of 2")).to_be_visible()
    player.act("settings")
    page.get_by_role("button", name="Finish the session here").click()
    player.save()
    expect(page).to_have_url(A_SESSION)
    assert Set.objects.filter(skipped=True).count() == 11


@pytest.mark.parametrize("leave", ["finish", "skip", "leave-out"])
def test_a_set_that_was_opened_again_stays_done_unless_it_is_done_anew(player: Player, leave: str) -> None:
    page = player.page
    player.open()
    player.start()
    player.run(10 + 30 + 2)
    expect(player.done()).to_have_count(1)
    player.act("back")
    expect(player.stage.get_by_text("left side · set 1 of 2")).to_be_visible()
    if leave == "skip":
        player.act("skip")
    if leave == "leave-out":
        player.act("swap")
        page.get_by_role("button", name="Leave the exercise out").last.click()
    if leave != "finish":
        expect(player.done()).to_have_count(1)
    player.act("settings")
    page.get_by_role("button", name="Finish the session here").click()
    player.save()
    expect(page).to_have_url(A_SESSION)
    assert Set.objects.get(skipped=False).seconds == 30
    assert Set.objects.count() == 12


def test_what_the_clock_counted_in_a_sleep_can_be_taken_back(player: Player) -> None:
    player.open()
    player.start()
    player.run(15)
    player.page.clock.fast_forward("01:00")
    expect(player.done()).to_have_count(1)
    player.act("back")
    player.act("skip")
    expect(player.stage.locator("[data-bar] .off")).to_have_count(1)
    eventually(lambda: Set.objects.filter(skipped=True).count() == 1)


def test_without_scripts_the_form_logs(
    catalogue: None, athlete: Athlete, new_context: Callable[..., BrowserContext], sign_in: Any
) -> None:
    context = new_context(java_script_enabled=False)
    sign_in(context, athlete)
    page = context.new_page()
    key = uuid4()
    page.goto(f"/sessions/{key}/play/{ROUTINE}")
    page.get_by_role("button", name="Save session").click()
    expect(page).to_have_url(re.compile(f"/sessions/{key}/$"))
    assert Set.objects.count() == 12


def test_where_the_browser_keeps_nothing_it_is_the_form(own_page: Page) -> None:
    own_page.add_init_script("indexedDB.open = () => { throw new Error('no'); }")
    own_page.goto(f"/sessions/{uuid4()}/play/{ROUTINE}")
    expect(own_page.locator("hm-player[failed]")).to_be_attached()
    own_page.get_by_role("button", name="Save session").click()
    expect(own_page).to_have_url(A_SESSION)
    assert Set.objects.count() == 12
