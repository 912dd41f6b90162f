"""Errors, static files and the staff's pages carry the security headers as well.

All other routes are looked at in `test_every_url`, with every method.
"""

from __future__ import annotations

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from hipmobility.middleware import OURS_ALONE, SWITCHED_OFF
from hipmobility.urls import urlpatterns as of_the_site
from tests.factories import UserFactory
from tests.headers import EVERYWHERE, directives, headers_wrong
from tracker.models import Athlete


def breaks(_request: HttpRequest) -> HttpResponse:
    raise RuntimeError("on purpose")


urlpatterns = [path("breaks/", breaks), *of_the_site]

IN_STATIC_FILES = ("X-Content-Type-Options", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy")


def refused_by_csrf() -> HttpResponse:
    return Client(enforce_csrf_checks=True).post("/accounts/login/", {})


ANSWERS = {
    "400": lambda: Client(headers={"host": "elsewhere.example"}).get("/exercises/"),
    "403": refused_by_csrf,
    "404": lambda: Client().get("/nowhere/"),
    "405": lambda: Client().post("/exercises/"),
    "413": lambda: Client().post("/accounts/login/", b"x" * (settings.LARGEST_BODY + 1), "text/plain"),
    "422": lambda: Client().post("/accounts/login/", {}),
}


@pytest.mark.django_db
@pytest.mark.parametrize("status", ANSWERS)
def test_errors_carry_every_header(status: str) -> None:
    response = ANSWERS[status]()

    assert response.status_code == int(status)
    assert headers_wrong(response) == []


@pytest.mark.urls("tests.test_headers")
def test_a_breakdown_carries_every_header(client: Client, athlete: Athlete) -> None:
    client.raise_request_exception = False
    client.force_login(athlete.user)
    response = client.get("/breaks/")

    assert response.status_code == 500
    assert headers_wrong(response) == []


@pytest.mark.parametrize("address", ["", "exercises/exercise/", "auth/user/", "jsi18n/", "nowhere/"])
def test_the_staffs_pages_carry_every_header(client: Client, address: str, db: None) -> None:
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    response = client.get(f"/admin/{address}")

    assert response.status_code in {200, 404}
    assert headers_wrong(response) == []


@pytest.mark.parametrize("name", ["css/site.css", "js/worker.js", "img/favicon.svg"])
def test_static_files_are_for_our_own_pages(client: Client, name: str) -> None:
    response = client.get(f"/static/{name}")

    assert response.status_code == 200
    assert [name for name in IN_STATIC_FILES if response.get(name) not in EVERYWHERE[name]] == []
    assert "Access-Control-Allow-Origin" not in response


def test_no_answer_can_be_read_by_another_site(client: Client, db: None) -> None:
    response = client.get("/exercises/", headers={"origin": "https://elsewhere.example"})

    assert not [name for name in response.headers if name.startswith("Access-Control")]


def test_no_feature_is_both_on_and_off() -> None:
    assert not set(SWITCHED_OFF) & set(OURS_ALONE)


def test_a_policy_is_read_by_directive(rf: RequestFactory) -> None:
    response = HttpResponse(headers={"Content-Security-Policy": "default-src 'self'; base-uri 'none'"})
    assert directives(response) == {"default-src": "'self'", "base-uri": "'none'"}
    assert "X-Frame-Options" in headers_wrong(response)
