"""Into the player from a routine's or an exercise's page."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.factories import RoutineItemFactory
from tracker.models import Session

START = "/sessions/start/"


@pytest.mark.parametrize("what", ["routine=short", "exercise=stretch"])
def test_it_leads_to_a_new_session_in_the_player(signed_in: Client, what: str) -> None:
    RoutineItemFactory(routine__slug="short", exercise__slug="stretch")
    first, second = (signed_in.get(f"{START}?{what}").headers["Location"] for _ in range(2))
    assert re.fullmatch(rf"/sessions/[0-9a-f-]{{36}}/play/\?{what}", first)
    assert first != second
    assert signed_in.get(first).status_code == 200
    assert not Session.objects.exists()


def test_without_anything_to_start_it_leads_to_today(signed_in: Client) -> None:
    assert signed_in.get(START).headers["Location"] == "/today/"


@pytest.mark.parametrize("slug", ["../x", "a b", "é", "%00"])
def test_what_is_no_slug_is_not_found(signed_in: Client, slug: str) -> None:
    assert signed_in.get(f"{START}?routine={slug}").status_code == 404


def test_it_needs_an_account_and_is_only_read(client: Client, signed_in: Client) -> None:
    assert Client().get(f"{START}?routine=short").headers["Location"].startswith("/accounts/login/")
    assert signed_in.post(f"{START}?routine=short").status_code == 405
