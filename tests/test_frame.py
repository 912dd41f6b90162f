"""What stands around every page: the bar, the menu, the foot."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse


def bar_of(page: str) -> str:
    found = re.search(r'<nav class="nav".*?</nav>', page, re.DOTALL)
    assert found
    return found[0]


def words_of(html: str) -> list[str]:
    return [word.strip() for word in re.sub(r"<[^>]*>", "\n", html).split("\n") if word.strip()]


def test_the_signed_in_have_five_places_and_a_menu(signed_in: Client) -> None:
    bar = bar_of(signed_in.get(reverse("tracker:settings")).content.decode())

    assert words_of(bar) == [
        *("Today", "Exercises", "Log", "Progress", "More"),
        *("Your plan", "Measurements", "History", "Report for a clinician", "Routines", "Programmes"),
        *("What fits you", "Before you start"),
        *("Guide", "References"),
        *("Your data", "Settings", "Sign out"),
    ]
    assert re.search(r'href="/settings/"\s+aria-current="page"', bar)
    assert bar.count("aria-current") == 1


def test_signing_out_is_a_form(signed_in: Client) -> None:
    bar = bar_of(signed_in.get(reverse("tracker:settings")).content.decode())

    assert f'<form method="post" action="{reverse("account_logout")}">' in bar
    assert "csrfmiddlewaretoken" in bar


@pytest.mark.django_db
def test_strangers_have_five_places(client: Client) -> None:
    bar = bar_of(client.get(reverse("account_login")).content.decode())

    assert words_of(bar) == ["Exercises", "Routines", "Guide", "Sign in", "Sign up"]
    assert re.search(r'href="/accounts/login/"\s+aria-current="page"', bar)


@pytest.mark.django_db
def test_the_head_and_the_foot_are_complete(client: Client) -> None:
    page = client.get(reverse("exercises:landing")).content.decode()

    assert '<html lang="en-gb">' in page
    assert '<link rel="canonical" href="http://testserver/">' in page
    assert page.count('name="theme-color"') == 2
    assert 'href="/static/img/favicon.svg"' in page
    assert '<a class="skip" href="#main">' in page
    assert '<main id="main"' in page
    assert 'role="status"' in page
    assert "This site is no doctor. It describes exercises" in page


@pytest.mark.django_db
def test_nothing_is_inline(client: Client) -> None:
    """The content security policy would block it."""
    page = client.get(reverse("account_signup")).content.decode()

    assert not re.search(r"\sstyle=|\son\w+=|<style|<script(?![^>]*\ssrc=)", page)
