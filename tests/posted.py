"""Every form that the site shows, found on its pages, and hostile values to fill it in with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from urllib.parse import urlencode, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from tests.forms import sent_by
from tests.routes import own_routes
from tests.test_every_url import VERDICTS, cookies_of
from tests.world import World

HOSTILE = {
    "nothing": "",
    "a null byte": "a\0b",
    "half a character": "\ud800",
    "from right to left": "\u202e\u2066evil\u2069",
    "5,000 digits": "9" * 5_000,
    "a negative number": "-1",
    "no number": "NaN",
    "an endless number": "1e999999999",
    "the first day": "0001-01-01",
    "the last minute": "9999-12-31T23:59",
    "SQL": "' OR 1=1; --",
    "a nested list": "[[[[{}]]]]",
    "lines of a header": "a\r\nX-Evil: 1\r\n\r\n",
    "a template": "{{ 7 }}{% now 'Y' %}%(a)s{0.__class__}",
    "an address elsewhere": "//evil.example/\\@evil",
}
FINE = {200, 302, 400, 403, 404, 405, 409, 413, 415, 422, 429}
KINDS = tuple(HOSTILE)
FORM_TYPE = "application/x-www-form-urlencoded"
NOT_OURS = {"tracker:session-sync"}
"""Takes JSON, and has a test of its own."""


class Form(NamedTuple):
    """A form as it would be sent unchanged; `who` is a field of World, or "" for nobody with an account."""

    who: str
    path: str
    values: Mapping[str, str]
    files: tuple[str, ...] = ()


def forms_of(world: World, browsers: Browsers) -> list[Form]:
    """Return every form that pages show, and an empty one for every route that takes a POST without any."""
    found: dict[tuple[str, str, frozenset[str]], Form] = {}
    for who in ("owner", ""):
        client = browsers.of(who)
        for route in own_routes():
            path = world.path(route)
            if getattr(VERDICTS[route.name], who or "nobody").get == "200":
                for form in _forms_on(who, path, client.get(path)):
                    found.setdefault((who, form.path, frozenset(form.values)), form)
    shown = {form.path for form in found.values()}
    for route in own_routes():
        path = world.path(route)
        if VERDICTS[route.name].owner.post != "405" and route.name not in NOT_OURS and path not in shown:
            found["owner", path, frozenset()] = Form("owner", path, {})
    return list(found.values())


class Browsers:
    """A fresh browser for each request: signed in once, for what a request does is undone."""

    def __init__(self, world: World) -> None:
        self.cookies = {who: cookies_of(getattr(world, who) if who else None) for who in ("owner", "")}

    def of(self, who: str) -> Client:
        client = Client()
        client.cookies.load({name: one.value for name, one in self.cookies[who].items()})
        return client


def mixed(names: Iterable[str], turn: int) -> dict[str, str]:
    """Return a hostile value for each name; another turn gives each another one."""
    return {name: HOSTILE[KINDS[(place + 4 * turn) % len(KINDS)]] for place, name in enumerate(names)}


def _forms_on(who: str, path: str, response: HttpResponse) -> list[Form]:
    forms = []
    if "html" not in response.get("Content-Type", ""):
        return forms
    for form in BeautifulSoup(response.content, "html.parser").find_all("form", method="post"):
        action = urlsplit(urljoin(path, form.get("action") or path)).path
        fields = [one for one in form.find_all(["input", "select", "textarea", "button"]) if one.get("name")]
        values: dict[str, str] = {}
        for field in fields:
            if field["name"] != "csrfmiddlewaretoken" and field.get("type") != "file":
                values.setdefault(field["name"], _value(field))
        files = tuple(field["name"] for field in fields if field.get("type") == "file")
        forms.append(Form(who, action, values, files))
    return forms


def _value(field: Tag) -> str:
    """Return what a browser would send for a field; of a button or a box, what it would if chosen."""
    if field.name == "button" or field.get("type") in {"checkbox", "radio"}:
        return str(field.get("value", "on"))
    return next(iter(sent_by(field)), "")


def posted(client: Client, form: Form, values: Mapping[str, str], file: bytes | None = None) -> HttpResponse:
    """Send a form, follow where it leads to, and undo what it did to the database."""
    with transaction.atomic():
        if file is not None:
            files = {name: _Upload(file) for name in form.files}
            clean = {name: value.replace("\ud800", "?") for name, value in values.items()}
            response = client.post(form.path, {**clean, **files})
        else:
            response = client.post(form.path, encoded(values), content_type=FORM_TYPE)
        if response.status_code == 302:
            assert not urlsplit(response.url).netloc, response.url
            assert client.get(response.url).status_code in FINE
        transaction.set_rollback(True)
    return response


def encoded(values: Mapping[str, str]) -> bytes:
    """Return the body of a form, half characters included."""
    return urlencode(values, errors="surrogatepass").encode()


class _Upload:
    """A file for the test client."""

    def __init__(self, content: bytes) -> None:
        self.name = 'a"b\r\n.csv'
        self.content = content

    def read(self, *_size: int) -> bytes:
        return self.content
