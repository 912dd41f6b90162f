"""While the database or its disk is out a page says so, and what was sent is given back; then all goes on."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, ProgrammingError, close_old_connections, connection
from django.http import HttpResponse
from django.test import Client
from redis.exceptions import ConnectionError as CacheGone

from hipmobility.outages import is_outage
from tests.factories import AthleteFactory, ExerciseFactory, RoutineItemFactory
from tests.tracker.sheets import NEW, open_sheet, soup_of
from tests.tracker.synced import a_session, a_set, post
from tracker.models import Athlete, Session, Set

NOTES = "\n Knee <clicked>.\n" + "髋" * 1_900 + "\n\n"
"""Longer than what a page of the database takes, so that it needs another one."""

HTML = "text/html,application/xhtml+xml"


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for one in statements:
            cursor.execute(one)


def is_full(cursor: Any, size: int) -> bool:
    """Write that many bytes; say whether there was no room for them."""
    try:
        cursor.execute("INSERT INTO filler VALUES (zeroblob(%s))", [size])
    except OperationalError:
        return True
    return False


@contextmanager
def full() -> Iterator[None]:
    """Let the database's file grow no further, and fill what room there is."""
    run("CREATE TABLE filler (bytes)")
    with connection.cursor() as cursor:
        (pages,) = cursor.execute("PRAGMA page_count").fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        for size in (4_000, 100):
            while not is_full(cursor, size):
                pass
    yield
    run("PRAGMA max_page_count = 1073741823", "DROP TABLE filler")


@contextmanager
def read_only() -> Iterator[None]:
    if connection.vendor == "sqlite":
        run("PRAGMA query_only = ON")
        yield
        run("PRAGMA query_only = OFF")
    else:
        run("SET default_transaction_read_only = on")
        yield
        run("SET default_transaction_read_only = off")


@contextmanager
def busy() -> Iterator[None]:
    """Have somebody else hold the lock for longer than a request waits."""
    if connection.vendor == "sqlite":
        run("PRAGMA busy_timeout = 20")
        with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
        run("PRAGMA busy_timeout = 20000")
    else:
        run("SET lock_timeout = '20ms'")
        with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}) as other:
            other.execute("LOCK TABLE tracker_session IN EXCLUSIVE MODE")
            yield
        run("SET lock_timeout = 0")


@contextmanager
def gone() -> Iterator[None]:
    """Have no database answer at all."""
    name = "NAME" if connection.vendor == "sqlite" else "HOST"
    there = connection.settings_dict[name]
    connection.close()
    connection.settings_dict[name] = "/nowhere/at/all"
    yield
    connection.close()
    connection.settings_dict[name] = there


OUTAGES = [full, read_only, busy, gone]


@pytest.fixture
def person(transactional_db: None) -> Athlete:
    ExerciseFactory(slug="stretch")
    return AthleteFactory()


