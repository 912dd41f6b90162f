"""The log: a line for each request, an id that binds them, and nothing about a person, errors included."""

from __future__ import annotations

import io
import json
import logging
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import DataError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from hipmobility.logs import JsonFormatter, TextFormatter, logging_settings
from hipmobility.request_log import log_request
from tests.routes import own_routes
from tests.tracker.sheets import NEW, open_sheet
from tests.world import make_world

NOTE = "numb from the groin to the knee"
GIVEN = "edge-7f3a.0001"


class Log(io.StringIO):
    """What was written since the test began."""

    def entries(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.getvalue().splitlines()]

    def of_requests(self) -> list[dict[str, Any]]:
        return [entry for entry in self.entries() if entry["logger"] == "hipmobility.request"]


@pytest.fixture
def log() -> Iterator[Log]:
    written = Log()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonFormatter())
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


@pytest.mark.django_db
def test_a_request_is_one_line_with_the_id_of_its_answer(client: Client, log: Log) -> None:
    response = client.get("/exercises/")

    [entry] = log.entries()
    assert (entry["method"], entry["route"], entry["status"]) == ("GET", "exercises:exercise-list", 200)
    assert entry["request_id"] == response["X-Request-Id"]
    assert entry["ms"] > 0
    assert entry["time"].endswith("Z")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "status", "route"),
    [
        ("/no/such/page/", 404, "unknown"),
        ("/static/css/site.css", 200, "static"),
        ("/share/not-a-token/", 404, "tracker:share"),
        ("/admin/tracker/session/", 302, "admin:tracker_session_changelist"),
    ],
)
def test_the_route_is_named_and_not_the_path(
    client: Client, log: Log, path: str, status: int, route: str
) -> None:
    response = client.get(path)
    assert response.status_code == status
    response.close()

    [entry] = log.of_requests()
    assert (entry["route"], entry["status"]) == (route, status)


def ids_given(*values: str) -> list[bool]:
    """Say for each value of the header whether the answer carries it."""
    serve = log_request(lambda _request: HttpResponse())
    return [
        serve(RequestFactory(headers={"x-request-id": value}).get("/"))["X-Request-Id"] == value
        for value in values
    ]


def test_a_well_formed_id_from_before_is_kept_and_no_other() -> None:
    assert ids_given(GIVEN, "a" * 64) == [True, True]
    assert ids_given(
        "", "short", "a" * 65, "a b c d e f", "a\nb-c-d-e-f", "ana@example.org", "ééééééééé"
    ) == ([False] * 7)


def test_an_id_ends_with_its_request(log: Log) -> None:
    def view(_request: HttpRequest) -> HttpResponse:
        logging.getLogger("inside").info("said")
        return HttpResponse()

    log_request(view)(RequestFactory(headers={"x-request-id": GIVEN}).get("/"))
    logging.getLogger("outside").info("said")

    assert [entry.get("request_id") for entry in log.entries()] == [GIVEN, GIVEN, None]


def test_an_unknown_method_is_not_repeated(log: Log) -> None:
    log_request(lambda _request: HttpResponse())(RequestFactory().generic("ANA", "/"))

    assert [entry["method"] for entry in log.entries()] == ["OTHER"]


