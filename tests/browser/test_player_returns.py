"""Coming back to a session: after a reload, on another device, in another tab, without a connection."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.played import A_SESSION, ROUTINE, Player, eventually
from tracker.models import Athlete, Session, Set


@pytest.fixture
def player(own_page: Page) -> Player:
    return Player(own_page)


def test_a_session_goes_on_at_the_same_set(player: Player) -> None:
    page = player.page
    player.open()
    player.start()
    player.run(10 + 30 + 15 + 12)
    expect(player.done()).to_have_count(1)
    expect(player.stage.get_by_text("right side · set 1 of 2")).to_be_visible()

    page.reload()

    expect(page.get_by_text("1 of 12 sets are done. You go on with: Half-kneeling")).to_be_visible()
    player.start("Go on")
    expect(player.stage.get_by_text("right side · set 1 of 2")).to_be_visible()
    expect(player.stage).to_have_attribute("data-kind", "prepare")
    player.run(5 + 30 + 1)
    expect(player.done()).to_have_count(2)


def test_a_session_goes_on_on_another_device(
    player: Player, new_context: Callable[..., BrowserContext], sign_in: Any, athlete: Athlete
) -> None:
    player.open()
    player.start()
    player.run(10 + 30 + 1)
    expect(player.done()).to_have_count(1)
    eventually(Set.objects.exists)
    path = player.page.url.split("?")[0]
    player.page.close()

    context = new_context()
    sign_in(context, athlete)
    other = Player(context.new_page())
    other.page.clock.install(time=timezone.now() - dt.timedelta(minutes=30))
    other.open(path=path)
    other.start("Go on")
    expect(other.stage.get_by_text("right side · set 1 of 2")).to_be_visible()
    other.run(5 + 30 + 1)
    expect(other.done()).to_have_count(2)
    eventually(lambda: Set.objects.count() == 2)
    assert list(Set.objects.order_by("position").values_list("position", "side")) == [
        (1, "left"),
        (2, "right"),
    ]


def test_what_was_typed_at_the_end_survives_a_reload(player: Player) -> None:
    page = player.page
    player.open("?exercise=supine-figure-4")
    player.start()
    player.run(10 + 4 * 30 + 3 * 15 + 1)
    player.summary.get_by_role("group", name="How hard").get_by_role("radio", name="7", exact=True).check()
    player.summary.get_by_label("Notes").fill("By the window")

    page.reload()

    expect(player.summary.get_by_text("4 of 4 sets done").first).to_be_visible()
    player.save()
    expect(page).to_have_url(A_SESSION)
    session = Session.objects.get()
    assert (session.effort, session.pain_after, session.notes) == (7, None, "By the window")


@pytest.mark.parametrize("noted", [6, 5])
def test_what_hurt_too_much_is_not_opened_again_by_a_reload(player: Player, noted: int) -> None:
    page = player.page
    player.open()
    page.route("**/sessions/sync/", lambda route: route.abort())
    player.start()
    player.run(10 + 20)
    player.act("pain")
    page.locator("[data-panel=pain]").get_by_role("button", name=str(noted), exact=True).click()
    if noted == 6:
        expect(page.get_by_text("You noted pain 6. This exercise stops here.")).to_be_visible()
    else:
        player.act("done")

    page.reload()

    if noted == 5:
        expect(page.get_by_text("You go on with: Half-kneeling flexor stretch.")).to_be_visible()
        return
    expect(page.get_by_text("You go on with: Mini-band walk.")).to_be_visible()
    page.unroute("**/sessions/sync/")
    player.start("Go on")
    expect(player.stage.locator("[data-bar] .off")).to_have_count(3)
    eventually(lambda: Set.objects.filter(skipped=True).count() == 3)


def test_a_swap_after_the_first_round_is_the_same_after_a_reload(player: Player) -> None:
    page = player.page
    player.open()
    page.route("**/sessions/sync/", lambda route: route.abort())
    player.start()
    player.run(10 + 2 * 30 + 15 + 3)
    player.act("swap")
    page.locator("[data-panel=swap] [data-choose]").first.click()
    count = player.stage.locator("[data-bar] li").count()
    name = player.stage.get_by_role("heading").inner_text()

    page.reload()

    expect(page.get_by_text(f"You go on with: {name}.")).to_be_visible()
    player.start("Go on")
    expect(player.stage.locator("[data-bar] li")).to_have_count(count)


def test_a_session_is_finished_with_its_last_set_and_can_be_gone_back_to(player: Player) -> None:
    page = player.page
    player.open("?exercise=supine-figure-4")
    player.start()
    player.run(10 + 4 * 30 + 3 * 15 + 1)
    expect(player.summary.get_by_text("4 of 4 sets done").first).to_be_visible()
    eventually(Session.objects.filter(finished_at__isnull=False).exists)
    finished_at = Session.objects.get().finished_at

    page.reload()
    page.get_by_role("button", name="Back to the session").click()
    page.reload()
    player.start("Go on")
    expect(player.stage.get_by_text("right side · set 2 of 2")).to_be_visible()
    player.run(5)
    player.run(20)
    player.act("done")
    player.summary.get_by_role("group", name="How hard").get_by_role("radio", name="5", exact=True).check()
    player.save()

    expect(page).to_have_url(A_SESSION)
    session = Session.objects.get()
    assert (session.effort, session.finished_at) == (5, finished_at)
    assert session.sets.get(position=4).seconds in (20, 21)
    assert session.sets.filter(skipped=False).count() == 4


def test_one_that_is_stopped_early_stays_under_way_until_it_is_saved(player: Player) -> None:
    player.open()
    player.start()
    player.run(10 + 30 + 1)
    player.act("settings")
    player.page.get_by_role("button", name="Finish the session here").click()
    eventually(Set.objects.exists)
    assert Session.objects.get().finished_at is None
    player.save()
    expect(player.page).to_have_url(A_SESSION)
    assert Session.objects.get().finished_at


@pytest.mark.parametrize("days", [1, 0])
def test_the_plan_of_another_day_says_so_and_has_nothing_with_a_ceiling(player: Player, days: int) -> None:
    page = player.page
    page.clock.install(time=timezone.now() + dt.timedelta(days=days))
    page.goto(f"/sessions/{uuid4()}/play/?routine=extended-hip-routine")
    expect(page.locator("hm-player")).to_have_attribute("ready", "")
    capped = [one for one in player.plan["exercises"] if one["capped"]]
    assert capped
    note = page.get_by_text("This is the plan of")
    for one in capped:
        line = page.locator(f".player [data-exercise={one['slug']}]")
        if days:
            expect(note).to_contain_text(one["name"])
            expect(line).to_be_hidden()
        else:
            expect(note).to_be_hidden()
            expect(line).to_be_visible()
    player.start()
    left = [one for one in player.plan["exercises"] if not (days and one["capped"])]
    expect(player.stage.locator("[data-bar] li")).to_have_count(sum(len(one["sets"]) for one in left))


def test_a_night_on_the_start_screen_brings_the_plan_anew(player: Player) -> None:
    page = player.page
    player.open()
    page.clock.set_system_time(timezone.now() + dt.timedelta(days=1))
    with page.expect_event("load"):
        player.start()
    expect(page.locator("hm-player[ready]")).to_be_visible()
    expect(player.stage).to_be_hidden()


def test_a_page_from_the_memory_of_the_browser_is_read_anew(player: Player) -> None:
    page = player.page
    player.open()
    with page.expect_event("load"):
        page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(page.locator("hm-player[ready]")).to_be_visible()


def test_with_much_pain_there_is_nothing_to_start(player: Player) -> None:
    page = player.page
    player.open()
    start = page.get_by_role("button", name="Start", exact=True)
    page.get_by_text("Pain now, sound and keys").click()
    pain = page.get_by_role("group", name="Pain now")
    pain.get_by_role("radio", name="6", exact=True).check()
    expect(page.get_by_text("Pain above 5: do not train on it.")).to_be_visible()
    expect(start).to_be_hidden()
    expect(page.get_by_role("link", name="Log a session")).to_have_attribute(
        "href", f"/sessions/new/{ROUTINE}"
    )
    pain.get_by_role("radio", name="5", exact=True).check()
    expect(start).to_be_visible()
    expect(page.get_by_role("link", name="Log a session")).to_be_hidden()


def test_only_one_tab_runs(player: Player) -> None:
    player.open()
    player.start()
    second = Player(player.page.context.new_page())
    second.open(path=player.page.url)
    second.start()
    expect(player.page.get_by_text("This session goes on in another tab")).to_be_visible()
    player.page.keyboard.press("Escape")
    expect(player.page.get_by_role("button", name="Go on here")).to_be_visible()
    expect(second.stage).to_be_visible()


def test_without_a_connection_it_waits_and_says_so(player: Player) -> None:
    page = player.page
    player.open("?exercise=supine-figure-4")
    player.start()
    page.context.set_offline(True)
    player.run(10 + 4 * 30 + 3 * 15 + 1)
    expect(player.summary.get_by_text("4 waiting on this device")).to_be_visible()
    player.save()
    expect(player.summary.get_by_role("link", name="To Today")).to_be_visible()
    expect(page.get_by_role("button", name="Save and close")).to_be_hidden()
    assert not Session.objects.exists()
    page.context.set_offline(False)
    expect(player.summary.get_by_text("Every set is saved.")).to_be_visible()
    assert Session.objects.get().finished_at
    assert Set.objects.filter(skipped=False).count() == 4
