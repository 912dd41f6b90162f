"""What an attacker tries against a person who is signed in, or about to be."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from django.urls import reverse
from zeal import zeal_ignore

from tests.factories import UserFactory
from tests.tracker.synced import a_session
from tracker.models import Athlete, Session

PASSWORD = "a-long-pass-phrase"
ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "https:evil.example",
    "http:///evil.example",
    "javascript:alert(1)",
    "/\t/evil.example/",
    "\\\\evil.example",
    "https://testserver@evil.example/",
)


@pytest.fixture
def ana(db: None) -> User:
    user: User = UserFactory(email="ana@example.org")
    user.set_password(PASSWORD)
    user.save()
    Athlete.objects.create(user=user)
    return user


def sign_in(client: Client, **more: str) -> str:
    sent = {"login": "ana@example.org", "password": PASSWORD, **more}
    response = client.post(reverse("account_login"), sent)
    assert response.status_code == 302
    return str(response.url)


@pytest.mark.parametrize("where", ELSEWHERE)
def test_the_sign_in_leads_to_this_site_alone(where: str, client: Client, ana: User) -> None:
    assert sign_in(client, next=where) == reverse("tracker:today")


@pytest.mark.parametrize("name", ["account_logout", "account_login", "account_reauthenticate"])
def test_no_other_page_leads_elsewhere(name: str, client: Client, ana: User) -> None:
    for where in ELSEWHERE:
        client.force_login(ana)
        sent = {"next": where, "password": PASSWORD}
        for response in (client.get(reverse(name), sent), client.post(reverse(name), sent)):
            assert "evil" not in response.get("Location", "")


def test_the_sign_in_changes_the_sessions_key(client: Client, ana: User) -> None:
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    client.cookies["sessionid"] = before = session.session_key
    sign_in(client)

    assert client.cookies["sessionid"].value != before
    assert Client(headers={"cookie": f"sessionid={before}"}).get(reverse("tracker:today")).status_code == 302


def test_another_password_ends_every_other_session(client: Client, ana: User) -> None:
    elsewhere = Client()
    elsewhere.force_login(ana)
    client.force_login(ana)
    new = "quite-another-pass-phrase"
    sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post(reverse("account_change_password"), sent).status_code == 302

    assert client.get(reverse("tracker:settings")).status_code == 200
    with zeal_ignore():  # Django looks for the ended session twice
        assert elsewhere.get(reverse("tracker:settings")).status_code == 302


def test_another_site_cannot_post_for_a_person(ana: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ana)
    origin = {"origin": "https://evil.example"}
    body = json.dumps({"session": a_session(), "sets": []})
    for kind in ("application/json", "text/plain"):
        response = client.post(reverse("tracker:session-sync"), body, content_type=kind, headers=origin)
        assert response.status_code == 403
    for name in ("tracker:settings", "tracker:report-share", "account_logout", "tracker:account-delete"):
        assert client.post(reverse(name), {}, headers=origin).status_code == 403
    assert not Session.objects.exists()
    assert client.get(reverse("tracker:settings")).status_code == 200


def test_cookies_are_for_this_site_and_the_sessions_for_no_script(client: Client, ana: User) -> None:
    client.get(reverse("account_login"))
    sign_in(client)

    assert {cookie["samesite"] for cookie in client.cookies.values() if cookie.value} == {"Lax"}
    assert client.cookies["sessionid"]["httponly"]


def test_the_staffs_own_sign_in_takes_no_password(client: Client, ana: User) -> None:
    """It would be a way past the bounds on guessing."""
    boss: User = UserFactory(is_staff=True, is_superuser=True, username="boss")
    boss.set_password(PASSWORD)
    boss.save()
    ana.is_staff = True
    ana.save()
    client.force_login(ana)
    response = client.post(reverse("admin:login"), {"username": "boss", "password": PASSWORD})

    assert response.status_code == 302
    assert int(client.session["_auth_user_id"]) == ana.pk


@pytest.mark.parametrize("line", ["\n", "\r\n", "\r", "%0a", "\u2028"])
def test_no_header_can_be_put_into_a_mail(line: str, client: Client, ana: User) -> None:
    address = f"ana@example.org{line}Bcc: eve@evil.example"
    client.post(reverse("account_reset_password"), {"email": address})
    client.post(reverse("account_signup"), {"email": address, "password1": PASSWORD})

    assert not [one for one in mail.outbox if "evil" in f"{one.recipients()}{one.message().items()}"]


def test_asking_for_a_new_password_says_the_same_to_all(client: Client, ana: User) -> None:
    answers = [
        client.post(reverse("account_reset_password"), {"email": email}, follow=True)
        for email in ("ana@example.org", "nobody@example.org")
    ]

    assert answers[0].redirect_chain == answers[1].redirect_chain
    assert [answer.status_code for answer in answers] == [200, 200]


@pytest.mark.parametrize("extra", ["is_staff", "is_superuser", "demo_until", "calendar_digest", "user", "pk"])
def test_fields_that_no_form_has_change_nothing(extra: str, client: Client, ana: User) -> None:
    client.force_login(ana)
    before = (User.objects.values().get(pk=ana.pk), Athlete.objects.values().get(pk=ana.pk))
    sent = {"time_zone": "UTC", "sessions_a_week": "3", "norm_group": "", extra: "1"}
    client.post(reverse("tracker:settings"), sent)

    assert (User.objects.values().get(pk=ana.pk), Athlete.objects.values().get(pk=ana.pk)) == before
