"""Bounds on what one account or one network address may ask for; ordinary use never meets them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache, caches
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings
from redis.exceptions import ConnectionError as RedisIsGone

from hipmobility import settings as of_the_site
from tests.factories import AthleteFactory, ExerciseFactory
from tests.tracker.synced import a_session, a_set
from tracker.models import Athlete, ReportLink, Session
from tracker.services.share_calendar import make_feed
from tracker.services.share_report import make_link
from tracker.views import limits

LIMITS = {
    "export": "2/h/user",
    "guess": "2/600s/ip",
    "report-link": "2/h/user",
    "sync": "2/600s/user",
    "upload": "2/h/user",
}


@pytest.fixture(autouse=True)
def _counts(db: None, settings: Settings) -> Iterator[None]:
    settings.REQUEST_LIMITS = LIMITS
    caches["requests"].clear()
    cache.clear()
    yield
    caches["requests"].clear()


def guess(client: Client, number: int = 0, **headers: str) -> HttpResponse:
    return client.get(reverse("tracker:share", args=["x" * 42 + str(number % 10)]), headers=headers)


def sync(client: Client, **session: str) -> HttpResponse:
    body = json.dumps({"session": a_session(**session), "sets": [a_set("stretch")]})
    return client.post(reverse("tracker:session-sync"), body, content_type="application/json")


def test_who_guesses_addresses_waits(client: Client, athlete: Athlete) -> None:
    link = reverse("tracker:share", args=[make_link(user=athlete.user, name="", days=1, now=timezone.now())])
    feed = reverse("tracker:calendar-feed", args=[make_feed(user=athlete.user)])
    assert [guess(client, number).status_code for number in range(3)] == [404, 404, 429]

    for address in (link, feed, reverse("tracker:calendar-feed", args=["y" * 43])):
        response = client.get(address)
        assert response.status_code == 429
        assert 0 < int(response["Retry-After"]) <= 601
    assert client.get(link)["X-Robots-Tag"] == "noindex, nofollow"
    assert Client(REMOTE_ADDR="10.0.0.9").get(link).status_code == 200


def test_a_feed_that_is_asked_for_often_is_no_guess(client: Client, athlete: Athlete) -> None:
    feed = reverse("tracker:calendar-feed", args=[make_feed(user=athlete.user)])

    assert {client.get(feed).status_code for _number in range(10)} == {200}


def test_counting_costs_a_page_no_query(client: Client, athlete: Athlete, settings: Settings) -> None:
    feed = reverse("tracker:calendar-feed", args=[make_feed(user=athlete.user)])
    with CaptureQueriesContext(connection) as with_limits:
        client.get(feed)
    settings.REQUEST_LIMITS = {}
    with CaptureQueriesContext(connection) as without:
        client.get(feed)

    assert len(with_limits) == len(without)


def test_the_page_says_how_long_to_wait(client: Client) -> None:
    for number in range(2):
        guess(client, number)
    response = guess(client)

    words = BeautifulSoup(response.content, "html.parser").main.get_text(" ", strip=True)
    assert "Too many tries" in words
    assert "then try again" in words
    assert response["Cache-Control"] == "no-store, private"


def test_an_outbox_is_told_so_in_its_own_language_and_nothing_is_lost(
    signed_in: Client, athlete: Athlete
) -> None:
    ExerciseFactory(slug="stretch")
    assert [sync(signed_in).status_code for _number in range(3)] == [200, 200, 429]

    response = sync(signed_in)
    assert response["Content-Type"] == "application/json"
    assert response["Retry-After"]
    assert response.json()["errors"]
    assert Session.objects.count() == 2
    # Who is signed in can still be asked, and another person is not held up.
    assert signed_in.get(reverse("tracker:session-sync")).status_code == 200
    other = Client()
    other.force_login(AthleteFactory().user)
    assert sync(other).status_code == 200


def test_links_to_the_report_are_counted_and_reading_it_is_not(signed_in: Client) -> None:
    share = reverse("tracker:report-share")
    sent = {"name": "", "days": "7", "period": "4-weeks"}
    codes = [signed_in.post(share, sent).status_code for _number in range(3)]

    assert codes == [302, 302, 429]
    assert ReportLink.objects.count() == 2
    assert signed_in.get(reverse("tracker:report")).status_code == 200
    assert signed_in.get(share).status_code == 302


def test_exports_and_uploads_are_counted(signed_in: Client) -> None:
    export, pages = reverse("tracker:data-export"), ("tracker:archive-upload", "tracker:import-upload")
    assert [signed_in.get(export).status_code for _number in range(3)] == [200, 200, 429]
    assert [signed_in.post(reverse(page)).status_code for page in (*pages, *pages)] == [422, 422, 429, 429]
    assert signed_in.get(reverse("tracker:import-upload")).status_code == 200


def test_what_the_site_bounds_is_what_is_tested_here() -> None:
    assert of_the_site.REQUEST_LIMITS.keys() == LIMITS.keys()


def test_a_forged_address_counts_with_the_real_one(client: Client) -> None:
    forged = [guess(client, number, **{"x-forwarded-for": f"10.1.1.{number}"}) for number in range(3)]

    assert [response.status_code for response in forged] == [404, 404, 429]


def test_behind_a_proxy_the_address_that_it_names_counts(client: Client, settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    # What a client sends stands before what the proxy adds.
    forged = [
        guess(client, number, **{"x-forwarded-for": f"10.1.1.{number},192.0.2.7"}) for number in range(3)
    ]

    assert [response.status_code for response in forged] == [404, 404, 429]
    assert guess(client, **{"x-forwarded-for": "192.0.2.8"}).status_code == 404


@pytest.mark.parametrize(
    "forwarded", ["", "nonsense", "1.2.3.4, nonsense", "x" * 5_000, "::1, fe80::1%eth0", ","]
)
def test_a_damaged_address_breaks_nothing(client: Client, settings: Settings, forwarded: str) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    assert guess(client, **{"x-forwarded-for": forwarded}).status_code in {403, 404}


def test_neighbours_in_one_network_of_ipv6_count_together(settings: Settings) -> None:
    hosts = [Client(REMOTE_ADDR=f"2001:db8:1:2::{number}") for number in range(3)]

    assert [guess(one).status_code for one in hosts] == [404, 404, 429]
    assert guess(Client(REMOTE_ADDR="2001:db8:9:9::1")).status_code == 404


def test_a_new_stretch_of_time_begins_anew(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [guess(client, number).status_code for number in range(3)] == [404, 404, 429]
    later = limits.time.time() + 601
    monkeypatch.setattr(limits.time, "time", lambda: later)

    assert guess(client).status_code == 404


def test_a_cache_that_is_gone_stops_nobody(
    signed_in: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def gone(*_args: object) -> None:
        raise RedisIsGone

    ExerciseFactory(slug="stretch")
    monkeypatch.setattr(limits, "_counted", gone)

    assert sync(signed_in).status_code == 200
    assert "does not answer" in caplog.text


def test_what_is_not_named_has_no_bound(client: Client, settings: Settings) -> None:
    settings.REQUEST_LIMITS = {}

    assert {guess(client, number).status_code for number in range(5)} == {404}


PASSWORDS: dict[str, Callable[[int], dict[str, str]]] = {
    "account_login": lambda number: {"login": f"a{number}@example.org", "password": "a guess"},
    "account_signup": lambda number: {"email": f"a{number}", "password1": ""},
    "account_reset_password": lambda number: {"email": f"a{number}@example.org"},
}


@pytest.mark.parametrize("page", PASSWORDS)
def test_signing_in_and_up_and_new_passwords_are_bounded_by_address(
    page: str, client: Client, settings: Settings
) -> None:
    settings.ACCOUNT_RATE_LIMITS = of_the_site.ACCOUNT_RATE_LIMITS
    codes = [client.post(reverse(page), PASSWORDS[page](number)).status_code for number in range(31)]

    assert codes[0] != 429
    assert codes[-1] == 429
    response = client.post(reverse(page), PASSWORDS[page](32), headers={"x-forwarded-for": "10.9.9.9"})
    assert response.status_code == 429
    assert response["Retry-After"] == "60"


def test_the_sites_own_bounds_are_generous() -> None:
    """A person who logs a set every ten seconds, all day, on two devices, stays far below."""
    amount, _slash, rest = of_the_site.REQUEST_LIMITS["sync"].partition("/")
    assert int(amount) >= 10 * 2 * 600 / 10
    assert rest == "600s/user"


def test_many_wrong_passwords_are_answered_in_plain_words(client: Client, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "2/300s/key"}
    typed = {"login": "nobody@example.org", "password": "a wrong one"}
    for _ in range(3):
        page = client.post(reverse("account_login"), typed).content.decode()
    assert "Too many tries. Wait a few minutes, then try again." in page
