"""Pages for when something is wrong: in the site's frame, and asking the database nothing."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.views import defaults


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "413", "429", "500", "503"])
def test_an_error_page_needs_neither_request_nor_database(name: str) -> None:
    page = render_to_string(f"{name}.html")

    assert "css/site.css" in page
    assert f"Error {name[:3]}" in page
    assert "canonical" not in page


def test_the_bar_of_an_error_page_ends_in_the_same_menu() -> None:
    page = BeautifulSoup(render_to_string("404.html"), "html.parser")

    assert [one.get_text(strip=True) for one in page.select(".nav > ul > li > a, .nav summary")] == [
        *("Today", "Exercises", "Log", "Progress", "More")
    ]
    assert page.select_one(".menu-panel a[href='/before-you-start/']")


def test_an_unknown_address_is_explained(client: Client) -> None:
    response = client.get("/nowhere/")

    assert response.status_code == 404
    assert "There is no page here" in response.content.decode()


def test_a_breakdown_is_explained(rf: RequestFactory) -> None:
    response = defaults.server_error(rf.get("/"))

    assert response.status_code == 500
    assert "Something broke on our side" in response.content.decode()


def test_an_unknown_host_is_refused(client: Client) -> None:
    response = client.get("/", headers={"host": "elsewhere.example"})

    assert response.status_code == 400
    assert "could not read" in response.content.decode()


def test_a_kept_form_is_offered_again() -> None:
    page = render_to_string("403_csrf.html", {"path": "/sessions/new/"})

    assert 'href="/sessions/new/?kept=1"' in page