@pytest.fixture
def visitor(person: Athlete) -> Client:
    """A visitor in which the person is signed in, that checks tokens and is shown what users are shown."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False, headers={"accept": HTML})
    client.force_login(person.user, backend="tracker.auth.AthleteBackend")
    return client


def filled(visitor: Client) -> dict[str, str]:
    """Return a sheet as it is sent, with its token and the button that was pressed."""
    item = RoutineItemFactory()
    fields = open_sheet(visitor, f"?routine={item.routine.slug}")
    token = {"csrfmiddlewaretoken": visitor.cookies["csrftoken"].value, "action": "save"}
    return fields | token | {"notes": NOTES, "sets-0-done": "1"}


def sent_back(response: HttpResponse) -> dict[str, str]:
    form = soup_of(response).select_one("main form")
    assert form is not None
    assert (form["method"], form["action"]) == ("post", NEW)
    # A parser of HTML drops the first line's end of a textarea; this one does not.
    return {one["name"]: one.text.removeprefix("\n") for one in form.select("textarea[hidden]")}


@pytest.mark.parametrize("outage", OUTAGES)
def test_what_was_sent_is_given_back_and_saved_once_afterwards(
    visitor: Client, outage: Callable[[], Any]
) -> None:
    if outage is full and connection.vendor != "sqlite":
        pytest.skip("PostgreSQL cannot be told how large it may become.")
    sheet = filled(visitor)
    with outage():
        refused = visitor.post(NEW, sheet)
        # It stays as bad as it is: the second request meets the same.
        again = visitor.post(NEW, sheet)
    assert (refused.status_code, again.status_code) == (503, 503)
    assert refused.headers["Retry-After"] == "30"
    assert "no-store" in refused.headers["Cache-Control"]
    assert "What you sent is kept on this page" in refused.content.decode()
    assert sent_back(refused) == sheet
    assert Session.objects.count() == 0

    for _ in range(2):
        assert visitor.post(NEW, sent_back(refused)).status_code == 302
    assert Session.objects.get().notes == NOTES.strip()


@pytest.mark.parametrize("outage", OUTAGES)
def test_an_outbox_is_answered_what_has_it_try_again(visitor: Client, outage: Callable[[], Any]) -> None:
    if outage is full and connection.vendor != "sqlite":
        pytest.skip("PostgreSQL cannot be told how large it may become.")
    visitor.get("/today/")
    outbox = Client(raise_request_exception=False)
    outbox.cookies = visitor.cookies
    session, sets = a_session(), [a_set("stretch", place) for place in range(60)]
    with outage():
        refused = post(outbox, {"session": session, "sets": sets})
    assert refused.status_code == 503
    assert refused.json() == {"errors": ["The site cannot reach its data just now."]}
    assert Set.objects.count() == 0
    assert post(outbox, {"session": session, "sets": sets}).status_code == 200
    assert Set.objects.count() == 60


@pytest.mark.parametrize("outage", [read_only, busy])
def test_what_is_there_can_still_be_read(visitor: Client, outage: Callable[[], Any]) -> None:
    with outage():
        assert visitor.get("/sessions/").status_code == 200


def test_without_a_database_every_page_says_so(visitor: Client) -> None:
    with gone():
        pages = [visitor.get(path) for path in ("/today/?a=1", "/exercises/", "/accounts/login/")]
        health = visitor.get("/healthz")
    assert {page.status_code for page in [*pages, health]} == {503}
    link = soup_of(pages[0]).select_one("main .btn-main")
    assert link is not None
    assert (link.text, link["href"]) == ("Try again", "/today/?a=1")
    assert visitor.get("/today/?a=1").status_code == 200


def test_a_connection_that_was_cut_is_made_anew(visitor: Client) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has no connection that could be cut.")
    visitor.get("/today/")
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    assert visitor.get("/today/").status_code == 503  # cut in the midst of it, as far as Django can tell
    close_old_connections()  # what a server does around each request, and the test's client does not
    assert visitor.get("/today/").status_code == 200


def test_a_password_is_not_repeated(visitor: Client) -> None:
    visitor.logout()
    visitor.get("/accounts/login/")
    token = {"csrfmiddlewaretoken": visitor.cookies["csrftoken"].value}
    with gone():
        page = visitor.post(
            "/accounts/login/", token | {"login": "a@example.org", "password": "turn-the-leg"}
        )
    assert page.status_code == 503
    assert "turn-the-leg" not in page.content.decode()
    assert "go back and send it again" in page.content.decode()


def test_a_session_that_cannot_be_written_is_an_outage_too(person: Athlete) -> None:
    """Django takes it for one that was signed out meanwhile, and would call the request a bad one."""
    person.user.set_password("turn-the-leg-in")
    person.user.save()
    visitor = Client(raise_request_exception=False, headers={"accept": HTML})
    fields = {"login": person.user.email, "password": "turn-the-leg-in"}
    with read_only():
        assert visitor.post("/accounts/login/", fields).status_code == 503
    assert visitor.post("/accounts/login/", fields).status_code == 302


def test_what_does_not_pass_by_itself_stays_an_error(visitor: Client) -> None:
    sheet = filled(visitor)
    run("ALTER TABLE tracker_session RENAME TO away")
    assert visitor.post(NEW, sheet).status_code == 500
    run("ALTER TABLE away RENAME TO tracker_session")
    assert visitor.post(NEW, sheet).status_code == 302


def test_which_errors_pass() -> None:
    lost = ProgrammingError("Cannot open a new connection in an atomic block.")
    lost.__context__ = OSError(errno.ENOSPC, "No space left on device")
    assert is_outage(lost)
    assert is_outage(CacheGone("Error 111 connecting to cache:6379."))
    assert not is_outage(ProgrammingError("column does not exist"))
    assert not is_outage(OSError(errno.ENOENT, "No such file"))
    assert not is_outage(None)
