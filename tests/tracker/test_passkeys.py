"""Passkeys: made, used to sign in and to be asked again, renamed, removed; and what is none is refused."""

from __future__ import annotations

import json

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.tracker.factors import (
    PASSWORD,
    add_passkey,
    asked_at_sign_in,
    browser,
    make_ana,
    options_in,
    sign_in,
)
from tests.tracker.soft_passkey import PRESENT, SoftPasskey

ADD = reverse("mfa_add_webauthn")
LOGIN = reverse("mfa_login_webauthn")
SECURITY = reverse("tracker:security")
TODAY = reverse("tracker:today")

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> User:
    return make_ana()


@pytest.fixture
def passkey(ana: User) -> SoftPasskey:
    return add_passkey(browser())


def test_a_passkey_is_named_after_its_browser_and_brings_recovery_codes(ana: User) -> None:
    client = browser()

    add_passkey(client)

    page = client.get(SECURITY).content.decode()
    assert "Firefox on Linux" in page
    assert "10 of 10 are left" in page
    assert mail.outbox[-1].subject == "A passkey was added"


def test_it_is_kept_on_the_device_and_asks_who_holds_it(ana: User) -> None:
    asked = options_in(browser().get(ADD).content.decode())["publicKey"]

    assert asked["authenticatorSelection"]["residentKey"] == "required"
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    assert asked["rp"] == {"id": "testserver", "name": "Hip Mobility"}


def test_one_that_did_not_ask_is_refused(ana: User) -> None:
    client = browser()
    options = options_in(client.get(ADD).content.decode())

    response = client.post(ADD, {"credential": SoftPasskey().make(options, PRESENT), "name": "mine"})

    assert response.status_code == 422
    assert 'value="mine"' in response.content.decode()
    assert not Authenticator.objects.exists()


def test_it_signs_in_without_a_password(passkey: SoftPasskey) -> None:
    client = Client()
    credential = passkey.answer(asked_at_sign_in(client))

    response = client.post(LOGIN, {"credential": credential, "next": "/settings/"})

    assert response.url == "/settings/"
    assert client.get(TODAY).status_code == 200
    assert Authenticator.objects.get(type="webauthn").last_used_at


def test_what_was_sent_once_signs_in_nobody_else(passkey: SoftPasskey) -> None:
    client = Client()
    credential = passkey.answer(asked_at_sign_in(client))
    client.post(LOGIN, {"credential": credential})
    thief = Client()
    asked_at_sign_in(thief)

    assert thief.post(LOGIN, {"credential": credential}).url == reverse("account_login")
    assert thief.get(TODAY).status_code == 302


def test_with_a_passkey_the_password_alone_is_not_enough(passkey: SoftPasskey) -> None:
    client = Client()
    assert sign_in(client).url == reverse("mfa_authenticate")
    options = options_in(client.get(reverse("mfa_authenticate")).content.decode())
    assert options["publicKey"]["allowCredentials"]

    response = client.post(reverse("mfa_authenticate"), {"credential": passkey.answer(options)})

    assert response.url == TODAY


def test_it_answers_who_one_is(passkey: SoftPasskey) -> None:
    client = Client()
    client.post(LOGIN, {"credential": passkey.answer(asked_at_sign_in(client))})
    url = reverse("mfa_reauthenticate_webauthn")
    options = options_in(client.get(url).content.decode())
    assert client.post(url, {"credential": "{}"}).status_code == 422
    options = options_in(client.get(url).content.decode())

    response = client.post(url, {"credential": passkey.answer(options), "next": ADD})

    assert response.url == ADD
    assert client.get(ADD).status_code == 200


