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

from environs import Env, EnvError


@dataclass(frozen=True)
class Environment:
    """The operator's settings; `database`, `email` and `cache` are in Django's own form."""

    data_dir: Path
    debug: bool
    site_url: str
    site_host: str
    is_https: bool
    secret_key: str
    database: dict[str, Any]
    email: dict[str, Any]


def read_environment(base_dir: Path) -> Environment:
    """Read the variables, or end the process with a line that says which one is wrong."""
    env = Env()
    try:
        data_dir = Path(env.str("DATA_DIR", "") or base_dir / "var").resolve()
        data_dir.mkdir(parents=True, exist_ok=True)
        site = urlsplit(env.str("SITE_URL", "") or f"http://localhost:{_port(env)}")
        if site.scheme not in {"http", "https"} or not site.hostname or site.path.strip("/"):
            raise EnvError('SITE_URL must look like "https://example.org", with no path')
        return Environment(
            data_dir=data_dir,
            debug=env.bool("DEBUG", False),
            site_url=f"{site.scheme}://{site.netloc}",
            site_host=site.hostname,
            is_https=site.scheme == "https",
            secret_key=_secret_key(env, data_dir),
            database=_database(env, data_dir),
            email=_email(env),
        )
    except (EnvError, OSError) as error:
        raise SystemExit(f"Wrong setting: {error}") from None


def _port(env: Env) -> int:
    port = env.int("PORT", 8000)
    if not 1 <= port <= 65535:
        raise EnvError(f"PORT must lie between 1 and 65535, not {port}")
    return port


def _secret_key(env: Env, data_dir: Path) -> str:
    """Return SECRET_KEY, or the key kept in the data directory, made at the first start."""
    given = env.str("SECRET_KEY", "")
    if given:
        if len(given) < 50:
            raise EnvError("SECRET_KEY must have at least 50 characters")
        return given
    path = data_dir / "secret-key"
    if not path.exists():
        # Written aside and linked into place: of two processes that start together, both read the winner's.
        draft = data_dir / f"secret-key.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(64))
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text().strip()


def _database(env: Env, data_dir: Path) -> dict[str, Any]:
    url = env.str("DATABASE_URL", "") or f"sqlite:///{data_dir / 'db.sqlite3'}"
    scheme = url.split(":", 1)[0]
    if scheme not in {"sqlite", "postgres", "postgresql"}:
        raise EnvError("DATABASE_URL must start with sqlite:// or postgres://")
    os.environ["DATABASE_URL"] = url
    database: dict[str, Any] = env.dj_db_url("DATABASE_URL")
    database["CONN_MAX_AGE"] = None
    if scheme == "sqlite":
        # A write takes its lock at BEGIN and waits for it: no "database is locked" half-way through a transaction.
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        }
    else:
        database["CONN_HEALTH_CHECKS"] = True
    return database


def _email(env: Env) -> dict[str, Any]:
    try:
        email: dict[str, Any] = env.dj_email_url("EMAIL_URL", "console:")
    except (KeyError, ValueError) as error:
        raise EnvError(f"EMAIL_URL cannot be read: {error}") from None
    return email
