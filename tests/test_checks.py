"""Checks at the start: each speaks where it should, and is silent where all is well."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import Tags, run_checks
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from pytest_django import Settings

ON_SQLITE = connection.vendor == "sqlite"


def ids(**options: Any) -> list[str]:
    return [found.id for found in run_checks(**options) if str(found.id).startswith("hipmobility.")]


@pytest.fixture(autouse=True)
def _folder(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def _public(settings: Settings) -> None:
    """A site with https that sends mail."""
    settings.SITE_URL = "https://hips.example.org"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"


def test_a_site_of_ones_own_may_debug_and_print_mail(settings: Settings) -> None:
    settings.DEBUG = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert ids(tags=[Tags.security]) == []


@pytest.mark.usefixtures("_public")
def test_a_public_site_may_do_neither(settings: Settings) -> None:
    assert ids(tags=[Tags.security]) == []
    settings.DEBUG = True
    assert ids(tags=[Tags.security]) == ["hipmobility.E001"]
    settings.DEBUG = False
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert ids(tags=[Tags.security]) == ["hipmobility.W002"]


@pytest.mark.parametrize(
    ("backend", "expected"),
    [
        ("db.DatabaseCache", []),
        ("redis.RedisCache", []),
        ("locmem.LocMemCache", ["hipmobility.E003"]),
        ("dummy.DummyCache", ["hipmobility.E003"]),
    ],
)
def test_attempts_are_counted_for_all_processes(
    settings: Settings, backend: str, expected: list[str]
) -> None:
    settings.CACHES = {"default": {"BACKEND": f"django.core.cache.backends.{backend}", "LOCATION": "cache"}}
    assert ids(tags=[Tags.caches]) == expected


@pytest.mark.parametrize(("mode", "expected"), [(0o600, []), (0o640, ["hipmobility.W004"])])
def test_the_secret_key_is_for_its_owner(tmp_path: Path, mode: int, expected: list[str]) -> None:
    (tmp_path / "secret-key").touch(mode=mode)
    (tmp_path / "secret-key").chmod(mode)
    assert ids(tags=[Tags.files]) == expected


@pytest.mark.parametrize(("free", "expected"), [(201, []), (199, ["hipmobility.W005"])])
def test_a_full_disk_is_told_before_it_is_full(
    monkeypatch: pytest.MonkeyPatch, free: int, expected: list[str]
) -> None:
    usage = shutil.disk_usage("/")._replace(free=free * 1024**2)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage)
    assert ids(tags=[Tags.files]) == expected


def of_database() -> list[str]:
    # How this machine's PostgreSQL treats its disk is its own affair: tests may run on a throw-away one.
    return [one for one in ids(tags=[Tags.database], databases=["default"]) if one != "hipmobility.W008"]


@pytest.mark.django_db
def test_a_sound_database_is_passed_over() -> None:
    assert of_database() == []


@pytest.mark.django_db
def test_missing_tables_are_named() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE cache")
    assert of_database() == ["hipmobility.E010"]


@pytest.mark.django_db
def test_a_database_that_is_away_is_told() -> None:
    def away(*_arguments: Any) -> None:
        raise OperationalError("gone")

    with connection.execute_wrapper(away):
        assert of_database() == ["hipmobility.E006"]


class Answering:
    """A database that answers each question with what a test gives it."""

    def __init__(self, **answers: str) -> None:
        self.answers = answers

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        answer = self.answers.get(sql.split()[-1])
        return execute(sql if answer is None else f"SELECT '{answer}'", params, many, context)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answers", "expected"),
    [({"journal_mode": "delete"}, "hipmobility.E009")]
    if ON_SQLITE
    else [
        ({"server_encoding": "SQL_ASCII"}, "hipmobility.E007"),
        ({"fsync": "off"}, "hipmobility.W008"),
        ({"synchronous_commit": "off"}, "hipmobility.W008"),
    ],
)
def test_a_database_that_may_lose_or_mangle_is_told(answers: dict[str, str], expected: str) -> None:
    with connection.execute_wrapper(Answering(**answers)):
        assert expected in ids(tags=[Tags.database], databases=["default"])


@pytest.mark.django_db
def test_a_start_without_its_cache_ends_in_one_line(settings: Settings) -> None:
    url = "redis://:hush@127.0.0.1:1/0"
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}}
    with pytest.raises(CommandError, match="The cache does not answer") as stopped:
        call_command("prepare")
    assert "hush" not in str(stopped.value)
