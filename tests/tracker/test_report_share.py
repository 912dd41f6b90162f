"""Links to the report: making, opening, revoking, and what is seen through them."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import AthleteFactory, UserFactory
from tracker.models import Athlete, ReportLink, ReportOpening
from tracker.services.share_report import MOST_OPEN, make_link, revoke_link

PAGE = reverse("tracker:report")
SHARE = reverse("tracker:report-share")
GOOD = {"name": "Maya Keller", "days": "30", "period": "3-months"}


@pytest.fixture
def token(athlete: Athlete) -> str:
    """A token of a link of `athlete` that works for a week."""
    return make_link(user=athlete.user, name="Maya Keller", days=7, now=timezone.now())


@pytest.fixture
def address(token: str) -> str:
    return reverse("tracker:share", args=[token])


def shown_address(client: Client) -> str:
    field = BeautifulSoup(client.get(PAGE).content, "html.parser").select_one("#new-address")
    return str(field["value"]) if field else ""


def test_a_link_is_shown_once_with_its_whole_address(signed_in: Client, athlete: Athlete) -> None:
    response = signed_in.post(SHARE, GOOD)

    assert response.status_code == 302
    assert response.url == f"{PAGE}#links"
    found = shown_address(signed_in)
    assert found.startswith("http://testserver/share/")
    assert shown_address(signed_in) == ""
    assert Client().get(urlsplit(found).path).status_code == 200


def test_only_the_digest_of_the_token_is_kept(token: str) -> None:
    link = ReportLink.objects.get()

    assert len(token) == 43
    assert link.token_digest == hashlib.sha256(token.encode()).hexdigest()
    assert token not in str(vars(link))


@pytest.mark.parametrize("days", [1, 7, 30, 90])
def test_it_ends_after_the_chosen_days(signed_in: Client, days: int) -> None:
    signed_in.post(SHARE, GOOD | {"days": str(days)})

    link = ReportLink.objects.get()
    assert round((link.expires_at - link.created_at) / dt.timedelta(days=1), 3) == days


def test_the_period_stands_in_the_address_alone(signed_in: Client) -> None:
    signed_in.post(SHARE, GOOD | {"period": "1-year"})

    assert shown_address(signed_in).endswith("?period=1-year")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "x" * 121),
        ("name", "a\0b"),
        ("days", ""),
        ("days", "31"),
        ("days", "-1"),
        ("days", "1e9"),
        ("period", ""),
        ("period", "all"),
        ("period", "ten-years"),
    ],
)
def test_a_wrong_value_comes_back_beside_its_field(signed_in: Client, field: str, value: str) -> None:
    response = signed_in.post(SHARE, GOOD | {field: value})

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not ReportLink.objects.exists()
    if field != "name":
        assert b'value="Maya Keller"' in response.content


def test_so_many_may_be_open_and_no_more(signed_in: Client, athlete: Athlete) -> None:
    now = timezone.now()
    for _number in range(MOST_OPEN):
        make_link(user=athlete.user, name="", days=1, now=now)

    response = signed_in.post(SHARE, GOOD)

    assert response.status_code == 422
    assert "Revoke one first." in response.content.decode()
    assert ReportLink.objects.count() == MOST_OPEN
    revoke_link(link=ReportLink.objects.all()[0], now=now)
    assert signed_in.post(SHARE, GOOD).status_code == 302


def test_links_of_others_and_ended_ones_do_not_count(athlete: Athlete) -> None:
    now = timezone.now()
    for _number in range(MOST_OPEN):
        make_link(user=athlete.user, name="", days=1, now=now)
    ReportLink.objects.update(created_at=now - dt.timedelta(days=3), expires_at=now)

    make_link(user=AthleteFactory().user, name="", days=1, now=now)
    make_link(user=athlete.user, name="", days=1, now=now)


@pytest.mark.django_db
def test_a_user_without_an_athlete_can_make_one() -> None:
    user = UserFactory()

    make_link(user=user, name="", days=1, now=timezone.now())

    assert ReportLink.objects.get().athlete_id == user.pk


def test_whoever_holds_it_reads_the_report_and_nothing_keeps_it(address: str) -> None:
    response = Client().get(address)

    assert response.status_code == 200
    assert "Maya Keller" in response.content.decode()
    assert response["Cache-Control"] == "no-store, private"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex, nofollow"


def test_each_opening_is_recorded_and_listed(signed_in: Client, athlete: Athlete, address: str) -> None:
    before = timezone.now()
    Client().get(address)
    Client().get(address)

    moments = ReportOpening.objects.values_list("opened_at", flat=True)
    assert len(moments) == 2
    assert all(before <= moment <= timezone.now() for moment in moments)
    page = signed_in.get(PAGE)
    [link] = page.context["links"]
    assert link.openings == tuple(sorted(moments, reverse=True))
    assert "Opened 2 times" in page.content.decode()


def test_only_the_latest_openings_are_named_and_all_are_counted(signed_in: Client, token: str) -> None:
    link, now = ReportLink.objects.get(), timezone.now()
    ReportOpening.objects.bulk_create(
        ReportOpening(link=link, opened_at=now - dt.timedelta(hours=number)) for number in range(25)
    )

    [shown] = signed_in.get(PAGE).context["links"]

    assert shown.openings == tuple(now - dt.timedelta(hours=number) for number in range(10))
    assert (shown.opened_in_all, shown.hidden) == (25, 15)


def test_the_owners_own_look_is_no_opening(signed_in: Client, address: str) -> None:
    assert signed_in.get(address).status_code == 200

    assert not ReportOpening.objects.exists()


def test_somebody_elses_look_is_one(client: Client, address: str) -> None:
    client.force_login(AthleteFactory().user, backend="tracker.auth.AthleteBackend")
    client.get(address)

    assert ReportOpening.objects.count() == 1


def test_head_shows_nothing_and_records_nothing(address: str) -> None:
    response = Client().head(address)

    assert (response.status_code, response.content) == (200, b"")
    assert not ReportOpening.objects.exists()


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_it_can_only_be_read(address: str, method: str) -> None:
    assert getattr(Client(), method)(address).status_code == 405
    assert not ReportOpening.objects.exists()


def closed_pages(address: str, damaged: str) -> list[bytes]:
    """Return the pages of an address and of one that never was, both of which must be 404."""
    found = []
    for one in (address, damaged):
        response = Client().get(one)
        assert response.status_code == 404
        assert response["Cache-Control"] == "no-store, private"
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        found.append(response.content)
    return found


UNKNOWN = reverse("tracker:share", args=["x" * 43])


def test_revoked_expired_and_unknown_are_the_same_page(athlete: Athlete, address: str) -> None:
    link = ReportLink.objects.get()
    revoke_link(link=link, now=timezone.now())
    revoked, unknown = closed_pages(address, UNKNOWN)
    assert revoked == unknown
    assert "was revoked" in unknown.decode()

    ReportLink.objects.update(
        revoked_at=None,
        created_at=timezone.now() - dt.timedelta(days=2),
        expires_at=timezone.now() - dt.timedelta(seconds=1),
    )
    assert closed_pages(address, UNKNOWN) == [unknown, unknown]
    assert not ReportOpening.objects.exists()


def test_a_closed_account_takes_its_links_along(athlete: Athlete, address: str) -> None:
    athlete.user.is_active = False
    athlete.user.save()

    assert Client().get(address).status_code == 404


def test_a_demo_that_is_over_does_too(athlete: Athlete, address: str) -> None:
    Athlete.objects.update(demo_until=timezone.now())

    assert Client().get(address).status_code == 404


@pytest.mark.parametrize(
    "damage", [str.swapcase, lambda one: one[:-1], lambda one: one + "a", lambda one: f"{one}="]
)
def test_a_damaged_token_is_of_nobody(token: str, damage: Callable[[str], str]) -> None:
    assert Client().get(reverse("tracker:share", args=[damage(token)])).status_code == 404


@pytest.mark.parametrize("odd", ["None", "\0" * 43, "ä" * 43, "a" * 5_000, "%00"])
def test_what_cannot_be_a_token_is_not_looked_up(
    db: None, odd: str, django_assert_num_queries: Callable[..., object]
) -> None:
    with django_assert_num_queries(0):  # type: ignore[attr-defined]
        assert Client().get(reverse("tracker:share", args=[odd])).status_code == 404


def test_the_digest_itself_opens_nothing(address: str) -> None:
    digest = ReportLink.objects.get().token_digest

    for token in (digest, digest[:43]):
        assert Client().get(reverse("tracker:share", args=[token])).status_code == 404


def test_revoking_is_final_and_keeps_its_moment(signed_in: Client, address: str) -> None:
    link = ReportLink.objects.get()
    url = reverse("tracker:report-revoke", args=[link.pk])

    assert signed_in.post(url).url == f"{PAGE}#links"
    link.refresh_from_db()
    first = link.revoked_at
    assert first
    signed_in.post(url)
    link.refresh_from_db()
    assert link.revoked_at == first
    assert Client().get(address).status_code == 404
    assert b"Revoked on" in signed_in.get(PAGE).content


def test_another_persons_link_cannot_be_revoked(client: Client, address: str) -> None:
    client.force_login(AthleteFactory().user, backend="tracker.auth.AthleteBackend")

    assert (
        client.post(reverse("tracker:report-revoke", args=[ReportLink.objects.get().pk])).status_code == 404
    )
    assert Client().get(address).status_code == 200


def test_too_long_a_name_never_reaches_the_table(athlete: Athlete) -> None:
    with pytest.raises(ValidationError):
        make_link(user=athlete.user, name="x" * 121, days=1, now=timezone.now())


@pytest.mark.parametrize(
    ("query", "weeks"),
    [("", 13), ("?period=4-weeks", 4), ("?period=1-year", 52), ("?period=all", 13), ("?period=%00", 13)],
)
def test_three_months_unless_the_address_says_otherwise(address: str, query: str, weeks: int) -> None:
    report = Client().get(address + query).context["report"]

    assert report.first.weekday() == 0
    assert (report.last - report.first).days // 7 == weeks - 1


def test_robots_are_told_to_stay_away(client: Client, db: None) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert {"Disallow: /share/", "Disallow: /report/"} <= set(lines)
