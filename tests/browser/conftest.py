"""The site in Debian's Chromium: one browser process, a fresh context for each test."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.chromium import EXECUTABLE, LAUNCH, PATIENCE_MS
from tracker.models import Athlete

# Playwright keeps an event loop in the test's own thread, in which Django would refuse to read the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium: skipped where there is none, but never in CI."""
    if EXECUTABLE:
        return LAUNCH
    reason = "There is no Chromium: install Debian's package chromium, or name one with CHROMIUM=."
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def base_url(live_server: LiveServer) -> str:
    return str(live_server.url)


@pytest.fixture(scope="session")
def browser_context_args(base_url: str) -> dict[str, Any]:
    return {
        "base_url": base_url,
        "locale": "en-GB",
        "timezone_id": "Europe/Zurich",
        "reduced_motion": "reduce",
        # It would fetch pages behind a test's back; the tests that want it allow it.
        "service_workers": "block",
    }


@pytest.fixture
def new_context(new_context: Callable[..., BrowserContext]) -> Callable[..., BrowserContext]:
    """Make contexts that wait as long as a test does."""

    def patient(**options: Any) -> BrowserContext:
        context = new_context(**options)
        context.set_default_timeout(PATIENCE_MS)
        return context

    return patient


@pytest.fixture
def sign_in(base_url: str) -> Callable[[BrowserContext, Athlete], None]:
    """Sign somebody in without the sign-in page."""

    def give_cookie(context: BrowserContext, athlete: Athlete) -> None:
        client = Client()
        client.force_login(athlete.user)
        context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": base_url}]
        )

    return give_cookie


@pytest.fixture
def own_page(catalogue: None, athlete: Athlete, context: BrowserContext, sign_in: Any) -> Page:
    """A page of a browser in which `athlete` is signed in, with the shipped catalogue behind it."""
    sign_in(context, athlete)
    return context.new_page()
