"""The front page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

URL = reverse("exercises:landing")


@pytest.mark.django_db
def test_a_stranger_sees_what_the_site_is(client: Client) -> None:
    response = client.get(URL)

    assert response.status_code == 200
    page = response.content.decode()
    assert "<h1>Train your hips, and see what changes</h1>" in page
    assert f'href="{reverse("account_signup")}"' in page
    assert f'href="{reverse("exercises:exercise-list")}"' in page
    assert f'href="{reverse("exercises:routine-detail", args=["hip-mobility-routine"])}"' in page
    assert f'href="{reverse("exercises:guide-list")}"' in page
    assert "This site is no doctor." in page


@pytest.mark.django_db
def test_it_asks_the_database_nothing(client: Client, django_assert_num_queries: Callable) -> None:
    with django_assert_num_queries(0):
        client.get(URL)


def test_the_signed_in_go_on_to_today(signed_in: Client) -> None:
    response = signed_in.get(URL)

    assert response.status_code == 302
    assert response.url == reverse("tracker:today")


@pytest.mark.django_db
def test_it_is_only_for_reading(client: Client) -> None:
    assert client.post(URL).status_code == 405
