"""The token of the calendar feed."""

from __future__ import annotations

import secrets

import pytest
from django.db import IntegrityError
from pytest_django import Settings

from tests.factories import AthleteFactory
from tracker.domain.tokens import TOKEN_BYTES, TOKEN_LENGTH, digest_of
from tracker.models import Athlete
from tracker.services.share_calendar import feed_token, make_feed, owner_of_feed, renew_feed, stop_feed


def made_before(athlete: Athlete) -> str:
    """Return the token of a feed that was made before nonces were kept."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    Athlete.objects.filter(pk=athlete.pk).update(calendar_digest=digest_of(token))
    athlete.refresh_from_db()
    return token


def test_a_token_is_long_and_fits_into_an_address(athlete: Athlete) -> None:
    token = make_feed(user=athlete.user)

    athlete.refresh_from_db()
    assert feed_token(athlete) == token
    assert len(token) == TOKEN_LENGTH
    assert token.replace("-", "a").replace("_", "a").isalnum()


def test_made_twice_it_is_the_same(athlete: Athlete) -> None:
    first = make_feed(user=athlete.user)
    stale = Athlete.objects.get(pk=athlete.pk).user

    assert make_feed(user=athlete.user) == first
    assert make_feed(user=stale) == first


def test_renewed_it_is_another(athlete: Athlete) -> None:
    first = make_feed(user=athlete.user)
    second = renew_feed(user=athlete.user)

    assert second != first
    athlete.refresh_from_db()
    assert feed_token(athlete) == second
    assert owner_of_feed(first) is None
    assert owner_of_feed(second) == athlete.user


def test_stopped_there_is_none(athlete: Athlete) -> None:
    first = make_feed(user=athlete.user)
    stop_feed(user=athlete.user)
    stop_feed(user=athlete.user)

    athlete.refresh_from_db()
    assert (athlete.calendar_digest, athlete.calendar_nonce) == (None, "")
    assert owner_of_feed(first) is None
    assert make_feed(user=athlete.user) != first


def test_two_people_without_a_feed_and_with_one_of_their_own(athlete: Athlete) -> None:
    other = AthleteFactory()

    assert make_feed(user=athlete.user) != make_feed(user=other.user)
    stop_feed(user=athlete.user)
    stop_feed(user=other.user)
    assert Athlete.objects.filter(calendar_digest=None).count() == 2


def test_nothing_in_the_database_opens_a_feed(athlete: Athlete) -> None:
    token = make_feed(user=athlete.user)

    kept = [str(value) for value in Athlete.objects.values_list().get()]
    assert digest_of(token) in kept
    assert not any(token in value for value in kept)
    assert [owner_of_feed(value) for value in kept] == [None] * len(kept)


def test_under_another_secret_key_the_address_goes_on_and_is_shown_while_the_old_key_is_known(
    athlete: Athlete, settings: Settings
) -> None:
    token = make_feed(user=athlete.user)
    athlete.refresh_from_db()
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another-secret-key-" * 3

    assert owner_of_feed(token) == athlete.user
    assert feed_token(athlete) is None
    assert make_feed(user=athlete.user) is None
    settings.SECRET_KEY_FALLBACKS = [old]
    assert feed_token(athlete) == token
    assert make_feed(user=athlete.user) == token


def test_a_feed_from_before_goes_on_until_it_is_renewed_or_stopped(athlete: Athlete) -> None:
    token = made_before(athlete)

    assert owner_of_feed(token) == athlete.user
    assert feed_token(athlete) is None
    assert make_feed(user=athlete.user) is None
    assert owner_of_feed(token) == athlete.user
    assert renew_feed(user=athlete.user) != token
    assert owner_of_feed(token) is None


def test_a_nonce_alone_is_refused(athlete: Athlete) -> None:
    with pytest.raises(IntegrityError, match="calendar_nonce"):
        Athlete.objects.filter(pk=athlete.pk).update(calendar_nonce="n")
