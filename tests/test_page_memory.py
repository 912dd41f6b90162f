"""Pages in memory: the same page again, never an outdated one, and never another person's."""

from __future__ import annotations

import gzip
import re
import secrets
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from exercises.models import Condition, Exercise, Routine, Stamp
from exercises.services.kept_catalogue import forget_catalogue
from exercises.views.page_memory import PageMemory, RememberedPage, memory
from tests.factories import ConditionFactory, OwnExerciseFactory, SessionFactory, SetFactory
from tests.screenings import screen
from tests.world import make_world
from tracker.models import Athlete
from tracker.services.delete_session import delete_session
from tracker.services.enrol import leave_programme

# On PostgreSQL a stamp rises as a transaction commits.
pytestmark = pytest.mark.django_db(transaction=connection.vendor == "postgresql")

OF_HIT = 2
"""Who asks, and who that is: nothing else is read for a page that is remembered."""


@pytest.fixture(autouse=True)
def _remembering(settings: Any) -> Iterator[None]:
    settings.PAGE_MEMORY_BYTES = 10_000_000
    memory.clear()
    forget_catalogue()
    yield
    memory.clear()
    forget_catalogue()


def browser_of(athlete: Athlete, **more: Any) -> Client:
    client = Client(**more)
    client.force_login(athlete.user, backend="tracker.auth.AthleteBackend")
    client.cookies["csrftoken"] = uuid.uuid4().hex
    return client


def asked(client: Client, path: str, **headers: str) -> tuple[int, str]:
    """Return how many queries a page took, and its text."""
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path, headers=headers)
    assert response.status_code == 200
    return len(queries), response.content.decode()


PAGES = ("/today/", "/plan/", "/sessions/", "/progress/", "/measurements/", "/exercises/", "/routines/")


@pytest.mark.parametrize("path", PAGES)
def test_the_same_page_again(path: str) -> None:
    client = browser_of(make_world().owner)

    first, page = asked(client, path)
    second, again = asked(client, path)

    assert first > OF_HIT == second
    assert without_ids(page) == without_ids(again)


OF_A_FORM = re.compile(r'name="(?:sets-\d+-)?id" value="([0-9a-f-]{36})"')

DEEDS: dict[str, Callable[[Athlete], object]] = {
    "a session is logged": lambda one: SessionFactory(athlete=one),
    "a set is logged": lambda one: SetFactory(session=one.sessions.get()),
    "a session is deleted": lambda one: delete_session(session=one.sessions.get(), now=timezone.now()),
    "another answer": lambda one: screen(one.user, **{Condition.objects.get().slug.replace("-", "_"): "yes"}),
    "a question more": lambda one: ConditionFactory(),
    "a rule changes": lambda one: Condition.objects.update(name="Something else"),
    "an exercise changes": lambda one: Exercise.objects.update(name="Another name"),
    "a routine changes": lambda one: Routine.objects.update(name="Another routine"),
    "the plan is left": lambda one: leave_programme(user=one.user, today=timezone.localdate()),
    "the address changes": lambda one: (
        type(one.user).objects.filter(pk=one.pk).update(email="new@example.org")
    ),
    "the settings change": lambda one: Athlete.objects.filter(pk=one.pk).update(sessions_a_week=5),
    "an own exercise is made": lambda one: OwnExerciseFactory(owner=one.user),
    "raw SQL": lambda one: connection.cursor().execute("UPDATE tracker_session SET notes = 'x'"),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_a_change_is_seen_at_once(deed: str) -> None:
    athlete = make_world().owner
    client = browser_of(athlete)
    asked(client, "/today/")
    assert asked(client, "/today/")[0] == OF_HIT

    DEEDS[deed](athlete)

    assert asked(client, "/today/")[0] > OF_HIT


def test_what_others_do_leaves_it_alone() -> None:
    world = make_world()
    client = browser_of(world.owner)
    asked(client, "/today/")

    SessionFactory(athlete=world.other)
    OwnExerciseFactory(owner=world.other.user)

    assert asked(client, "/today/")[0] == OF_HIT


def test_nobody_else_gets_it() -> None:
    world = make_world()
    clients = [browser_of(one) for one in (world.owner, world.other)]
    for client in clients:
        client.cookies["csrftoken"] = "b" * 32
    Stamp.objects.update(value=7)
    own = asked(clients[0], "/sessions/")[1]
    count, others = asked(clients[1], "/sessions/")

    assert count > OF_HIT
    session = str(world.owner.sessions.get().pk)
    assert session in own
    assert session not in others
    assert session not in asked(clients[1], "/sessions/")[1]


def test_signed_out_pages_are_for_everybody() -> None:
    make_world()
    first, page = asked(Client(), "/exercises/")
    second, again = asked(Client(), "/exercises/")

    assert (first > second, second, page) == (True, 1, again)
    Exercise.objects.update(name="Another name")
    assert "Another name" in asked(Client(), "/exercises/")[1]


def test_each_browser_keeps_its_own_token() -> None:
    athlete = make_world().owner
    one = browser_of(athlete, enforce_csrf_checks=True)
    other = browser_of(athlete, enforce_csrf_checks=True)
    for client in (one, other, one, other):
        page = asked(client, "/sessions/new/")[1]
        assert client.post("/sessions/new/", form_of(page)).status_code == 422


def test_a_form_is_new_each_time() -> None:
    client = browser_of(make_world().owner)
    path = f"/sessions/new/?routine={Routine.objects.get().slug}"

    pages = [asked(client, path) for _time in range(3)]

    assert [count for count, _page in pages][1:] == [OF_HIT, OF_HIT]
    ids = [
        set(re.findall(r'name="(?:sets-\d+-)?id" value="([0-9a-f-]{36})"', page)) for _count, page in pages
    ]
    assert len(ids[0]) == len(ids[1]) > 1
    assert not ids[0] & ids[1]
    assert not ids[1] & ids[2]


def test_a_form_starts_now(monkeypatch: pytest.MonkeyPatch) -> None:
    client = browser_of(make_world().owner)
    later = timezone.now() + timedelta(minutes=7)
    asked(client, "/sessions/new/")

    monkeypatch.setattr(timezone, "now", lambda: later)
    count, page = asked(client, "/sessions/new/")

    assert count == OF_HIT
    local = timezone.localtime(later, Athlete.objects.first().tz)
    assert f'value="{local:%Y-%m-%dT%H:%M}"' in page


def test_another_day_is_another_page(monkeypatch: pytest.MonkeyPatch) -> None:
    client = browser_of(make_world().owner)
    asked(client, "/today/")

    later = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: later)

    assert asked(client, "/today/")[0] > OF_HIT


