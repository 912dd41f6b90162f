"""A session that is open in two tabs: it goes on in the one that was started last, from where it is."""

from __future__ import annotations

from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.browser.chaos_run import wait_until_sent
from tests.browser.test_outbox import SYNC
from tracker.models import Session, Set

READY = "hm-player[ready]"


def done(page: Page) -> None:
    """Start the set that is next, and complete it."""
    for _tap in range(2):
        page.locator("[data-act=done]").click()


def test_a_tab_that_was_opened_before_goes_on_from_where_the_other_one_is(own_page: Page) -> None:
    first, second = own_page, own_page.context.new_page()
    own_page.context.route(SYNC, lambda route: route.abort())
    url = f"/sessions/{uuid4()}/play/?routine=hip-mobility-routine"
    for page in (first, second):
        page.goto(url)
        expect(page.locator(READY)).to_be_attached()
    first.locator("[data-act=start]").click()
    done(first)
    expect(first.locator("[data-bar] .on")).to_have_count(1)

    second.locator("[data-act=start]").click()

    expect(first.get_by_role("heading", name="This session goes on in another tab")).to_be_visible()
    expect(second.get_by_text("1 of 12 sets are done.")).to_be_visible()
    own_page.context.unroute(SYNC)
    second.locator("[data-act=start]").click()
    done(second)
    expect(second.locator("[data-bar] .on")).to_have_count(2)
    assert wait_until_sent(second) == []
    assert Session.objects.count() == 1
    assert list(Set.objects.order_by("position").values_list("position", flat=True)) == [1, 2]
