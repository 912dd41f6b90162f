"""The token of the calendar feed."""

from __future__ import annotations

from tests.factories import AthleteFactory
from tracker.models import Athlete
from tracker.services.share_calendar import TOKEN_LENGTH, make_feed, renew_feed, stop_feed


def test_a_token_is_long_and_fits_into_an_address(athlete: Athlete) -> None:
    token = make_feed(user=athlete.user)

    athlete.refresh_from_db()
    assert athlete.calendar_token == token
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
    assert athlete.calendar_token == second


def test_stopped_there_is_none(athlete: Athlete) -> None:
    first = make_feed(user=athlete.user)
    stop_feed(user=athlete.user)
    stop_feed(user=athlete.user)

    athlete.refresh_from_db()
    assert athlete.calendar_token is None
    assert make_feed(user=athlete.user) != first


def test_two_people_without_a_feed_and_with_one_of_their_own(athlete: Athlete) -> None:
    other = AthleteFactory()

    assert make_feed(user=athlete.user) != make_feed(user=other.user)
    stop_feed(user=athlete.user)
    stop_feed(user=other.user)
    assert Athlete.objects.filter(calendar_token=None).count() == 2
