"""Authenticator apps and recovery codes: added, asked for, limited, sealed, removed."""

from __future__ import annotations

import json
import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from tests.tracker.factors import EMAIL, PASSWORD, add_app, browser, code_now, make_ana, sign_in
from tracker.services.make_demo import make_demo

AUTHENTICATE = reverse("mfa_authenticate")
CODES = reverse("mfa_view_recovery_codes")
SECURITY = reverse("tracker:security")
TODAY = reverse("tracker:today")

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> User:
    return make_ana()


@pytest.fixture
def secret(ana: User) -> str:
    """The key of Ana's authenticator app; its code of this moment is not used yet."""
    key = add_app(browser())
    cache.clear()
    return key


def half_way() -> Client:
    """A browser in which the password was right."""
    client = Client()
    assert sign_in(client).url == AUTHENTICATE
    return client


def codes_of(client: Client) -> list[str]:
    return re.findall(r"<li>(\d{8})</li>", client.get(CODES).content.decode())


# --- adding -------------------------------------------------------------------------------------------------


def test_an_app_is_added_with_a_qr_code_and_brings_recovery_codes(ana: User) -> None:
    client = browser()
    url = reverse("mfa_activate_totp")
    page = client.get(url).content.decode()
    assert re.search(r'<svg class="qr" viewBox="0 0 (\d+) \1"[^>]*><path d="M4 4h1v1h-1z', page)
    assert "data:image" not in page
    assert client.post(url, {"code": "000000"}).status_code == 422

    add_app(client)

    assert len(set(codes_of(client))) == 10
    assert "10 of 10 are left" in client.get(SECURITY).content.decode()
    assert client.get(url).url == reverse("mfa_deactivate_totp")


def test_nobody_adds_one_to_an_account_under_an_address_that_is_not_confirmed(ana: User) -> None:
    EmailAddress.objects.update(verified=False)
    client = browser()

    for name in ("mfa_activate_totp", "mfa_add_webauthn"):
        assert client.get(reverse(name)).url == reverse("account_email")
        assert client.post(reverse(name), {"code": "000000"}).url == reverse("account_email")
    page = client.get(SECURITY).content.decode()
    assert "Confirm your email address before" in page
    assert reverse("mfa_activate_totp") not in page


def test_the_password_is_asked_again_before(ana: User) -> None:
    client = browser(password_again=False)
    for name in ("mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"):
        assert client.get(reverse(name)).url.startswith(reverse("account_reauthenticate"))


def test_a_demo_has_nothing_to_guard(client: Client) -> None:
    client.force_login(make_demo(time_zone="UTC", now=timezone.now()))

    for name in ("tracker:security", "mfa_activate_totp", "mfa_add_webauthn"):
        assert client.get(reverse(name)).url == reverse("tracker:demo-keep")


# --- signing in ---------------------------------------------------------------------------------------------


def test_the_password_alone_signs_nobody_in(secret: str) -> None:
    client = half_way()
    assert client.get(TODAY).url.startswith(reverse("account_login"))
    assert "One more step" in client.get(AUTHENTICATE).content.decode()
    assert client.post(AUTHENTICATE, {"code": "000000"}).status_code == 422

    assert client.post(AUTHENTICATE, {"code": code_now(secret)}).url == TODAY
    assert client.get(TODAY).status_code == 200


def test_a_code_of_the_app_counts_once(secret: str) -> None:
    code = code_now(secret)
    assert half_way().post(AUTHENTICATE, {"code": code}).status_code == 302

    assert half_way().post(AUTHENTICATE, {"code": code}).status_code == 422


def test_a_recovery_code_counts_once(ana: User) -> None:
    client = browser()
    add_app(client)
    code = codes_of(client)[3]

    assert half_way().post(AUTHENTICATE, {"code": code}).url == TODAY
    assert half_way().post(AUTHENTICATE, {"code": code}).status_code == 422
    assert "9 of 10 are left" in client.get(SECURITY).content.decode()


def test_one_can_turn_back_half_way(secret: str) -> None:
    client = half_way()
    assert client.get(reverse("account_login")).url.startswith(AUTHENTICATE)

    client.post(reverse("account_logout"), {"next": reverse("account_login")})

    assert client.get(reverse("account_login")).status_code == 200


