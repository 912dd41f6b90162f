"""The morning after on Today: one tap on a small phone, without JavaScript, and a change of mind."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.inspection import Inspector
from tests.factories import SessionFactory, SetFactory
from tests.tracker.logged import local_today
from tracker.models import Athlete, Morning, Session

TARGET = 44


@pytest.fixture
def session(catalogue: None, athlete: Athlete) -> Session:
    """A session of yesterday."""
    day = local_today(athlete) - dt.timedelta(days=1)
    return SetFactory(session=SessionFactory(athlete=athlete, day=day)).session


def check_targets(page: Page) -> None:
    """Eleven buttons, each as large as a finger, none beside the screen."""
    buttons = page.locator("#morning button, main form button[name=pain]").all()
    boxes = [box for one in buttons if (box := one.bounding_box())]
    assert len(boxes) == 11
    assert min(min(box["width"], box["height"]) for box in boxes) >= TARGET
    assert max(box["x"] + box["width"] for box in boxes) <= 320


def test_one_tap_and_a_change_of_mind(
    session: Session, athlete: Athlete, new_context: Any, sign_in: Any
) -> None:
    context: BrowserContext = new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    sign_in(context, athlete)
    page = context.new_page()
    page.goto("/today/")
    check_targets(page)
    page.get_by_role("group", name="How much does it hurt this morning").get_by_role(
        "button", name="0", exact=True
    ).click()
    expect(page.get_by_text("Noted.", exact=True)).to_be_visible()
    assert Morning.objects.get().pain == 0
    page.get_by_text("The morning after your last session: pain 0.").click()
    check_targets(page)
    page.get_by_role("button", name="10", exact=True).click()
    expect(page.get_by_text("Pain above 5 on the morning after is too much.")).to_be_visible()
    assert Morning.objects.get().pain == 10


def test_the_question_its_answer_and_its_refusal_are_looked_over(session: Session, own_page: Page) -> None:
    inspector = Inspector(own_page, refused=422)
    inspector.visit("/today/")
    button = own_page.get_by_role("button", name="4", exact=True)
    button.evaluate("button => { button.value = '40'; }")
    button.click()
    expect(own_page.get_by_role("alert")).to_have_text("Choose a number from 0 to 10.")
    inspector.look("refused")
    own_page.set_viewport_size({"width": 320, "height": 640})
    check_targets(own_page)
    button.click()
    expect(own_page.get_by_text("Noted. That is more than before the session")).to_be_visible()
    inspector.look("answered")
    inspector.report()
