"""A sign-up that arrives twice at the same moment, as a double click sends it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.db import IntegrityError, connections, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.factories import UserFactory
from tracker.forms.accounts import SignupForm
from tracker.models import Athlete

EMAIL = "ana@example.org"
PASSWORD = "a-long-pass-phrase"


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hold each sign-up until a second one has been found valid as well."""
    both = Barrier(2, timeout=10)
    save = SignupForm.save
    held = []

    def wait_and_save(form: SignupForm, request: Any) -> User:
        if len(held) < 2:
            held.append(form)
            both.wait()
        return save(form, request)

    monkeypatch.setattr(SignupForm, "save", wait_and_save)


def sign_up(email: str, password: str) -> tuple[Client, HttpResponse]:
    client = Client()
    try:
        form = {"email": email, "password1": password}
        return client, client.post(
            reverse("account_signup") + "?next=/settings/", form | {"next": "/settings/"}
        )
    finally:
        connections.close_all()


def sign_up_twice(*accounts: tuple[str, str]) -> list[tuple[Client, HttpResponse]]:
    with ThreadPoolExecutor(2) as threads:
        return list(threads.map(lambda one: sign_up(*one), accounts))


@pytest.mark.django_db(transaction=True)
def test_a_double_click_makes_one_account_and_signs_in(at_once: None) -> None:
    done = sign_up_twice((EMAIL, PASSWORD), (EMAIL, PASSWORD))

    user = User.objects.get()
    assert [response.status_code for _client, response in done] == [302, 302]
    assert [response.url for _client, response in done] == ["/settings/", "/settings/"]
    assert [client.session["_auth_user_id"] for client, _response in done] == [str(user.pk)] * 2
    assert Athlete.objects.get().user == user
    assert EmailAddress.objects.get().email == EMAIL


@pytest.mark.django_db(transaction=True)
def test_with_another_password_the_second_is_told_that_the_address_is_taken(at_once: None) -> None:
    done = sign_up_twice((EMAIL, PASSWORD), (EMAIL, "another-pass-phrase"))

    assert sorted(response.status_code for _client, response in done) == [302, 422]
    assert User.objects.count() == Athlete.objects.count() == 1
    [refused] = [(client, response) for client, response in done if response.status_code == 422]
    assert "_auth_user_id" not in refused[0].session
    assert 'id="id_email_error"' in refused[1].content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_people_with_like_addresses_both_get_an_account(at_once: None) -> None:
    done = sign_up_twice((EMAIL, PASSWORD), ("ana@example.com", PASSWORD))

    assert [response.status_code for _client, response in done] == [302, 302]
    assert set(User.objects.values_list("email", flat=True)) == {EMAIL, "ana@example.com"}


@pytest.mark.django_db
def test_the_database_refuses_a_second_account_whatever_the_case() -> None:
    UserFactory(email=EMAIL)

    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory(email="Ana@Example.org")


@pytest.mark.django_db
def test_accounts_without_an_address_are_many() -> None:
    UserFactory.create_batch(2, email="")

    assert User.objects.filter(email="").count() == 2