def refuse_writes(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    """Be a database that refuses a row, and names all of it, as PostgreSQL does."""
    if sql.startswith(("INSERT", "UPDATE")):
        raise DataError(f"new row violates a constraint. DETAIL: Failing row contains {params}")
    return execute(sql, params, many, context)


@pytest.mark.django_db
def test_nothing_that_was_typed_and_no_token_is_in_the_log(client: Client, log: Log) -> None:
    world = make_world()
    client.raise_request_exception = False
    secrets = [NOTE, world.owner.user.email, "a quiet word"]
    for route in own_routes():
        secrets += world.values.get(route.name, {}).values()
    signing_in = {"login": world.owner.user.email, "password": "a quiet word"}
    client.post("/accounts/login/", signing_in | {"password": "a quiet word!"})
    client.post("/accounts/login/", signing_in)
    slug = world.values["exercises:exercise-detail"]["slug"]
    sheet = open_sheet(client, f"?exercise={slug}") | {"notes": NOTE}
    with connection.execute_wrapper(refuse_writes):
        assert client.post(NEW, sheet).status_code == 500
        client.post("/accounts/signup/", {"email": "new@example.org", "password1": "a quiet word"})
        for route in own_routes():
            client.get(world.path(route))
    assert client.post(NEW, sheet).status_code == 302

    # Names of pages are told: a slug is a secret where it is the key of a person's row.
    written = log.getvalue()
    told = {entry.get("route") for entry in log.entries()}
    assert {"tracker:share", "tracker:calendar-feed", "tracker:session-detail"} <= told
    assert any("DataError" in line for entry in log.entries() for line in entry.get("error", []))
    assert [one for one in {*secrets, "new@example.org"} if len(one) > 8 and one in written] == []


def line_of(
    formatter: logging.Formatter, message: str, *args: object, logger: str = "some", **more: Any
) -> str:
    record = logging.LogRecord(logger, logging.WARNING, "", 0, message, args, more.pop("exc_info", None))
    record.__dict__ |= more
    return formatter.format(record)


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("Mail to ana@example.org failed", "Mail to …@… failed"),
        ("Refused k3Jx0-9vQ_ab8cD7ef6gH5ij", "Refused …"),
        ("Refused 0b8f5f0e-8a44-4f0e-9b53-3d1a3c0f9d11", "Refused …"),
        ("Worker (pid:123) was sent SIGKILL", "Worker (pid:123) was sent SIGKILL"),
        ("hipmobility.request_log.something_1_long.py", "hipmobility.request_log.something_1_long.py"),
    ],
)
def test_addresses_and_tokens_are_struck_out(message: str, expected: str) -> None:
    assert json.loads(line_of(JsonFormatter(), message))["message"] == expected


def test_the_server_names_no_path() -> None:
    line = line_of(JsonFormatter(), "Error handling request %s", "/share/abc/", logger="gunicorn.error")
    assert json.loads(line)["message"] == "Error handling request /…"


def test_text_stays_on_its_line() -> None:
    line = line_of(TextFormatter(), "Invalid host: a\nb\x1b[31m\u2028c\ud800")
    assert line.endswith(" WARNING some: Invalid host: a?b?[31m?c?")


def fail() -> None:
    try:
        raise KeyError(NOTE)
    except KeyError as error:
        raise ValueError(NOTE) from error


@pytest.mark.parametrize("formatter", [TextFormatter(), JsonFormatter()], ids=["text", "json"])
def test_an_error_is_told_by_type_and_place(formatter: logging.Formatter) -> None:
    try:
        fail()
    except ValueError as error:
        info = (type(error), error, error.__traceback__)
        line = line_of(formatter, "It broke", exc_info=info)

    assert NOTE not in line
    for told in ("builtins.KeyError", "builtins.ValueError", "test_logs.py:", " fail"):
        assert told in line


def test_errors_are_mailed_to_nobody() -> None:
    """Django's own setting mails the whole request, form and cookies included."""
    assert logging.getLogger("django").handlers == []
    assert logging_settings("json")["loggers"]["django"]["handlers"] == []


@pytest.mark.parametrize("part", ["a", "a-", "/", "a@", "1.a ", "a.", ".", "%"])
def test_a_long_line_costs_little(part: str) -> None:
    """What anybody can have logged, as an address of 8 KB that is not there, must not stop the site."""
    record = logging.LogRecord("django.request", logging.WARNING, __file__, 1, part * 30_000, None, None)
    began = time.process_time()
    for formatter in (TextFormatter(), JsonFormatter()):
        formatter.format(record)
    assert time.process_time() - began < 2
