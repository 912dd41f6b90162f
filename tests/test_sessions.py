"""The browser's session is read by a statement of our own, and is Django's in all else."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hipmobility.sessions import SessionStore

pytestmark = pytest.mark.django_db


def test_what_djangos_own_wrote_is_read_and_the_other_way_round() -> None:
    for writer, reader in ((db.SessionStore, SessionStore), (SessionStore, db.SessionStore)):
        store = writer()
        store["kept"] = "so"
        store.save()
        assert reader(store.session_key)["kept"] == "so"


def test_it_is_read_in_one_query() -> None:
    store = SessionStore()
    store.create()
    with CaptureQueriesContext(connection) as queries:
        assert SessionStore(store.session_key).load() == {}
    assert len(queries) == 1


def test_one_that_is_over_or_unknown_is_none() -> None:
    store = SessionStore()
    store["kept"] = "so"
    store.save()
    Session.objects.update(expire_date=timezone.now() - dt.timedelta(seconds=1))
    for key in (store.session_key, "nobody-has-this-key", "' OR 1=1 --"):
        late = SessionStore(key)
        assert late.load() == {}
        assert late.session_key is None


def test_a_made_up_cookie_is_no_session(client: Client) -> None:
    response = client.get("/today/", headers={"cookie": r'sessionid="made-up\000by-somebody"'})
    assert response.headers["Location"].startswith("/accounts/login/")


def test_whose_session_is_over_is_signed_out(signed_in: Client) -> None:
    assert signed_in.get("/today/").status_code == 200
    Session.objects.update(expire_date=timezone.now())
    assert signed_in.get("/today/").headers["Location"].startswith("/accounts/login/")
