"""Copying a SQLite database while it is written to, checking a copy, and putting one in its place."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from django.utils.translation import gettext as _

from hipmobility.backups.manifest import BackupError, Contents

VERSION = sqlite3.sqlite_version
MEMBER = "database.sqlite3"


def dump(database: Path, target: Path) -> None:
    """Copy the database as it is at one moment. Nobody who writes meanwhile has to wait."""
    if not database.is_file():
        raise BackupError(_("There is no database at %s.") % database)
    try:
        with (
            closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True, timeout=20)) as source,
            closing(sqlite3.connect(target)) as copy,
        ):
            # All pages in one step, which reads one moment. In several, every write would start it anew.
            source.backup(copy)
            # A file of its own, with nothing beside it; the site switches back when it opens it.
            copy.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        raise BackupError(_("The database cannot be copied: %s") % error) from None


def read_back(copy: Path) -> Contents:
    """Open the copy, check it from its first page to its last, and return what is in it."""
    try:
        with closing(sqlite3.connect(f"{copy.as_uri()}?immutable=1", uri=True)) as connection:
            [(verdict,), *_rest] = connection.execute("PRAGMA integrity_check(1)").fetchall()
            if verdict != "ok" or connection.execute("PRAGMA foreign_key_check").fetchone():
                raise BackupError(_("The copy is damaged: %s") % verdict)
            return _contents(connection)
    except sqlite3.Error as error:
        raise BackupError(_("The copy cannot be read: %s") % error) from None


def has_people(database: Path) -> bool:
    """Say whether anybody has an account there."""
    if not database.is_file():
        return False
    try:
        with closing(sqlite3.connect(database, timeout=5)) as connection:
            return "auth_user" in _tables(connection) and _count(connection, "auth_user") > 0
    except sqlite3.Error as error:
        raise BackupError(_("The site's own database cannot be read: %s") % error) from None


def put_in_place(copy: Path, database: Path, *, now: dt.datetime) -> Path | None:
    """Have the copy be the database. Return where the one that was there is kept."""
    kept = database.with_name(f"{database.name}.replaced-{now:%Y%m%dT%H%M%SZ}")
    was_there = database.is_file()
    if was_there:
        _close(database)
        os.link(database, kept)
    for beside in ("-wal", "-shm"):  # left over where the file was damaged, or is gone
        left = Path(f"{database}{beside}")
        if left.exists():
            os.replace(left, f"{kept}{beside}")
    os.replace(copy, database)
    sync_folder(database.parent)
    return kept if was_there else None


def sync_folder(folder: Path) -> None:
    """Have the names in a folder outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _close(database: Path) -> None:
    """Take in what waits beside the file: SQLite does so only where nobody else has the database open."""
    try:
        with closing(sqlite3.connect(database, timeout=5)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise BackupError(_("The database is in use. Stop the site first.")) from None
    except sqlite3.DatabaseError:
        return  # it is damaged, which is why it is replaced


def _contents(connection: sqlite3.Connection) -> Contents:
    tables = _tables(connection)
    if "django_migrations" not in tables:
        raise BackupError(_("The database is not one of this site: it has no migrations."))
    migrations = connection.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
    return Contents({table: _count(connection, table) for table in tables}, [name for (name,) in migrations])


def _tables(connection: sqlite3.Connection) -> list[str]:
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")
    return [name for (name,) in found if not name.startswith("sqlite_")]


def _count(connection: sqlite3.Connection, table: str) -> int:
    [number] = connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()  # noqa: S608  # nosec
    return int(number)
