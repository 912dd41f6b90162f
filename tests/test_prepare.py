"""`manage.py prepare`: what a start does once, and what it leaves alone the second time."""

from __future__ import annotations

import datetime as dt
import json
import os
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from exercises.models import Exercise
from hipmobility.management.commands.prepare import PREPARING, one_at_a_time


def prepare() -> str:
    out = StringIO()
    call_command("prepare", stdout=out)
    return out.getvalue()


@pytest.fixture
def css(settings: Settings, tmp_path: Path) -> Path:
    """A folder with the site's stylesheet, collected as in production; nothing is collected yet."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "hipmobility.storage.BundledStaticFilesStorage"}
    }
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STATICFILES_DIRS = [tmp_path / "assets"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    folder = tmp_path / "assets" / "css"
    folder.mkdir(parents=True)
    (folder / "site.css").write_text('@import "one.css";\n@import "two.css";\n')
    (folder / "one.css").write_text("a { color: red; }\n")
    (folder / "two.css").write_text("b { color: blue; }\n")
    return folder


def collected(settings: Settings, name: str) -> str:
    """Return the text that a browser gets for the static file of that name."""
    root = Path(settings.STATIC_ROOT)
    paths = json.loads((root / "staticfiles.json").read_text())["paths"]
    return (root / paths[name]).read_text()


@pytest.mark.django_db
def test_a_second_start_changes_nothing(css: Path, settings: Settings) -> None:
    first = prepare()
    assert Exercise.objects.count() == 47
    assert "Collecting" in first
    assert collected(settings, "css/site.css") == "a { color: red; }\nb { color: blue; }\n"
    second = prepare()
    assert second.startswith("0 created, 0 updated")
    assert "Collecting" not in second


@pytest.mark.django_db
def test_a_changed_file_is_collected_even_when_it_is_older(css: Path, settings: Settings) -> None:
    prepare()
    (css / "one.css").write_text("a { color: lime; }\n")
    os.utime(css / "one.css", (0, 0))
    assert "Collecting" in prepare()
    assert collected(settings, "css/site.css") == "a { color: lime; }\nb { color: blue; }\n"


@pytest.mark.django_db
def test_a_new_file_is_collected(css: Path, settings: Settings) -> None:
    prepare()
    (css / "three.css").write_text("i {}\n")
    assert "Collecting" in prepare()
    assert collected(settings, "css/three.css") == "i {}\n"


@pytest.mark.django_db
def test_nothing_is_collected_while_debugging(css: Path, settings: Settings) -> None:
    settings.DEBUG = True
    assert "Collecting" not in prepare()
    assert not Path(settings.STATIC_ROOT).exists()


@pytest.mark.django_db
def test_expired_sign_ins_are_removed() -> None:
    for key, days in (("old", -1), ("new", 1)):
        Session.objects.create(session_key=key, expire_date=timezone.now() + dt.timedelta(days))
    prepare()
    assert [one.session_key for one in Session.objects.all()] == ["new"]


@pytest.mark.django_db
def test_attempts_to_sign_in_have_a_table_to_be_counted_in() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE cache")
    prepare()
    assert cache.add("attempts", 1)
    assert cache.get("attempts") == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="one machine alone uses a SQLite database")
def test_machines_that_start_together_wait_for_each_other() -> None:
    other = connection.copy("other")
    asks = "SELECT pg_try_advisory_lock(%s)"
    with other.cursor() as cursor:
        with one_at_a_time():
            cursor.execute(asks, [PREPARING])
            assert cursor.fetchone() == (False,)
        cursor.execute(asks, [PREPARING])
        assert cursor.fetchone() == (True,)
    other.close()
