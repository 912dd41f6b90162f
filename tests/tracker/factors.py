"""People with a confirmed address, and the ways to a second factor."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from tests.factories import AthleteFactory, UserFactory
from tests.tracker.soft_passkey import SoftPasskey

EMAIL = "ana@example.org"
PASSWORD = "a-long-pass-phrase"


def make_ana(**values: Any) -> User:
    """Return a person whose address is confirmed."""
    user: User = UserFactory(email=EMAIL, **values)
    user.set_password(PASSWORD)
    user.save()
    AthleteFactory(user=user)
    EmailAddress.objects.create(user=user, email=EMAIL, primary=True, verified=True)
    return user


def sign_in(client: Client, password: str = PASSWORD) -> Any:
    return client.post(reverse("account_login"), {"login": EMAIL, "password": password})


def browser(password_again: bool = True) -> Client:
    """Return a browser in which Ana is signed in and, by default, has just given the password again."""
    client = Client(headers={"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0"})
    sign_in(client)
    if password_again:
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def code_now(secret: str) -> str:
    """Return the digits of the middle one of the times that count."""
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2]))


def add_app(client: Client) -> str:
    """Add an authenticator app, and return its key."""
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    match = re.search(r'id="totp-key"[^>]*>([A-Z2-7]+)<', page)
    assert match
    added = client.post(reverse("mfa_activate_totp"), {"code": code_now(match[1])})
    assert added.status_code == 302, added.content.decode()
    return match[1]


def options_in(page: str) -> dict[str, Any]:
    match = re.search(r'<hm-passkey options="([^"]*)"', page)
    assert match
    options: dict[str, Any] = json.loads(unescape(match[1]))
    return options


def add_passkey(client: Client) -> SoftPasskey:
    passkey = SoftPasskey()
    url = reverse("mfa_add_webauthn")
    credential = passkey.make(options_in(client.get(url).content.decode()))
    added = client.post(url, {"name": "", "credential": credential})
    assert added.status_code == 302, added.content.decode()
    return passkey


def asked_at_sign_in(client: Client) -> dict[str, Any]:
    """Return what the sign-in page's button asks the browser for."""
    response = client.get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"})
    options: dict[str, Any] = response.json()["request_options"]
    return options
