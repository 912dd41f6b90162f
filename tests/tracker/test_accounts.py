"""Signing up, in and out, and what to do about a forgotten password or another address."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import Settings

from tests.factories import UserFactory
from tracker.models import Athlete

EMAIL = "ana@example.org"
PASSWORD = "a-long-pass-phrase"

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> User:
    user: User = UserFactory(email=EMAIL)
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_up(client: Client, **changes: str):
    data = {"email": EMAIL, "password1": PASSWORD, "time_zone": "Pacific/Auckland"} | changes
    return client.post(reverse("account_signup"), data)


def sign_in(client: Client, **changes: str):
    return client.post(reverse("account_login"), {"login": EMAIL, "password": PASSWORD} | changes)


def link_in(message: mail.EmailMessage) -> str:
    """Return the path of the first link to the accounts' pages in a mail."""
    found = re.search(r"http://testserver(/accounts/\S+)", str(message.body))
    assert found
    return found[1]


# --- signing up ---------------------------------------------------------------------------------------------


def test_signing_up_makes_an_athlete_in_the_browsers_time_zone(client: Client) -> None:
    response = sign_up(client)

    assert response.status_code == 302
    assert response.url == reverse("tracker:today")
    assert Athlete.objects.get(user__email=EMAIL).time_zone == "Pacific/Auckland"
    assert client.session["_auth_user_id"] == str(User.objects.get(email=EMAIL).pk)


@pytest.mark.parametrize("name", ["", "Mars/Olympus_Mons", "../../etc/passwd", "x" * 61])
def test_a_time_zone_that_nobody_knows_becomes_utc(client: Client, name: str) -> None:
    assert sign_up(client, time_zone=name).status_code == 302

    assert Athlete.objects.get(user__email=EMAIL).time_zone == "UTC"


def test_the_form_has_what_browsers_fill_in(client: Client) -> None:
    page = client.get(reverse("account_signup")).content.decode()

    assert '<input type="hidden" name="time_zone"' in page
    assert "<hm-time-zone>" in page
    assert "js/hm-time-zone.js" in page
    assert re.search(r'<input type="email" name="email"[^>]*autocomplete="email"', page)
    assert re.search(r'<input type="password" name="password1"[^>]*autocomplete="new-password"', page)


@pytest.mark.parametrize(
    ("field", "value"), [("email", "no address"), ("email", ""), ("password1", "1234"), ("password1", "")]
)
def test_a_wrong_field_comes_back_with_its_error(client: Client, field: str, value: str) -> None:
    response = sign_up(client, **{field: value})

    assert response.status_code == 422
    assert f'id="id_{field}_error"' in response.content.decode()
    assert not User.objects.exists()


def test_an_address_has_one_account(client: Client, ana: User) -> None:
    response = sign_up(client, email=EMAIL.upper())

    assert response.status_code == 422
    assert User.objects.get() == ana


def test_signing_up_sends_a_mail_to_confirm_the_address(client: Client) -> None:
    sign_up(client)

    [message] = mail.outbox
    assert message.to == [EMAIL]
    assert message.subject == "Your account: confirm your email address"
    path = link_in(message)
    assert "Confirm" in client.get(path).content.decode()
    assert client.post(path).status_code == 302
    assert User.objects.get().emailaddress_set.get().verified


