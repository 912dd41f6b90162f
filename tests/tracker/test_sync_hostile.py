"""What nobody should send to /sessions/sync/: any JSON, and what is none, never breaks it or the log."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import ExerciseFactory, SessionFactory, SetFactory
from tests.tracker.synced import a_session, a_set, at, post, sync
from tracker.models import Athlete, Session, Set

HALF = "\ud800"
HUGE = 10**400


@pytest.fixture(autouse=True)
def _exercise(db: None) -> None:
    ExerciseFactory(slug="stretch")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b" ", 400),
        (b"{", 400),
        (b"\xff\xfe{\0}\0", 400),
        (b'{"session": NaN, "sets": []}', 400),
        (b'{"session": {"effort": -Infinity}, "sets": []}', 400),
        (b'{"session": {"effort": ' + b"9" * 5_000 + b'}, "sets": []}', 400),
        (b'{"session": {"effort": 1e99999999999999999999}, "sets": []}', 400),
        (b"[" * 100_000, 400),
        (b"[" * 500 + b"]" * 500, 422),
        (b"null", 422),
        (b"[]", 422),
        (b'"session"', 422),
        (b"{}", 422),
        (b'{"session": {}}', 422),
        (b'{"session": {}, "sets": {}}', 422),
        (b'{"session": [], "sets": []}', 422),
        (b'{"session": {}, "sets": [], "user": "1"}', 422),
        (b'{"session": {}, "sets": [], "user": true}', 422),
        (b'{"session": {}, "sets": [], "user": 0}', 409),
        (b'{"session": {}, "sets": []}', 200),
    ],
    ids=lambda value: repr(value)[:50],
)
def test_what_is_no_session_with_sets(body: bytes, status: int, signed_in: Client) -> None:
    response = post(signed_in, body)
    assert response.status_code == status
    assert status == 200 or response.json()["errors"]
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "", "nonsense"],
)
def test_what_is_not_said_to_be_json(content_type: str, athlete: Athlete) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(athlete.user)
    headers = {"X-CSRFToken": client.get("/sessions/sync/").json()["csrf"]}
    response = client.generic("POST", "/sessions/sync/", b"{}", content_type, headers=headers)
    assert response.status_code == 415


WRONG_IN_A_SET = [
    *({"reps": value} for value in (HUGE, 1_001, -1, 1.5, "5", True, [], {}, [5], 2**63)),
    *({"seconds": value} for value in (14_401, -1, 0.5, "x")),
    *({"load_kg": value} for value in (500.01, -0.01, 1.555, 1e300, "2.5", False, [], HUGE)),
    *({"distance_m": value} for value in (100_000.01, -1, "far")),
    *({"pain": value} for value in (11, -1, "2", 2.5)),
    *({"side": value} for value in ("middle", None, 1, "", "LEFT", ["left"])),
    *({"position": value} for value in (-1, None, 10_001, "1", 1.5, True, HUGE)),
    *({"skipped": value} for value in (1, "yes", [])),
    *(
        {"exercise": value}
        for value in (None, "", "../x", "a\0b", HALF, "x" * 100, 5, ["stretch"], "no-such")
    ),
    *({"completed_at": value} for value in (None, "", "yesterday", "2026-11-02T17:00", 1_762_000_000, HALF)),
    *({"completed_at": value} for value in ("2999-01-01T00:00Z", "1999-01-01T00:00Z", "2026-11-02")),
    *({"completed_at": value} for value in ("9999-12-31T23:59:59-23:00", "0001-01-01T00:00:00+23:00")),
]


@pytest.mark.parametrize("wrong", WRONG_IN_A_SET, ids=lambda wrong: repr(wrong)[:50])
def test_a_wrong_value_in_a_set(wrong: dict[str, Any], signed_in: Client) -> None:
    session, bad, good = a_session(), a_set("stretch", 1) | wrong, a_set("stretch", 2)
    answer = sync(signed_in, session, bad, good)
    assert answer.saved == {session["id"], good["id"]}
    assert answer.rejected[bad["id"]].keys() == wrong.keys()
    assert Set.objects.count() == 1


WRONG_IN_A_SESSION = [
    *(
        {name: value}
        for name in ("effort", "pain_before", "pain_after")
        for value in (11, -1, "5", True, HUGE)
    ),
    *({"notes": value} for value in ("a\0b", HALF, "n" * 10_001, 5, ["x"])),
    *({"routine": value} for value in ("a\0b", HALF, "no-such", "x" * 100, 5, {})),
    *({"finished_at": value} for value in ("", "soon", "2999-01-01T00:00Z", 5)),
]


@pytest.mark.parametrize("wrong", WRONG_IN_A_SESSION, ids=lambda wrong: repr(wrong)[:50])
def test_a_wrong_value_in_a_session_costs_no_set(wrong: dict[str, Any], signed_in: Client) -> None:
    session, one = a_session(**wrong), a_set("stretch")
    answer = sync(signed_in, session, one)
    assert answer.saved == {one["id"]}
    assert answer.rejected[session["id"]].keys() == wrong.keys()


@pytest.mark.parametrize(
    "key", [None, 5, "", "x", "\0", HALF, "x" * 5_000, [], {}, "12345678-1234-1234-1234-12345678901"]
)
def test_a_damaged_id(key: object, signed_in: Client) -> None:
    body = {"session": a_session(), "sets": [a_set("stretch", id=key), a_set("stretch", 2)]}
    answer = post(signed_in, body).json()
    assert len(answer["saved"]) == 2
    named = key if isinstance(key, str) else None
    assert answer["rejected"] == [{"id": named, "errors": {"id": ["The id is damaged."]}}]


def test_an_id_has_one_form(signed_in: Client) -> None:
    """Else an answer would name an id that the device does not know."""
    one = a_set("stretch")
    for other_form in (one["id"].upper(), one["id"].replace("-", ""), f"{{{one['id']}}}"):
        assert sync(signed_in, a_session(), one | {"id": other_form}).saved == set()


@pytest.mark.parametrize("one", [None, 5, "set", [], [[]]])
def test_what_is_no_set(one: object, signed_in: Client) -> None:
    answer = post(signed_in, {"session": a_session(), "sets": [one, a_set("stretch")]}).json()
    assert len(answer["saved"]) == 2
    assert [one["id"] for one in answer["rejected"]] == [None]


def test_the_same_id_twice_in_one_call(signed_in: Client) -> None:
    session, one, two = a_session(), a_set("stretch", 1), a_set("stretch", 2)
    body = {"session": session, "sets": [one, one, two, two | {"seconds": 31}]}
    answer = post(signed_in, body).json()
    assert sorted(answer["saved"]) == sorted([session["id"], one["id"]])
    assert answer["rejected"] == [{"id": two["id"], "errors": ["This set stands here twice."]}]
    own = a_set("stretch", 3, id=session["id"])
    assert post(signed_in, {"session": session, "sets": [own]}).json()["saved"] == []


def test_unusual_text_is_kept(signed_in: Client) -> None:
    notes = "🧘🏽‍♀️ \u202eabc <script>"
    assert sync(signed_in, a_session(notes=notes, more="ignored"), a_set("stretch", more=1)).rejected == {}
    assert Session.objects.get().notes == notes


anything = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.integers(-(2**70), 2**70),
        st.floats(),
        st.text(st.characters(), max_size=20),
        st.datetimes().map(lambda moment: moment.isoformat() + "Z"),
        st.uuids().map(str),
        st.sampled_from([HUGE, "\0", HALF, "left", "stretch", at(1), 1e-400, -0.0]),
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
OF_SESSION = (*a_session(), "prescription")
OF_SET = tuple(a_set("stretch"))


def damaged(names: tuple[str, ...]) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(st.sampled_from(names), anything, max_size=3)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=anything)
def test_any_json(data: Any, signed_in: Client) -> None:
    body = json.dumps(data).encode()
    assert post(signed_in, body).status_code in {400, 422}
    wrapped = json.dumps({"session": data, "sets": [data], "user": None}).encode()
    assert post(signed_in, wrapped).status_code in {200, 400, 422}
    assert not Session.objects.exists()


@settings(max_examples=250, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    session=damaged(OF_SESSION),
    sets=st.lists(st.tuples(st.sampled_from([1, 2, 3]), st.booleans(), damaged(OF_SET)), max_size=5),
    is_stored=st.booleans(),
)
def test_any_values(
    session: dict[str, Any],
    sets: list[tuple[int, bool, dict[str, Any]]],
    is_stored: bool,
    signed_in: Client,
    athlete: Athlete,
) -> None:
    """Every id stands in the answer; what is said to be saved is there, and a second time nothing changes."""
    stored = SetFactory(session=SessionFactory(athlete=athlete)) if is_stored else None
    base = {"id": str(stored.session_id)} if stored else {}
    rows = [
        a_set("stretch", place, **({"id": str(stored.pk)} if same and stored else {})) | wrong
        for place, same, wrong in sets
    ]
    body = {"session": a_session(**base) | session, "sets": rows}
    with transaction.atomic():
        response = post(signed_in, body)
        assert response.status_code in {200, 400}
        if response.status_code == 200:
            answer = response.json()
            keys = {str(one["id"]) for one in (body["session"], *rows) if isinstance(one["id"], str)}
            named = [one["id"] for one in answer["rejected"] if one["id"] is not None]
            assert keys == {*answer["saved"], *named}
            assert not set(answer["saved"]) & set(named)
            there = set(Set.objects.values_list("pk", flat=True)) | set(
                Session.objects.values_list("pk", flat=True)
            )
            assert {uuid.UUID(key) for key in answer["saved"]} <= there
            before = list(Session.objects.values()), list(Set.objects.values())
            again = post(signed_in, body).json()
            assert (list(Session.objects.values()), list(Set.objects.values())) == before
            assert set(again["saved"]) == set(answer["saved"])
        transaction.set_rollback(True)
    Session.objects.all().delete()