def test_it_can_be_asked_whether_it_is_you(secret: str) -> None:
    client = half_way()
    client.post(AUTHENTICATE, {"code": code_now(secret)})
    cache.clear()
    asked = client.get(CODES)
    page = client.get(asked.url).content.decode()
    assert reverse("mfa_reauthenticate") in page

    url = reverse("mfa_reauthenticate")
    assert client.post(url, {"code": "000000", "next": CODES}).status_code == 422
    assert client.post(url, {"code": code_now(secret), "next": CODES}).url == CODES
    assert client.get(CODES).status_code == 200


# --- limits -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["app", "recovery"])
def test_a_few_wrong_codes_lock_the_account_for_a_while(ana: User, kind: str, settings: Settings) -> None:
    client = browser()
    right = {"app": code_now(add_app(client)), "recovery": codes_of(client)[0]}[kind]
    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "5/300s/key"}

    for _number in range(5):
        assert half_way().post(AUTHENTICATE, {"code": "000000"}).status_code == 422

    assert half_way().post(AUTHENTICATE, {"code": right}).status_code == 422


# --- recovery codes -----------------------------------------------------------------------------------------


def test_new_recovery_codes_take_the_place_of_the_old_ones(secret: str) -> None:
    client = half_way()
    client.post(AUTHENTICATE, {"code": code_now(secret)})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    old = codes_of(client)

    assert client.post(reverse("mfa_generate_recovery_codes")).url == CODES

    new = codes_of(client)
    assert len(new) == 10
    assert not set(new) & set(old)
    assert half_way().post(AUTHENTICATE, {"code": old[0]}).status_code == 422


def test_recovery_codes_come_as_a_file_and_a_look_changes_nothing(ana: User) -> None:
    client = browser()
    add_app(client)
    before = Authenticator.objects.get(type="recovery_codes").data

    file = client.get(reverse("mfa_download_recovery_codes"))

    assert file["Content-Disposition"].startswith("attachment")
    assert file["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert file.content.decode().split() == codes_of(client)
    assert Authenticator.objects.get(type="recovery_codes").data == before


def test_who_has_no_codes_is_told_nothing(ana: User) -> None:
    client = browser()
    assert client.get(CODES).status_code == 404
    assert client.get(reverse("mfa_download_recovery_codes")).status_code == 404
    assert client.post(reverse("mfa_generate_recovery_codes")).status_code == 422


def test_the_last_factor_takes_the_codes_along(secret: str) -> None:
    client = half_way()
    client.post(AUTHENTICATE, {"code": code_now(secret)})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    assert client.get(reverse("mfa_deactivate_totp")).status_code == 200
    assert client.post(reverse("mfa_deactivate_totp")).status_code == 302

    assert not Authenticator.objects.exists()
    assert mail.outbox[-1].subject == "The authenticator app was removed"
    assert sign_in(Client()).url == TODAY


# --- secrets at rest ----------------------------------------------------------------------------------------


def test_what_the_database_keeps_reveals_nothing(ana: User) -> None:
    client = browser()
    key = add_app(client)

    kept = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))

    assert key not in kept
    assert not any(code in kept for code in codes_of(client))


def test_a_changed_secret_key_opens_them_by_its_forerunner(secret: str, settings: Settings) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 10

    assert half_way().post(AUTHENTICATE, {"code": code_now(secret)}).url == TODAY


def test_without_the_forerunner_every_code_is_wrong(ana: User, settings: Settings) -> None:
    client = browser()
    key = add_app(client)
    codes = codes_of(client)
    cache.clear()
    settings.SECRET_KEY = "another" * 10

    for code in (code_now(key), codes[0], "000000", ""):
        assert half_way().post(AUTHENTICATE, {"code": code}).status_code == 422
    staying = Client()
    staying.force_login(User.objects.get(email=EMAIL))
    staying.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert staying.get(CODES).url == SECURITY
    assert "cannot be read any more" in staying.get(SECURITY).content.decode()