def test_signing_up_does_without_a_mail_server_and_asking_for_a_password_does_not(
    client: Client, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    client.raise_request_exception = False

    assert sign_up(client).status_code == 302
    assert client.post(reverse("account_reset_password"), {"email": EMAIL}).status_code == 500


def test_where_one_wanted_to_go_survives_signing_up(client: Client) -> None:
    response = client.post(
        reverse("account_signup") + "?next=/settings/",
        {"email": EMAIL, "password1": PASSWORD, "next": "/settings/"},
    )

    assert response.url == "/settings/"


# --- signing in and out -------------------------------------------------------------------------------------


def test_one_signs_in_by_email(client: Client, ana: User) -> None:
    response = sign_in(client, login="Ana@Example.org")

    assert response.status_code == 302
    assert response.url == reverse("tracker:today")
    assert client.session["_auth_user_id"] == str(ana.pk)


def test_a_wrong_password_comes_back_with_422(client: Client, ana: User) -> None:
    response = sign_in(client, password="something else")

    assert response.status_code == 422
    assert "_auth_user_id" not in client.session
    assert EMAIL in response.content.decode()


def test_a_user_name_does_not_sign_in(client: Client, ana: User) -> None:
    assert sign_in(client, login=ana.username).status_code == 422


def test_one_signs_out_by_post_alone(client: Client, ana: User) -> None:
    client.force_login(ana)

    assert client.get(reverse("account_logout")).status_code == 200
    assert "_auth_user_id" in client.session
    response = client.post(reverse("account_logout"))
    assert response.url == reverse("exercises:landing")
    assert "_auth_user_id" not in client.session


def test_signing_out_leaves_nothing_in_the_browser(client: Client, ana: User) -> None:
    client.force_login(ana)

    assert "Clear-Site-Data" not in client.get(reverse("account_logout"))
    assert client.post(reverse("account_logout"))["Clear-Site-Data"] == '"cache", "storage"'


def test_signing_in_leads_nowhere_else(client: Client, ana: User) -> None:
    response = client.post(
        reverse("account_login"), {"login": EMAIL, "password": PASSWORD, "next": "https://elsewhere.example/"}
    )

    assert response.url == reverse("tracker:today")


# --- password and address -----------------------------------------------------------------------------------


def test_a_forgotten_password_is_set_anew(client: Client, ana: User) -> None:
    response = client.post(reverse("account_reset_password"), {"email": EMAIL})
    assert response.url == reverse("account_reset_password_done")
    [message] = mail.outbox
    assert message.subject == "Set a new password"
    assert message.to == [EMAIL]

    form = client.get(link_in(message), follow=True)
    path = form.redirect_chain[-1][0]
    wrong = client.post(path, {"password1": "a-new-pass-phrase", "password2": "another one"})
    assert wrong.status_code == 422
    right = client.post(path, {"password1": "a-new-pass-phrase", "password2": "a-new-pass-phrase"})
    assert right.url == reverse("account_reset_password_from_key_done")

    ana.refresh_from_db()
    assert ana.check_password("a-new-pass-phrase")
    assert mail.outbox[-1].subject == "Your new password is set"


def test_a_reset_for_a_stranger_looks_the_same(client: Client) -> None:
    response = client.post(reverse("account_reset_password"), {"email": "nobody@example.org"})

    assert response.url == reverse("account_reset_password_done")
    assert mail.outbox[0].subject == "You have no account here"


def test_a_used_reset_link_says_so(client: Client, ana: User) -> None:
    page = client.get(reverse("account_reset_password_from_key", args=["1", "set-password"]))

    assert "This link does not work any more" in page.content.decode()


def test_the_password_is_changed_with_the_old_one(client: Client, ana: User) -> None:
    client.force_login(ana)
    url = reverse("account_change_password")
    new = {"password1": "a-new-pass-phrase", "password2": "a-new-pass-phrase"}

    assert client.post(url, {"oldpassword": "guess"} | new).status_code == 422
    assert client.post(url, {"oldpassword": PASSWORD} | new).status_code == 302

    ana.refresh_from_db()
    assert ana.check_password("a-new-pass-phrase")
    assert mail.outbox[-1].subject == "Your password was changed"
    assert "/accounts/password/reset/" in mail.outbox[-1].body


def ask_for(client: Client, email: str):
    """Ask for another address as people do: send the form, then the password that the site asks for."""
    asked = client.post(reverse("account_email"), {"action_add": "", "email": email})
    assert asked.url.startswith(reverse("account_reauthenticate"))
    return client.post(asked.url, {"password": PASSWORD, "next": reverse("account_email")})


def test_an_address_changes_once_it_is_confirmed(client: Client) -> None:
    sign_up(client)
    client.post(link_in(mail.outbox[-1]))
    assert client.post(reverse("account_email"), {"action_add": "", "email": "x"}).status_code == 422

    ask_for(client, "new@example.org")
    assert User.objects.get().email == EMAIL
    page = client.get(reverse("account_email")).content.decode()
    assert "not confirmed yet" in page

    assert mail.outbox[-1].to == ["new@example.org"]
    client.post(link_in(mail.outbox[-1]))
    assert User.objects.get().email == "new@example.org"
    assert mail.outbox[-1].to == [EMAIL]
    assert "was changed from ana@example.org to new@example.org" in mail.outbox[-1].body


def test_an_address_that_was_never_confirmed_stays_until_the_new_one_is(client: Client) -> None:
    sign_up(client)
    ask_for(client, "typo@example.org")
    ask_again = client.post(reverse("account_email"), {"action_add": "", "email": "new@example.org"})
    assert ask_again.status_code == 302
    assert User.objects.get().email == EMAIL
    addresses = User.objects.get().emailaddress_set
    assert set(addresses.values_list("email", "primary")) == {(EMAIL, True), ("new@example.org", False)}
    confirm = link_in(mail.outbox[-1])
    client.post(reverse("account_logout"))
    assert sign_in(client).status_code == 302

    client.post(confirm)
    assert User.objects.get().email == "new@example.org"
    assert [one.email for one in addresses.all()] == ["new@example.org"]
    assert mail.outbox[-1].to == [EMAIL]
    client.post(reverse("account_logout"))
    assert sign_in(client, login="new@example.org").status_code == 302


def test_the_old_address_can_be_kept(client: Client) -> None:
    sign_up(client)
    ask_for(client, "typo@example.org")
    page = client.get(reverse("account_email")).content.decode()
    assert "Keep the old address" in page

    client.post(reverse("account_email"), {"action_remove": "", "email": "typo@example.org"})

    assert User.objects.get().email == EMAIL
    assert [one.email for one in User.objects.get().emailaddress_set.all()] == [EMAIL]


def test_an_unattended_browser_does_not_give_the_account_away(client: Client) -> None:
    sign_up(client)
    ask_for(client, "mine@example.org")
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 60 * 60
    session.save()

    response = client.post(reverse("account_email"), {"action_add": "", "email": "theirs@example.org"})
    assert response.url.startswith(reverse("account_reauthenticate"))
    wrong = client.post(response.url, {"password": "a guess", "next": reverse("account_email")})

    assert wrong.status_code == 422
    assert not User.objects.get().emailaddress_set.filter(email="theirs@example.org").exists()


def test_nobody_can_change_to_the_address_of_another_account(client: Client, ana: User) -> None:
    sign_up(client, email="ben@example.org")

    response = client.post(reverse("account_email"), {"action_add": "", "email": EMAIL.upper()})

    assert response.status_code == 422
    assert "already registered" in response.content.decode()


@pytest.mark.parametrize(
    "name", ["account_email", "account_change_password", "account_logout", "account_login", "account_signup"]
)
def test_mails_and_pages_are_in_the_sites_own_frame(client: Client, ana: User, name: str) -> None:
    if name not in {"account_login", "account_signup"}:
        client.force_login(ana)

    page = client.get(reverse(name)).content.decode()

    assert "css/site.css" in page
    assert "placeholder" not in page
    assert "noindex" in page


# --- login by default ---------------------------------------------------------------------------------------


def named_routes(resolver: URLResolver) -> list[URLPattern]:
    routes: list[URLPattern] = []
    for entry in resolver.url_patterns:
        routes.extend(named_routes(entry) if isinstance(entry, URLResolver) else [entry])
    return routes


ANSWERS_TO_STRANGERS = {
    "session-sync": {401},
    "calendar-feed": {404},
    "share": {404},
    "account-deleted": {200},
}
"""Of what no browser opens as a page, or whoever holds the token may read."""


LEADS_STRANGERS_TO = {"demo": "exercises:landing"}


def test_every_page_of_the_tracker_needs_an_account() -> None:
    tracker = next(one for one in get_resolver().url_patterns if getattr(one, "namespace", "") == "tracker")
    client = Client()
    for route in named_routes(tracker):
        arguments = {
            "pk": "8c1f9d0e-4c55-4c7b-9b8e-2d3f6a7b8c9d",
            "slug": "bridge",
            "chart": "pain",
            "token": "of-nobody",
        }
        wanted = {name: arguments[name] for name in route.pattern.converters}
        url = reverse(f"tracker:{route.name}", kwargs=wanted)
        response = client.get(url)
        assert response.status_code in ANSWERS_TO_STRANGERS.get(route.name, {302, 405}), url
        if response.status_code == 302:
            page = LEADS_STRANGERS_TO.get(route.name, "account_login")
            assert response.url.startswith(reverse(page)), url
