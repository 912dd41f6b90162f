"""Passkeys, an authenticator app, and the end of an account, in Chromium."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from playwright.sync_api import CDPSession, Page, expect
from pytest_django import Settings

from tests.browser.inspection import Inspector
from tests.tracker.factors import EMAIL, PASSWORD, code_now, make_ana
from tracker.models import Athlete

HOLDS_PASSKEYS = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
TODAY = re.compile("/today/$")
SECURITY = re.compile("/settings/security/$")


@pytest.fixture
def ana(catalogue: None, settings: Settings, base_url: str) -> User:
    """A person with a confirmed address; the site is known by the address that the browser opens."""
    settings.SITE_URL = base_url
    return make_ana()


def device(page: Page) -> tuple[CDPSession, str]:
    """Give the browser a device that keeps passkeys, and return it with its id."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    made = cdp.send("WebAuthn.addVirtualAuthenticator", {"options": HOLDS_PASSKEYS})
    return cdp, made["authenticatorId"]


def sign_in(page: Page) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email address").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()


def give_password_again(page: Page) -> None:
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


def be_nobody(page: Page) -> None:
    """Be somebody who is not signed in, with the device and all that it keeps."""
    page.context.clear_cookies()


def test_a_passkey_from_its_making_to_its_end(ana: User, page: Page) -> None:
    inspector = Inspector(page, refused=404)
    device(page)
    sign_in(page)
    expect(page).to_have_url(TODAY)
    page.goto("/settings/security/")
    page.get_by_role("link", name="Add a passkey").click()
    give_password_again(page)
    inspector.look("adding a passkey")
    expect(page.get_by_label("Name of the passkey")).to_have_value("Chrome on Linux")
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    expect(page.locator(".codes li")).to_have_count(10)
    inspector.look("recovery codes")
    page.get_by_role("link", name="I have kept them").click()
    expect(page).to_have_url(SECURITY)
    expect(page.locator("#main").get_by_text("Chrome on Linux", exact=True)).to_have_count(2)

    be_nobody(page)
    page.goto("/accounts/login/?next=/settings/security/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(SECURITY)

    page.get_by_role("link", name="Rename").click()
    expect(page.get_by_role("heading", name="Is it you?")).to_be_visible()
    page.get_by_role("link", name="Use a passkey").click()
    inspector.look("is it you, by passkey")
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_label("Name of the passkey").fill("x" * 80)
    inspector.look("renaming")
    page.get_by_role("button", name="Save").click()
    inspector.look("security with a long name")
    page.get_by_role("link", name=re.compile("Remove ?: x")).click()
    inspector.look("removing")
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("The passkey is removed.")).to_be_visible()
    expect(page.get_by_role("link", name="Add a passkey")).to_be_visible()
    inspector.report()


def test_a_device_that_says_no(ana: User, page: Page) -> None:
    """Nothing came of it: a sentence says so, the button works again, and the password still signs in."""
    cdp, key = device(page)
    page.goto("/accounts/login/")
    button = page.get_by_role("button", name="Sign in with a passkey")
    cdp.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})
    button.click()
    expect(page.get_by_text("No passkey was used.")).to_be_visible()
    expect(button).to_be_enabled()
    sign_in(page)
    expect(page).to_have_url(TODAY)


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_an_app_beside_the_password(ana: User, scripts: bool, new_context: Any) -> None:
    page = new_context(java_script_enabled=scripts).new_page()
    sign_in(page)
    page.goto("/accounts/2fa/totp/activate/")
    give_password_again(page)
    key = page.get_by_label("Or type in this key").input_value()
    if scripts:
        inspector = Inspector(page)
        inspector.look("adding an app")
        inspector.report()
    page.get_by_label("The six digits that the app shows").fill(code_now(key))
    page.get_by_role("button", name="Add the app").click()
    expect(page.locator(".codes li")).to_have_count(10)
    page.get_by_role("link", name="Make new codes").click()
    page.get_by_role("button", name="Make new codes").click()
    expect(page.get_by_text("These are your new recovery codes.")).to_be_visible()
    code = page.locator(".codes li").first.inner_text()
    assert [one.subject for one in mail.outbox] == [
        "An authenticator app was added",
        "New recovery codes were made",
    ]
    be_nobody(page)

    sign_in(page)
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    expect(page.get_by_role("button", name="Use a passkey")).to_be_visible(visible=scripts)
    if scripts:
        inspector.look("one more step")
        inspector.report()
    page.get_by_label("Code of your app").fill(code)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(TODAY)


def test_without_scripts_there_is_no_dead_button(ana: User, new_context: Any) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/accounts/login/")
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    sign_in(page)
    page.goto("/accounts/2fa/webauthn/add/")
    give_password_again(page)
    expect(page.get_by_role("button", name="Add the passkey")).to_be_hidden()
    expect(page.get_by_text("This browser cannot make passkeys.")).to_be_visible()


def outbox_of(page: Page) -> list[str]:
    """Return whose sets lie on this device."""
    users: list[str] = page.evaluate(
        """async () => {
          const { transact, answerOf } = await import("/static/js/outbox/store.js");
          const rows = await transact("readonly", ({ sets }) => answerOf(sets.getAll()));
          return rows.map((one) => one.user);
        }"""
    )
    return users


def keep_sets(page: Page, *users: str) -> None:
    page.evaluate(
        """(users) => import("/static/js/outbox/store.js").then(({ transact, REJECTED }) =>
          transact("readwrite", ({ sets }) => {
            for (const user of users) sets.put({ user, id: "s", session: "x", values: {}, status: REJECTED });
          }))""",
        list(users),
    )


def delete_account(page: Page) -> None:
    page.goto("/settings/")
    page.get_by_role("link", name="Delete the account").click()
    page.get_by_label("I know that nobody can bring it back.").check()
    page.get_by_role("button", name="Delete my account").click()
    give_password_again(page)
    expect(page.get_by_role("heading", name="The account is deleted")).to_be_visible()


def test_the_end_of_an_account(ana: User, page: Page) -> None:
    inspector = Inspector(page)
    sign_in(page)
    expect(page).to_have_url(TODAY)
    keep_sets(page, str(ana.pk))
    page.evaluate("localStorage.setItem('hm-install', 'no')")
    inspector.visit("/settings/delete/")

    delete_account(page)

    inspector.look("the account is deleted")
    inspector.report()
    assert not Athlete.objects.exists()
    assert outbox_of(page) == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    sign_in(page)
    expect(page.get_by_role("alert").or_(page.locator(".alert")).first).to_be_visible()


def test_what_somebody_else_has_waiting_on_the_device_stays(ana: User, page: Page) -> None:
    sign_in(page)
    expect(page).to_have_url(TODAY)
    keep_sets(page, str(ana.pk), "987654321")

    delete_account(page)

    expect(page.locator("hm-farewell[done]")).to_be_attached()
    assert outbox_of(page) == ["987654321"]
