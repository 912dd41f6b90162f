"""What operators may set: the defaults work, and a wrong value ends the start with a line that names it."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from hipmobility.environment import Environment, read_environment

VARIABLES = (
    "CACHE_URL",
    "DATA_DIR",
    "DATABASE_POOL",
    "DATABASE_URL",
    "DEBUG",
    "EMAIL_URL",
    "LOG_FORMAT",
    "PORT",
    "SECRET_KEY",
    "SECRET_KEY_FALLBACKS",
    "SITE_URL",
    "STAFF_MFA",
    "WEB_CONCURRENCY",
)
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def base_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for the site, with no variable set."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_the_defaults_serve_this_machine_from_sqlite(base_dir: Path) -> None:
    found = read_environment(base_dir)
    assert found.data_dir == base_dir / "var"
    assert (found.site_url, found.site_host, found.is_https) == ("http://localhost:8000", "localhost", False)
    assert (found.port, found.debug) == (8000, False)
    assert (found.processes, found.log_format) == (2, "text")
    assert found.cache["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"
    assert found.database["ENGINE"] == "django.db.backends.sqlite3"
    assert found.database["NAME"] == base_dir / "var" / "db.sqlite3"
    assert found.email["EMAIL_BACKEND"] == "django.core.mail.backends.console.EmailBackend"


def test_the_secret_key_is_made_once_and_only_the_owner_reads_it(base_dir: Path) -> None:
    first = read_environment(base_dir)
    assert len(first.secret_key) >= 50
    assert read_environment(base_dir) == first
    assert stat.S_IMODE((base_dir / "var" / "secret-key").stat().st_mode) == 0o600
    assert [path.name for path in (base_dir / "var").iterdir()] == ["secret-key"]


def test_keys_before_the_present_one_are_known(base_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    older, oldest = "0123456789" * 5, "abcdefghij" * 5
    monkeypatch.setenv("SECRET_KEY_FALLBACKS", f" {older}  {oldest}\n")
    assert read_environment(base_dir).older_keys == [older, oldest]


@pytest.mark.parametrize("name", VARIABLES)
def test_an_empty_variable_is_as_good_as_none(
    base_dir: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    expected = read_environment(base_dir)
    monkeypatch.setenv(name, "")
    assert read_environment(base_dir) == expected


def read(base_dir: Path, monkeypatch: pytest.MonkeyPatch, **variables: str) -> Environment:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return read_environment(base_dir)


def test_right_values_are_taken(base_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = read(
        base_dir,
        monkeypatch,
        DATA_DIR=str(base_dir / "with a # and 100%" / "data"),
        DEBUG="1",
        EMAIL_URL="submission://me:pass%2Fword@mail.example.org?_default_from_email=hips@example.org",
        PORT="9001",
        SECRET_KEY="0123456789" * 5,
        SITE_URL="https://Hips.example.org:8443/",
        STAFF_MFA="1",
    )
    assert found.staff_mfa
    assert found.database["NAME"] == base_dir / "with a # and 100%" / "data" / "db.sqlite3"
    assert found.debug
    assert (found.email["EMAIL_HOST"], found.email["EMAIL_PORT"]) == ("mail.example.org", 587)
    assert (found.email["EMAIL_HOST_PASSWORD"], found.email["EMAIL_USE_TLS"]) == ("pass/word", True)
    assert found.email["DEFAULT_FROM_EMAIL"] == "hips@example.org"
    assert (found.port, found.secret_key) == (9001, "0123456789" * 5)
    assert (found.site_url, found.site_host) == ("https://hips.example.org:8443", "hips.example.org")
    assert found.is_https


def test_postgresql_is_taken_from_its_url(base_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = read(
        base_dir, monkeypatch, DATABASE_URL="postgres://me:s%40fe@db:6432/hips?sslmode=require"
    ).database
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db", 6432, "hips")
    assert (found["USER"], found["PASSWORD"]) == ("me", "s@fe")
    assert found["OPTIONS"] == {"sslmode": "require"}
    assert (found["CONN_MAX_AGE"], found["CONN_HEALTH_CHECKS"]) == (None, True)


def test_sqlite_waits_for_its_turn_to_write(base_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = read(base_dir, monkeypatch, DATABASE_URL=f"sqlite:///{base_dir}/own.sqlite3").database
    assert found["NAME"] == base_dir / "own.sqlite3"
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in found["OPTIONS"]["init_command"]


def test_a_new_data_folder_is_its_owners_alone(base_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read(base_dir, monkeypatch, DATA_DIR=str(base_dir / "new"))
    assert (base_dir / "new").stat().st_mode & 0o777 == 0o700


def test_a_pool_takes_the_place_of_connections_that_stay(
    base_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = "postgres://me@db/hips?sslmode=require"
    found = read(base_dir, monkeypatch, DATABASE_URL=url, DATABASE_POOL="6").database
    assert (found["CONN_MAX_AGE"], found["CONN_HEALTH_CHECKS"]) == (0, True)
    assert found["OPTIONS"]["sslmode"] == "require"
    pool = found["OPTIONS"]["pool"]
    assert pool["max_size"] == 6
    # Longer, and the site stays out after PostgreSQL is back.
    assert max(pool["timeout"], pool["reconnect_timeout"]) <= 5


@pytest.mark.parametrize("url", ["redis://:s%40fe@cache:6379/0", "rediss://cache", "unix:///run/redis.sock"])
def test_a_redis_is_taken_from_its_url(base_dir: Path, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    found = read(base_dir, monkeypatch, CACHE_URL=url).cache
    assert found["BACKEND"] == "django.core.cache.backends.redis.RedisCache"
    assert found["LOCATION"] == url


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CACHE_URL", "locmem://"),
        ("CACHE_URL", "redis://"),
        ("CACHE_URL", "redis://cache:port"),
        ("CACHE_URL", "unix://"),
        ("DATABASE_POOL", "4"),  # with SQLite
        ("DATABASE_POOL", "-1"),
        ("LOG_FORMAT", "xml"),
        ("WEB_CONCURRENCY", "0"),
        ("WEB_CONCURRENCY", "65"),
        ("DATABASE_URL", "mysql://me@db/hips"),
        ("DATABASE_URL", "nonsense"),
        ("DATABASE_URL", "postgres://"),
        ("DATABASE_URL", "postgres://me@db:port/hips"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:////"),
        ("DATABASE_URL", "sqlite:////no/such/folder/db.sqlite3"),
        ("DATA_DIR", "/dev/null"),
        ("DATA_DIR", "/dev/null/data"),
        ("DEBUG", "maybe"),
        ("STAFF_MFA", "perhaps"),
        ("EMAIL_URL", "http://mail.example.org"),
        ("EMAIL_URL", "nonsense"),
        ("EMAIL_URL", "smtp://mail.example.org:port"),
        ("PORT", "-1"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "abc"),
        ("PORT", "٨٠٠٠"),
        ("SECRET_KEY", "a" * 60),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY_FALLBACKS", f"{'0123456789' * 5} short"),
        ("SITE_URL", "example.org"),
        ("SITE_URL", "ftp://example.org"),
        ("SITE_URL", "https://"),
        ("SITE_URL", "https://[half"),
        ("SITE_URL", "https://example.org/path"),
        ("SITE_URL", "https://example.org:port"),
        ("SITE_URL", "https://example.org?a=b"),
        ("SITE_URL", "https://me@example.org"),
    ],
)
def test_a_wrong_value_is_named_in_one_line(
    base_dir: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    with pytest.raises(SystemExit) as stopped:
        read(base_dir, monkeypatch, **{name: value})
    message = str(stopped.value.code)
    assert message.startswith(f"Wrong setting: {name} ")
    assert "\n" not in message


def test_a_wrong_port_is_refused_beside_a_right_site_url(
    base_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SystemExit, match="PORT"):
        read(base_dir, monkeypatch, SITE_URL="https://example.org", PORT="abc")


@pytest.mark.parametrize(
    ("name", "value"),
    [("DATABASE_URL", "postgres://me:hush@db:port/hips"), ("CACHE_URL", "redis://:hush@cache:port")],
)
def test_the_password_of_a_wrong_url_is_not_repeated(
    base_dir: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    with pytest.raises(SystemExit) as stopped:
        read(base_dir, monkeypatch, **{name: value})
    assert "hush" not in str(stopped.value.code)


def start(data_dir: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the first step of `make run` in a process of its own."""
    kept = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    return subprocess.run(
        [sys.executable, "manage.py", "prepare"],
        cwd=ROOT,
        env=kept | {"DATA_DIR": str(data_dir), "DJANGO_SETTINGS_MODULE": "hipmobility.settings"} | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_wrong_value_stops_the_start(tmp_path: Path) -> None:
    done = start(tmp_path, PORT="abc")
    assert done.returncode == 1
    assert done.stderr == "Wrong setting: PORT must be a number from 1 to 65535, not 'abc'\n"
    assert done.stdout == ""


def test_a_database_that_is_away_stops_the_start(tmp_path: Path) -> None:
    done = start(tmp_path, DATABASE_URL="postgres://me:hush@127.0.0.1:1/hips")
    assert done.returncode == 1
    assert done.stderr.startswith("CommandError: The database does not answer (see DATABASE_URL): ")
    assert done.stderr.count("\n") == 1
    assert "hush" not in done.stderr
