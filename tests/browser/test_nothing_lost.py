"""Nothing typed is lost, nothing is logged twice: errors, double clicks, Back, signing in, two tabs, Undo."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.factories import SessionFactory, SetFactory
from tracker.models import Athlete, Session

ROUTINE = "/sessions/new/?routine=hip-mobility-routine"
A_SESSION = re.compile("/sessions/[0-9a-f-]{36}/$")


PASSWORD = "a quiet long word"


@pytest.fixture
def athlete(athlete: Athlete) -> Athlete:
    athlete.user.set_password(PASSWORD)
    athlete.user.save()
    return athlete


def sign_in_by_form(page: Page, athlete: Athlete) -> None:
    expect(page).to_have_url(re.compile("/accounts/login/"))
    page.get_by_label("Email address").fill(athlete.user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()


def save(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Save")).click()


def first_set(page: Page) -> Any:
    return page.get_by_role("group", name="set 1").first


def test_errors_stand_beside_their_fields_and_all_is_kept(own_page: Page) -> None:
    page = own_page
    page.goto(ROUTINE)
    first_set(page).get_by_label("seconds").fill("-5")
    first_set(page).get_by_label("pain").fill("3")
    page.get_by_label("Effort").fill("11")
    page.get_by_label("Notes").fill("Left was stiff")
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("Nothing is saved yet")
    wrong = first_set(page).get_by_label("seconds")
    expect(wrong).to_have_attribute("aria-invalid", "true")
    expect(wrong).to_have_value("-5")
    expect(first_set(page)).to_contain_text("Enter 0 or more.")
    expect(first_set(page)).to_have_accessible_description(re.compile("Enter 0 or more"))
    expect(first_set(page).get_by_label("pain")).to_have_value("3")
    expect(page.get_by_label("Effort")).to_have_value("11")
    expect(page.get_by_label("Effort")).to_have_accessible_description(re.compile("Enter 10 or less"))
    expect(page.get_by_label("Notes")).to_have_value("Left was stiff")
    assert not Session.objects.exists()
    wrong.fill("5")
    page.get_by_label("Effort").fill("1")
    save(page)
    expect(page).to_have_url(A_SESSION)
    assert Session.objects.get().notes == "Left was stiff"


def test_a_second_click_before_the_answer(own_page: Page) -> None:
    page = own_page
    sent: list[Route] = []

    def first_answer_is_slow(route: Route) -> None:
        sent.append(route)
        if len(sent) == 1:
            route.fetch(max_redirects=0)  # it is saved, and the browser does not hear of it
        else:
            route.continue_()

    page.goto(ROUTINE)
    page.route("**/sessions/new/", first_answer_is_slow)
    button = page.get_by_role("button", name="Save session")
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    assert box
    # The bare mouse: a locator would wait for the first click's answer.
    for _click in range(2):
        with page.expect_request("**/sessions/new/"):
            page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page).to_have_url(A_SESSION)
    expect(page.locator("[data-set]")).to_have_count(12)
    assert len(sent) == 2
    assert Session.objects.count() == 1


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_back_and_save_again(scripts: bool, new_context: Any, catalogue: None, athlete: Athlete) -> None:
    page = new_context(java_script_enabled=scripts).new_page()
    page.goto(ROUTINE)
    sign_in_by_form(page, athlete)
    expect(page.get_by_role("heading", name="Log", exact=True)).to_be_visible()
    page.get_by_label("Effort").fill("4")
    save(page)
    expect(page).to_have_url(A_SESSION)
    page.go_back()
    expect(page).to_have_url(re.compile("/sessions/new/"))
    page.get_by_label("Effort").fill("6")
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("This session is saved already.")
    save(page)
    expect(page).to_have_url(A_SESSION)
    assert Session.objects.get().effort == 6
    assert Session.objects.get().version == 2


def test_reload_keeps_what_was_typed(own_page: Page) -> None:
    page = own_page
    page.goto(ROUTINE)
    page.get_by_label("Notes").fill("Half-way")
    page.reload()
    expect(page.get_by_text("What you typed here before is back.")).to_be_visible()
    expect(page.get_by_label("Notes")).to_have_value("Half-way")
    save(page)
    expect(page).to_have_url(A_SESSION)
    assert Session.objects.get().notes == "Half-way"
    page.goto(ROUTINE)
    expect(page.get_by_label("Notes")).to_have_value("")


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_a_signed_out_submit_is_back_after_signing_in(
    scripts: bool, new_context: Any, catalogue: None, athlete: Athlete, sign_in: Any
) -> None:
    context = new_context(java_script_enabled=scripts)
    sign_in(context, athlete)
    page = context.new_page()
    page.goto(ROUTINE)
    page.get_by_label("Notes").fill("Typed before")
    first_set(page).get_by_label("seconds").fill("41")
    context.clear_cookies(name="sessionid")
    save(page)
    expect(page.get_by_text("your form is back as you filled it")).to_be_visible()
    sign_in_by_form(page, athlete)
    expect(page).to_have_url(re.compile(r"/sessions/new/\?kept=1$"))
    expect(page.get_by_label("Notes")).to_have_value("Typed before")
    expect(first_set(page).get_by_label("seconds")).to_have_value("41")
    save(page)
    expect(page).to_have_url(A_SESSION)
    assert Session.objects.get().sets.get(position=1).seconds == 41


def test_two_tabs_change_one_session(own_page: Page, athlete: Athlete) -> None:
    session = SetFactory(session=SessionFactory(athlete=athlete)).session
    first, second = own_page, own_page.context.new_page()
    for page, notes in ((first, "from the first"), (second, "from the second")):
        page.goto(f"/sessions/{session.pk}/edit/")
        page.get_by_label("Notes").fill(notes)
    save(first)
    expect(first).to_have_url(A_SESSION)
    save(second)
    expect(second.get_by_role("alert")).to_contain_text("This session was changed elsewhere meanwhile.")
    expect(second.get_by_label("Notes")).to_have_value("from the second")
    session.refresh_from_db()
    assert session.notes == "from the first"
    save(second)
    expect(second).to_have_url(A_SESSION)
    session.refresh_from_db()
    assert session.notes == "from the second"


def test_delete_and_undo(own_page: Page, athlete: Athlete) -> None:
    session = SetFactory(session=SessionFactory(athlete=athlete)).session
    page = own_page
    page.goto(f"/sessions/{session.pk}/")
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page).to_have_url(re.compile(r"/sessions/\?deleted="))
    expect(page.locator(f'a[href="/sessions/{session.pk}/"]')).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page).to_have_url(A_SESSION)
    expect(page.locator("[data-set]")).to_have_count(1)
    page.goto("/sessions/")
    expect(page.locator(f'a[href="/sessions/{session.pk}/"]')).to_have_count(1)


def test_undo_lasts(own_page: Page, athlete: Athlete) -> None:
    session = SetFactory(session=SessionFactory(athlete=athlete)).session
    page = own_page
    page.goto(f"/sessions/{session.pk}/")
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    page.goto("/today/")
    page.goto("/sessions/deleted/")
    page.locator("main").get_by_role("button").click()
    expect(page).to_have_url(A_SESSION)
    session.refresh_from_db()
    assert session.deleted_at is None
