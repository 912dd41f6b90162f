"""Guessing passwords is slowed down, whatever else the guesser sends."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.factories import UserFactory

EMAIL = "ana@example.org"
PASSWORD = "a-long-pass-phrase"
GUESSES = 5


@pytest.fixture(autouse=True)
def _limits(db: None, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": None}
    cache.clear()


@pytest.fixture
def ana() -> User:
    user: User = UserFactory(email=EMAIL)
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(password: str, number: int = 0, **headers: str) -> int:
    """Try from a network address that goes by the number, so that only the account's own count holds."""
    response = Client(REMOTE_ADDR=f"10.0.{number // 200}.{number % 200}", headers=headers).post(
        reverse("account_login"), {"login": EMAIL, "password": password}
    )
    return response.status_code


def test_a_few_guesses_lock_the_address_for_a_while(ana: User) -> None:
    assert [sign_in("a guess", number) for number in range(GUESSES)] == [422] * GUESSES
    assert sign_in(PASSWORD, GUESSES) == 422


def test_other_failures_do_not_lift_the_lock(ana: User) -> None:
    for number in range(GUESSES):
        sign_in("a guess", number)
    for number in range(1_500):
        cache.set(f"allauth:rl:allauth.account:login_failed:5/300s/key:{number}", [1.0], 300)

    assert sign_in(PASSWORD, GUESSES) == 422


def test_another_host_header_counts_the_same(ana: User) -> None:
    hosts = ("testserver", "localhost", "127.0.0.1", "testserver:81", "testserver:82", "localhost:83")
    for number, host in enumerate(hosts[:GUESSES]):
        sign_in("a guess", number, host=host)

    assert sign_in(PASSWORD, GUESSES, host=hosts[GUESSES]) == 422


def test_without_guesses_one_gets_in(ana: User) -> None:
    assert sign_in("a slip", 1) == 422
    assert sign_in(PASSWORD, 2) == 302
