"""What names the site names it by its own address, not by the Host header of whoever asked."""

from __future__ import annotations

import json
import re

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.factories import ExerciseFactory, UserFactory

EMAIL = "ana@example.org"
PASSWORD = "a-long-pass-phrase"
ELSEWHERE = {"host": "localhost:9999"}
"""A Host header that the site accepts, since it may be called by that name on its own machine."""

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return Client(headers=ELSEWHERE)


@pytest.fixture
def ana() -> User:
    user: User = UserFactory(email=EMAIL)
    user.set_password(PASSWORD)
    user.save()
    return user


def test_the_mail_that_confirms_an_address(client: Client) -> None:
    client.post(reverse("account_signup"), {"email": EMAIL, "password1": PASSWORD})

    assert "http://testserver/accounts/confirm-email/" in mail.outbox[0].body
    assert "localhost" not in mail.outbox[0].body


def test_the_mails_about_a_forgotten_password(client: Client, ana: User) -> None:
    for email in (EMAIL, "nobody@example.org"):
        client.post(reverse("account_reset_password"), {"email": email})

    [known, unknown] = mail.outbox
    assert "http://testserver/accounts/password/reset/key/" in known.body
    assert "http://testserver/accounts/signup/" in unknown.body
    assert "localhost" not in known.body + unknown.body


def test_the_notice_of_a_change(client: Client, ana: User) -> None:
    client.force_login(ana)
    new = {"password1": "a-new-pass-phrase", "password2": "a-new-pass-phrase"}
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD} | new)

    assert "http://testserver/accounts/password/reset/" in mail.outbox[0].body
    assert "localhost" not in mail.outbox[0].body


def test_what_search_engines_read(client: Client) -> None:
    path = ExerciseFactory().get_absolute_url()
    page = client.get(path).content.decode()

    assert f'<link rel="canonical" href="http://testserver{path}">' in page
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert found
    assert json.loads(found[1])["url"] == f"http://testserver{path}"
    assert "localhost" not in page