def test_old_answers_are_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Within one day too: the moment at which answers are 90 days old is no change of any row."""
    athlete = make_world().owner
    client = browser_of(athlete)
    noon = timezone.now().replace(hour=10, minute=0)
    athlete.user.screenings.update(answered_at=noon - timedelta(days=90))
    monkeypatch.setattr(timezone, "now", lambda: noon - timedelta(minutes=1))
    asked(client, "/exercises/")
    assert asked(client, "/exercises/")[0] == OF_HIT

    monkeypatch.setattr(timezone, "now", lambda: noon + timedelta(minutes=1))

    assert asked(client, "/exercises/")[0] > OF_HIT


def test_a_message_is_said_once() -> None:
    athlete = make_world().owner
    client = browser_of(athlete)
    session = athlete.sessions.get()
    asked(client, session.get_absolute_url())
    delete_session(session=session, now=timezone.now())
    client.post(f"/sessions/{session.pk}/restore/")

    said = [("The session is back." in asked(client, session.get_absolute_url())[1]) for _time in range(3)]

    assert said == [True, False, False]


def test_its_headers_come_with_it() -> None:
    """Without its Vary, going Back in the browser could show the part of it that htmx had asked for last."""
    client = browser_of(make_world().owner)
    first, again = (client.get("/exercises/", headers={"Accept-Encoding": "gzip"}) for _time in range(2))

    assert "HX-Request" in again["Vary"]
    assert set(patched(first["Vary"])) == set(patched(again["Vary"]))
    assert {*first.headers} == {*again.headers}


@pytest.mark.parametrize("path", ["/progress/", "/sessions/new/"])
def test_the_length_tells_little(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    client = browser_of(make_world().owner)
    asked(client, path)
    lengths = set()
    for padding in (0, 70):
        monkeypatch.setattr(secrets, "randbelow", lambda most, padding=padding: min(padding, most - 1))
        for page in memory._pages.values():
            page.compressed = b""
        response = client.get(path, headers={"Accept-Encoding": "gzip"})
        assert b"<html" in gzip.decompress(response.content)
        lengths.add(len(response.content) // 60)

    assert len(lengths) == 2


@pytest.mark.parametrize("headers", [{"HX-Request": "true"}])
def test_parts_of_pages_are_not_kept(headers: dict[str, str]) -> None:
    client = browser_of(make_world().owner)
    asked(client, "/exercises/", **headers)

    assert asked(client, "/exercises/", **headers)[0] > OF_HIT
    assert "<html" in asked(client, "/exercises/")[1]


def test_it_is_sent_compressed() -> None:
    client = browser_of(make_world().owner)
    for _time in range(3):
        response = client.get("/progress/", headers={"Accept-Encoding": "gzip"})
        assert response["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in response["Vary"]
        assert "Cookie" in response["Vary"]
        assert response["Cache-Control"] == "private"


def test_what_is_over_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = PageMemory()
    kept.keep("a", RememberedPage([b"x"], {}, until=10.0), 1_000)

    assert kept.find("a", 9.0) is not None
    assert kept.find("a", 11.0) is None


def test_what_was_asked_for_longest_ago_is_forgotten_first() -> None:
    kept = PageMemory()
    for key in "abc":
        kept.keep(key, RememberedPage([b"x" * 1_000], {}, until=10.0), 5_000)
        kept.find("a", 0.0)

    assert [kept.find(key, 0.0) is not None for key in "abc"] == [True, False, True]


def test_nothing_is_kept_where_it_is_switched_off(settings: Any) -> None:
    settings.PAGE_MEMORY_BYTES = 0
    client = browser_of(make_world().owner)
    asked(client, "/today/")

    assert asked(client, "/today/")[0] > OF_HIT


def patched(vary: str) -> list[str]:
    return [one.strip() for one in vary.split(",")]


def without_ids(page: str) -> str:
    page = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "id", page)
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "token", page)


def form_of(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(csrfmiddlewaretoken|id)" value="([^"]+)"', page)) | {
        "started_at": "never"
    }
