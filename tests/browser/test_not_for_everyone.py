"""The log of a person for whom much is held or avoided, looked over in a browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.inspection import Inspector
from tests.screenings import screen
from tracker.models import Athlete, Session

A_SESSION = re.compile(r"/sessions/[0-9a-f-]{36}/$")


def save(page: Page) -> str:
    """Press Save, and return the path of the session."""
    page.get_by_role("button", name="Save session").click()
    expect(page).to_have_url(A_SESSION)
    return str(Session.objects.latest("created_at").get_absolute_url())


def test_a_routine_as_it_fits_and_what_was_done_all_the_same(own_page: Page, athlete: Athlete) -> None:
    screen(athlete.user, knee_problem="yes", osteoporosis="yes")
    inspector = Inspector(own_page)
    inspector.visit("/sessions/new/?routine=extended-hip-routine")
    expect(own_page.locator("[data-exercise=edge-hang]")).to_have_count(0)
    path = save(own_page)
    inspector.visit(f"{path}why/")
    expect(own_page.get_by_text("Left out, because nothing with the same aim fitted:")).to_have_count(1)
    inspector.visit("/sessions/new/?record=couch-stretch-wall")
    for field in own_page.get_by_label("seconds").all():
        expect(field).to_have_value("")
        field.fill("30")
    path = save(own_page)
    expect(own_page.get_by_text("Couch stretch, wall is not for you now.")).to_be_visible()
    inspector.look("just saved")
    for page in (f"{path}edit/", f"{path}repeat/", "/today/", "/progress/", "/progress/exercises/edge-hang/"):
        inspector.visit(page)
    inspector.report()


@pytest.mark.parametrize("who", ["red flag", "never asked"])
def test_today_without_a_prescription(own_page: Page, athlete: Athlete, who: str) -> None:
    if who == "red flag":
        screen(athlete.user, red_flag_fever="yes")
    else:
        athlete.user.screenings.all().delete()
    inspector = Inspector(own_page)
    inspector.visit("/today/")
    own_page.get_by_role(
        "link", name="What to do now" if who == "red flag" else "Answer the screening"
    ).click()
    expect(own_page).to_have_url(re.compile("/screening/"))
    inspector.visit("/sessions/new/?record=couch-stretch-wall")
    inspector.report()
