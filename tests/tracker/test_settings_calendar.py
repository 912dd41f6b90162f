"""The calendar in the settings: made, renewed, stopped."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from tests.factories import AthleteFactory, UserFactory
from tracker.domain.tokens import digest_of
from tracker.models import Athlete
from tracker.services.share_calendar import feed_token, make_feed, owner_of_feed

URL, SETTINGS = reverse("tracker:settings-calendar"), reverse("tracker:settings")


def section(client: Client) -> BeautifulSoup:
    response = client.get(SETTINGS)
    assert response.status_code == 200
    found = BeautifulSoup(response.content, "html.parser").select_one("section[aria-labelledby=calendar]")
    assert found is not None
    return BeautifulSoup(str(found), "html.parser")


def address(client: Client) -> str:
    box = section(client).select_one("input#calendar-address")
    return str(box["value"]) if box else ""


def actions(client: Client) -> list[str]:
    return [str(button["value"]) for button in section(client).select(f"form[action='{URL}'] button")]


def test_at_first_there_is_none(signed_in: Client, athlete: Athlete) -> None:
    assert address(signed_in) == ""
    assert actions(signed_in) == ["make"]


def test_made_it_stands_there_to_copy_and_to_open(signed_in: Client, athlete: Athlete) -> None:
    response = signed_in.post(URL, {"action": "make"}, follow=True)

    assert response.redirect_chain == [(SETTINGS, 302)]
    assert "Your calendar has an address now." in response.content.decode()
    athlete.refresh_from_db()
    url = f"http://testserver/calendar/{feed_token(athlete)}.ics"
    assert address(signed_in) == url
    assert section(signed_in).select_one("input#calendar-address[readonly]")
    assert section(signed_in).select_one(f"a[href='{url.replace('http:', 'webcal:')}']")
    assert actions(signed_in) == ["renew", "stop"]
    assert signed_in.get(url).status_code == 200


def test_made_twice_it_is_the_same(signed_in: Client) -> None:
    signed_in.post(URL, {"action": "make"})
    first = address(signed_in)
    signed_in.post(URL, {"action": "make"})

    assert address(signed_in) == first


def test_renewed_the_old_address_is_dead_at_once(signed_in: Client) -> None:
    signed_in.post(URL, {"action": "make"})
    old = address(signed_in)

    signed_in.post(URL, {"action": "renew"})

    assert address(signed_in) != old
    assert signed_in.get(old).status_code == 404
    assert signed_in.get(address(signed_in)).status_code == 200


def test_stopped_there_is_none(signed_in: Client) -> None:
    signed_in.post(URL, {"action": "make"})
    old = address(signed_in)

    signed_in.post(URL, {"action": "stop"})

    assert address(signed_in) == ""
    assert signed_in.get(old).status_code == 404


def test_an_address_that_cannot_be_shown_goes_on_until_another_is_made(
    signed_in: Client, athlete: Athlete
) -> None:
    token = "t" * 43
    Athlete.objects.filter(pk=athlete.pk).update(calendar_digest=digest_of(token))

    assert address(signed_in) == ""
    assert "cannot be shown" in section(signed_in).get_text()
    assert actions(signed_in) == ["renew", "stop"]
    signed_in.post(URL, {"action": "make"})
    assert owner_of_feed(token) == athlete.user

    signed_in.post(URL, {"action": "renew"})
    assert address(signed_in)
    assert owner_of_feed(token) is None


@pytest.mark.parametrize("action", ["", "delete", "\0", "x" * 5_000])
def test_another_button_changes_nothing(signed_in: Client, athlete: Athlete, action: str) -> None:
    token = make_feed(user=athlete.user)

    response = signed_in.post(URL, {"action": action})

    assert response.status_code == 422
    assert "Nothing was changed" in response.content.decode()
    athlete.refresh_from_db()
    assert feed_token(athlete) == token


def test_nobody_elses_address_changes_or_is_shown(signed_in: Client) -> None:
    other = AthleteFactory()
    token = make_feed(user=other.user)

    for action in ("make", "renew", "stop"):
        signed_in.post(URL, {"action": action, "user": other.pk})
        assert token not in signed_in.get(SETTINGS).content.decode()

    other.refresh_from_db()
    assert feed_token(other) == token


@pytest.mark.django_db
def test_a_user_without_an_athlete_gets_one_by_it(client: Client) -> None:
    client.force_login(UserFactory(), backend="tracker.auth.AthleteBackend")

    client.post(URL, {"action": "make"})

    assert client.get(address(client)).status_code == 200


def test_a_link_to_the_button_leads_to_the_settings(signed_in: Client, athlete: Athlete) -> None:
    response = signed_in.get(URL, {"action": "make"})

    assert (response.status_code, response.url) == (302, SETTINGS)
    athlete.refresh_from_db()
    assert athlete.calendar_digest is None


@pytest.mark.django_db
def test_strangers_are_asked_to_sign_in(client: Client) -> None:
    for response in (client.get(URL), client.post(URL, {"action": "make"})):
        assert response.url.startswith(reverse("account_login"))


def test_other_methods_are_refused(signed_in: Client) -> None:
    assert signed_in.put(URL).status_code == 405


def test_the_settings_take_no_more_queries(
    signed_in: Client, athlete: Athlete, django_assert_num_queries: Callable
) -> None:
    make_feed(user=athlete.user)
    with django_assert_num_queries(2):
        signed_in.get(SETTINGS)