def test_it_is_renamed_and_removed(ana: User) -> None:
    client = browser()
    add_passkey(client)
    pk = Authenticator.objects.get(type="webauthn").pk
    edit, remove = (reverse(f"mfa_{deed}_webauthn", args=[pk]) for deed in ("edit", "remove"))

    assert client.post(edit, {"name": ""}).status_code == 422
    assert client.post(edit, {"name": "x" * 81}).status_code == 422
    client.post(edit, {"name": "The blue phone"})
    assert "The blue phone" in client.get(SECURITY).content.decode()
    assert "The blue phone" in client.get(remove).content.decode()
    client.post(remove)

    assert not Authenticator.objects.exists()
    assert mail.outbox[-1].subject == "A passkey was removed"


def test_nobody_touches_the_passkey_of_somebody_else(passkey: SoftPasskey) -> None:
    pk = Authenticator.objects.get(type="webauthn").pk
    Authenticator.objects.update(user=User.objects.create_user("ben"))
    client = browser()

    for deed in ("edit", "remove"):
        url = reverse(f"mfa_{deed}_webauthn", args=[pk])
        assert client.get(url).status_code == client.post(url, {"name": "mine"}).status_code == 404


# --- what is no passkey -------------------------------------------------------------------------------------

CREDENTIAL = {"type": "public-key", "id": "AAAA", "rawId": "AAAA"}
MADE_UP = {
    "nothing": "",
    "no JSON": "{",
    "null": "null",
    "a number": "1",
    "a text": '"x"',
    "a list": "[[]]",
    "empty": "{}",
    "a list for the response": json.dumps(CREDENTIAL | {"response": []}),
    "numbers for texts": json.dumps(CREDENTIAL | {"response": {"clientDataJSON": 1, "userHandle": 2}}),
    "what is no CBOR": json.dumps(
        CREDENTIAL
        | {
            "response": dict.fromkeys(
                ("clientDataJSON", "authenticatorData", "attestationObject", "signature", "userHandle"),
                "AAAA",
            )
        }
    ),
    "NUL": json.dumps(CREDENTIAL | {"id": "\0"}),
    "5,000 digits": "9" * 5_000,
    "deep": "[" * 2_000 + "]" * 2_000,
}


@pytest.mark.parametrize("made_up", MADE_UP, ids=str)
def test_what_is_made_up_is_refused_everywhere(made_up: str, passkey: SoftPasskey) -> None:
    data = {"credential": MADE_UP[made_up]}
    stranger = Client()
    asked_at_sign_in(stranger)
    assert stranger.post(LOGIN, data).url == reverse("account_login")
    half_way = Client()
    sign_in(half_way)
    half_way.get(reverse("mfa_authenticate"))
    assert half_way.post(reverse("mfa_authenticate"), data).status_code == 422
    Authenticator.objects.all().delete()
    inside = browser()
    inside.get(ADD)
    assert inside.post(ADD, data).status_code == 422


def test_another_site_another_key_and_an_unasked_device_are_refused(passkey: SoftPasskey) -> None:
    client = Client()
    imposter = SoftPasskey()
    imposter.id, imposter.user = passkey.id, passkey.user
    answers = [
        passkey.answer(asked_at_sign_in(client), origin="https://testserver.example"),
        imposter.answer(asked_at_sign_in(client)),
    ]
    for answer in answers:
        assert client.post(LOGIN, {"credential": answer}).url == reverse("account_login")
    unasked = passkey.answer(asked_at_sign_in(client), PRESENT)
    assert client.post(LOGIN, {"credential": unasked}).url == reverse("account_login")
    assert client.get(TODAY).status_code == 302


def test_asking_for_passkeys_without_end_is_cut_off(client: Client, settings: Settings) -> None:
    settings.MFA_RATE_LIMITS = {"webauthn_login": "3/m/ip"}
    cache.clear()
    statuses = [client.get(LOGIN, headers={"Accept": "application/json"}).status_code for _number in range(4)]
    assert statuses == [200, 200, 200, 429]


def test_a_closed_account_does_not_open(passkey: SoftPasskey) -> None:
    User.objects.update(is_active=False)
    client = Client()

    response = client.post(LOGIN, {"credential": passkey.answer(asked_at_sign_in(client))})

    assert response.url == reverse("account_inactive")
    assert PASSWORD not in client.get(response.url).content.decode()
