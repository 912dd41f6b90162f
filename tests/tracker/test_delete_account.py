"""A deleted account is gone at once and entirely, and nobody else's is touched."""

from __future__ import annotations

import uuid

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session as SignIn
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from exercises.models import Version
from tests.factories import AthleteFactory, UserFactory
from tests.tracker.owned_rows import NOTES, every_row, give_everything, rows_of
from tracker.models import Athlete
from tracker.services.delete_account import LastSuperuserError, delete_account
from tracker.services.make_demo import make_demo

KEY = 987_654_321
"""So large that nothing else in the database is that number by chance."""

NAME = {"username": "ana-username", "email": "ana.address@example.org", "first_name": "Anastasia"}
PASSWORD = "a-long-pass-phrase"
DELETE = reverse("tracker:account-delete")
GONE = reverse("tracker:account-deleted")
SURE = {"is_sure": "on"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> Athlete:
    user = UserFactory(pk=KEY, **NAME)
    user.set_password(PASSWORD)
    user.save()
    athlete: Athlete = AthleteFactory(user=user)
    return athlete


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def deletes(client: Client, password: str = PASSWORD, **more: str):
    """Send the form and the password that the site then asks for, as people do."""
    asked = client.post(DELETE, SURE | more)
    assert asked.url.startswith(reverse("account_reauthenticate"))
    return client.post(asked.url, {"password": password, "next": DELETE})


# --- everything goes ----------------------------------------------------------------------------------------


def named_rows(marks: set[str]) -> list[tuple[str, str]]:
    """Rows of any table that hold one of these texts."""
    return [(table, row) for table, row in every_row() if any(mark in row.lower() for mark in marks)]


def test_no_row_and_no_value_names_the_person_any_more(ana: Athlete, settings: Settings) -> None:
    """Walks every model with a way to the user, and then every table of the database, raw."""
    settings.ACCOUNT_RATE_LIMITS = {}
    call_command("createcachetable")
    give_everything(ana)
    browser_of(ana.user).get("/today/")
    Client().post(reverse("account_login"), {"login": NAME["email"], "password": "a guess"})
    cache.set(f"allauth.mfa.totp.used?user={KEY}&code=123456", "y", 30)
    half_way = SessionStore()
    half_way["account_login"] = {"email": NAME["email"]}
    half_way.save()

    marks = {str(KEY), NOTES, *(value.lower() for value in NAME.values())}
    connection.check_constraints()  # has PostgreSQL do what it does as a transaction ends
    for way, keys in rows_of(KEY):
        assert keys, f"tests/tracker/owned_rows.py gives nobody such a row: {way}"
        marks |= {form for key in keys if isinstance(key, uuid.UUID) for form in (str(key), key.hex)}
    assert len({table for table, _row in named_rows(marks)}) > 20

    delete_account(user=ana.user)
    connection.check_constraints()

    assert named_rows(marks) == []
    assert not any(str(KEY) in str(one.get_decoded()) for one in SignIn.objects.all())
    assert SignIn.objects.count() == 0


def test_nobody_else_loses_anything() -> None:
    other = AthleteFactory()
    give_everything(other)
    signed_in = browser_of(other.user)
    before = sorted(every_row())
    leaver = AthleteFactory()
    browser_of(leaver.user)

    delete_account(user=leaver.user)

    assert sorted(every_row()) == before
    assert signed_in.get(reverse("tracker:settings")).status_code == 200


def test_what_staff_did_stays_without_their_name(ana: Athlete) -> None:
    give_everything(ana)

    delete_account(user=ana.user)

    versions = Version.objects.filter(slug="a-page")
    assert versions.count() == 3
    assert set(versions.values_list("editor_name", "reviewer_name", "reviewer_role")) == {
        ("", "", "Physiotherapist")
    }


def test_the_last_superuser_stays(ana: Athlete) -> None:
    User.objects.filter(pk=KEY).update(is_superuser=True, is_staff=True)
    boss = User.objects.get(pk=KEY)
    UserFactory(is_superuser=True, is_active=False)

    with pytest.raises(LastSuperuserError):
        delete_account(user=boss)
    page = browser_of(boss).get(DELETE).content.decode()
    assert "You are the only superuser" in page
    assert '<button class="btn btn-stop' not in page
    client = browser_of(boss)
    assert deletes(client).status_code == 422

    UserFactory(is_superuser=True)
    assert delete_account(user=boss)
    assert not User.objects.filter(pk=KEY).exists()


# --- the page -----------------------------------------------------------------------------------------------


def test_it_asks_for_the_tick_and_for_the_password(ana: Athlete) -> None:
    client = browser_of(ana.user)

    assert client.post(DELETE).status_code == 422
    wrong = deletes(client, password="a guess")
    assert wrong.status_code == 422
    assert User.objects.filter(pk=KEY).exists()

    response = client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": DELETE})
    assert (response.status_code, response.url) == (302, GONE)
    assert not User.objects.filter(pk=KEY).exists()


def test_it_signs_out_everywhere_and_clears_the_browser(ana: Athlete) -> None:
    here, elsewhere = browser_of(ana.user), browser_of(ana.user)

    response = deletes(here)

    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert "The account is deleted" in here.get(GONE).content.decode()
    assert elsewhere.get("/today/").url.startswith(reverse("account_login"))
    assert (
        here.post(reverse("account_login"), {"login": NAME["email"], "password": PASSWORD}).status_code == 422
    )


def test_what_others_have_waiting_on_the_device_stays_there(ana: Athlete) -> None:
    assert deletes(browser_of(ana.user), waits="1")["Clear-Site-Data"] == '"cache"'


def test_a_mail_confirms_it_and_says_nothing_else(ana: Athlete) -> None:
    deletes(browser_of(ana.user))

    [message] = mail.outbox
    assert message.to == [NAME["email"]]
    assert message.subject == "Your account is deleted"
    assert not any(value in message.body for value in (*NAME.values(), str(KEY)))


def test_a_mail_server_that_fails_changes_nothing(ana: Athlete, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    assert deletes(browser_of(ana.user)).url == GONE
    assert not User.objects.filter(pk=KEY).exists()


def test_the_second_of_two_tabs_reads_the_same(ana: Athlete) -> None:
    client = browser_of(ana.user)
    deletes(client)

    again = client.post(DELETE, SURE)

    assert again.url == GONE
    assert not delete_account(user=User(pk=KEY, email=NAME["email"]))


def test_a_demo_goes_without_a_password(client: Client) -> None:
    demo = make_demo(time_zone="UTC", now=timezone.now())
    client.force_login(demo)

    assert client.post(DELETE, SURE).url == GONE
    assert not User.objects.exists()
    assert mail.outbox == []
