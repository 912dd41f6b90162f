"""What the operator sets: read once from environment variables, each checked, with a default that works.

A wrong value stops the start with one line that names the variable.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
import dj_email_url
from environs import Env, EnvError

LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
EMAIL_SCHEMES = ("console", "smtp", "submission")
CACHE_SCHEMES = ("redis", "rediss", "unix")
LOG_FORMATS = ("text", "json")
UNREADABLE = "cannot be read; special characters in it must be percent-encoded"


@dataclass(frozen=True)
class Environment:
    """The operator's settings; `database`, `cache` and `email` are in Django's own form."""

    data_dir: Path
    debug: bool
    port: int
    processes: int
    log_format: str
    site_url: str
    site_host: str
    is_https: bool
    secret_key: str
    older_keys: list[str]
    staff_mfa: bool
    database: dict[str, Any]
    cache: dict[str, Any]
    email: dict[str, Any]

    @property
    def has_redis(self) -> bool:
        """Whether counts are kept in a Redis, for all machines together."""
        return str(self.cache["BACKEND"]).endswith("RedisCache")


def read_environment(base_dir: Path) -> Environment:
    """Read the variables (empty is as good as unset), or end with a line that names a wrong one."""
    env = Env()
    try:
        port = _number(env, "PORT", default=8000, at_most=65535)
        site_url, site_host = _site(env, port)
        data_dir = _data_dir(env, base_dir)
        return Environment(
            data_dir=data_dir,
            debug=_switch(env, "DEBUG"),
            port=port,
            processes=_number(env, "WEB_CONCURRENCY", default=2, at_most=64),
            log_format=_log_format(env),
            site_url=site_url,
            site_host=site_host,
            is_https=site_url.startswith("https:"),
            secret_key=_secret_key(env, data_dir),
            older_keys=_older_keys(env),
            staff_mfa=_switch(env, "STAFF_MFA"),
            database=_database(env, data_dir),
            cache=_cache(env),
            email=_email(env),
        )
    except EnvError as error:
        raise SystemExit(f"Wrong setting: {error}") from None


def _number(env: Env, name: str, *, default: int, at_most: int, at_least: int = 1) -> int:
    given = env.str(name, "") or str(default)
    if not (given.isascii() and given.isdigit() and len(given) < 10 and at_least <= int(given) <= at_most):
        raise EnvError(f"{name} must be a number from {at_least} to {at_most}, not {given!r}")
    return int(given)


def _log_format(env: Env) -> str:
    given = env.str("LOG_FORMAT", "") or "text"
    if given not in LOG_FORMATS:
        raise EnvError(f'LOG_FORMAT must be "text" or "json", not {given!r}')
    return given


def _switch(env: Env, name: str) -> bool:
    if not env.str(name, ""):
        return False
    try:
        return bool(env.bool(name))
    except EnvError:
        raise EnvError(f"{name} must be 1 or 0, not {os.environ[name]!r}") from None


def _site(env: Env, port: int) -> tuple[str, str]:
    """Return SITE_URL without a slash at its end, and its host as a Host header has it."""
    given = env.str("SITE_URL", "") or f"http://localhost:{port}"
    wrong = EnvError(f'SITE_URL must look like "https://example.org", with no path, not {given!r}')
    try:
        site = urlsplit(given)
        netloc = (site.hostname or "") if site.port is None else f"{site.hostname}:{site.port}"
    except ValueError:
        raise wrong from None
    bare = given.removesuffix("/").lower() in {f"http://{netloc}", f"https://{netloc}"}
    if not bare or not site.hostname or any(letter.isspace() for letter in netloc):
        raise wrong
    return f"{site.scheme}://{netloc}", site.hostname


def _data_dir(env: Env, base_dir: Path) -> Path:
    path = Path(env.str("DATA_DIR", "") or base_dir / "var").resolve()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)  # health notes lie in it
    except OSError as error:
        raise EnvError(f"DATA_DIR cannot be made at {path}: {error.strerror}") from None
    if not os.access(path, os.W_OK | os.X_OK):
        raise EnvError(f"DATA_DIR cannot be written to: {path}")
    return path


def _secret_key(env: Env, data_dir: Path) -> str:
    """Return SECRET_KEY, or the key kept in the data directory, made at the first start."""
    given = env.str("SECRET_KEY", "")
    if given:
        return _strong("SECRET_KEY", given)
    path = data_dir / "secret-key"
    try:
        if not path.exists():
            _make_secret_key(path)
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise EnvError(f"SECRET_KEY is not set, and {path} cannot be used: {error.strerror}") from None


def _older_keys(env: Env) -> list[str]:
    """Return the keys that were in use before: what they signed goes on being believed."""
    return [_strong("SECRET_KEY_FALLBACKS", one) for one in env.str("SECRET_KEY_FALLBACKS", "").split()]


def _strong(name: str, key: str) -> str:
    if len(key) < 50 or len(set(key)) < 5:
        raise EnvError(f"{name} must have at least 50 characters, 5 of them different")
    return key


def _make_secret_key(path: Path) -> None:
    # Written aside and linked into place: of two processes that start together, both read the winner's.
    draft = path.with_name(f"secret-key.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(64), encoding="ascii")
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()


def _database(env: Env, data_dir: Path) -> dict[str, Any]:
    given = env.str("DATABASE_URL", "")
    pool = _number(env, "DATABASE_POOL", default=0, at_least=0, at_most=1000)
    if pool and given.split(":", 1)[0] not in {"postgres", "postgresql"}:
        raise EnvError("DATABASE_POOL needs a DATABASE_URL of PostgreSQL: SQLite has no connections to share")
    if not given:
        return _sqlite(data_dir / "db.sqlite3")
    scheme = given.split(":", 1)[0]
    # The URL may hold a password, so no message repeats it.
    if scheme not in {"sqlite", "postgres", "postgresql"}:
        raise EnvError('DATABASE_URL must start with "sqlite:///" or "postgres://"')
    try:
        database: dict[str, Any] = dict(dj_database_url.parse(given))
    except ValueError:
        raise EnvError(f"DATABASE_URL {UNREADABLE}") from None
    if scheme == "sqlite":
        path = Path(database["NAME"]).resolve()
        if database["NAME"] == ":memory:" or path.is_dir() or not path.parent.is_dir():
            raise EnvError(
                "DATABASE_URL must name a file in a folder that exists: sqlite:////folder/db.sqlite3"
            )
        return _sqlite(path)
    if not database["NAME"]:
        raise EnvError("DATABASE_URL must name a database: postgres://user:password@host/name")
    return database | {"CONN_HEALTH_CHECKS": True} | _connections(database.get("OPTIONS", {}), pool)


def _connections(options: dict[str, Any], pool: int) -> dict[str, Any]:
    """Return how connections are kept: each thread its own (the default), or `pool` of them for a process.

    While PostgreSQL is gone a pool has each request wait for `timeout` seconds, and tries to connect again
    after 1, 2, 4, 8 … seconds, up to `reconnect_timeout`; then the next request has it begin anew. Both are
    short, or the site would be out for long after PostgreSQL is back.
    """
    if not pool:
        return {"CONN_MAX_AGE": None}
    patience = {"timeout": 5, "reconnect_timeout": 5}
    return {"CONN_MAX_AGE": 0, "OPTIONS": options | {"pool": {"min_size": 1, "max_size": pool, **patience}}}


def _cache(env: Env) -> dict[str, Any]:
    """Return where attempts are counted: a table of the database, or a Redis that all machines share."""
    given = env.str("CACHE_URL", "")
    if not given:
        # Large, for a full table forgets, which would lift the limits.
        return {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "cache",
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        }
    # The URL may hold a password, so no message repeats it.
    try:
        found = urlsplit(given)
        names_a_place = found.path if found.scheme == "unix" else found.hostname
        _ = found.port
    except ValueError:
        raise EnvError(f"CACHE_URL {UNREADABLE}") from None
    if found.scheme not in CACHE_SCHEMES or not names_a_place:
        raise EnvError('CACHE_URL must look like "redis://:password@host:6379/0"')
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": given,
        "KEY_PREFIX": "hips",
        "OPTIONS": {"socket_timeout": 5, "socket_connect_timeout": 5},
    }


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        # A write takes its lock at BEGIN and waits: no "database is locked" half-way through a transaction.
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }


def _email(env: Env) -> dict[str, Any]:
    given = env.str("EMAIL_URL", "") or "console:"
    if given.split(":", 1)[0] not in EMAIL_SCHEMES or ":" not in given:
        raise EnvError('EMAIL_URL must be "console:" or look like "submission://user:password@host:587"')
    try:
        return dict(dj_email_url.parse(given))
    except ValueError:
        raise EnvError(f"EMAIL_URL {UNREADABLE}") from None
