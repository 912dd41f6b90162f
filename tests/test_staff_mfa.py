"""Where STAFF_MFA is set, no page of the admin opens without a second factor."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.routes import staff_routes
from tests.test_every_url import answer_of
from tests.tracker.factors import (
    PASSWORD,
    add_app,
    add_passkey,
    asked_at_sign_in,
    browser,
    code_now,
    make_ana,
    sign_in,
)

ADMIN = reverse("admin:index")
SECURITY = reverse("tracker:security")

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(settings: Settings) -> User:
    settings.STAFF_MFA = True
    return make_ana(is_staff=True, is_superuser=True)


def test_every_page_leads_to_setting_one_up(boss: User) -> None:
    client = browser(password_again=False)
    values = {"app_label": "tracker", "url": "x/", "object_id": "1", "content_type_id": "1", "id": "1"}

    answers = {
        answer_of(client.generic(method, route.path(values)))
        for route in staff_routes()
        for method in ("GET", "POST")
    }

    assert answers == {"tracker:security"}
    page = client.get(SECURITY).content.decode()
    assert "Until you have one, the admin stays closed." in page
    assert "Add a passkey or an authenticator app first" in page


def test_an_app_opens_it_once_it_was_used(boss: User) -> None:
    client = browser()
    key = add_app(client)
    cache.clear()
    asked = client.get(ADMIN)
    assert asked.url.startswith(reverse("mfa_reauthenticate"))

    answered = client.post(asked.url, {"code": code_now(key), "next": ADMIN})

    assert answered.url == ADMIN
    assert client.get(ADMIN).status_code == 200


def test_who_signed_in_with_a_passkey_gets_in_and_who_lost_it_does_not(boss: User) -> None:
    passkey = add_passkey(browser())
    client = Client()
    client.post(
        reverse("mfa_login_webauthn"), {"credential": passkey.answer(asked_at_sign_in(client)), "next": ADMIN}
    )
    assert client.get(ADMIN).status_code == 200
    password_alone = Client()
    password_alone.force_login(boss)
    assert password_alone.get(ADMIN).url.startswith(reverse("mfa_reauthenticate"))

    Authenticator.objects.all().delete()

    assert client.get(ADMIN).url == SECURITY


def test_it_is_asked_of_staff_and_by_the_setting_alone(boss: User, settings: Settings) -> None:
    client = Client()
    assert client.get(ADMIN).url.startswith(reverse("admin:login"))
    User.objects.update(is_staff=False)
    sign_in(client)
    assert client.get("/today/").status_code == 200
    assert client.get(ADMIN).url.startswith(reverse("admin:login"))

    User.objects.update(is_staff=True)
    settings.STAFF_MFA = False
    assert client.get(ADMIN).status_code == 200


def test_support_takes_a_lost_factor_away_and_sees_nothing_of_it(boss: User, settings: Settings) -> None:
    settings.STAFF_MFA = False
    client = browser()
    key = add_app(client)
    factor = Authenticator.objects.get(type="totp")
    change = reverse("admin:mfa_authenticator_change", args=[factor.pk])

    page = client.get(change).content.decode()
    assert key not in page
    assert factor.data["secret"] not in page
    client.post(reverse("admin:mfa_authenticator_delete", args=[factor.pk]), {"post": "yes"})

    assert not Authenticator.objects.filter(type="totp").exists()
    assert client.get("/admin/usersessions/usersession/").status_code == 404
    assert client.post(reverse("account_reauthenticate"), {"password": PASSWORD}).status_code == 302
