"""Reading and filling the sheet on the log page, as a browser without scripts does."""

from __future__ import annotations

from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client

from tests.forms import controls_of

NEW = "/sessions/new/"


def soup_of(response: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(response.content.decode(), "html.parser")


def fields_of(response: HttpResponse, form: str = "form#sheet") -> dict[str, str]:
    """Return what a browser would send if the form were submitted as it stands, its buttons left out."""
    data: dict[str, str] = {}
    for control in controls_of(response.content.decode(), form.removeprefix("form#")):
        name = control.get("name")
        if not name or name == "csrfmiddlewaretoken":
            continue
        if control.name == "select":
            chosen = control.select_one("option[selected]") or control.select_one("option")
            data[name] = chosen["value"] if chosen else ""
        elif control.name == "textarea":
            data[name] = control.text.removeprefix("\n")
        elif control.get("type") == "checkbox":
            if control.has_attr("checked"):
                data[name] = control.get("value", "on")
        else:
            data[name] = control.get("value", "")
    return data


def open_sheet(client: Client, query: str = "", path: str = NEW) -> dict[str, str]:
    """Return the fields of a freshly opened sheet."""
    response = client.get(f"{path}{query}")
    assert response.status_code == 200
    return fields_of(response)


def errors_in(response: HttpResponse) -> list[str]:
    """Return every error that the page shows."""
    return [
        found.get_text(" ", strip=True)
        for found in soup_of(response).select(".alert p, .errorlist li, .invalid-feedback")
    ]
