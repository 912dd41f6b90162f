"""Dumping a PostgreSQL database while it is written to, checking a dump, and bringing one back.

The work is done by PostgreSQL's own programs (`postgresql-client`), of the server's version or a newer one.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql.client import DatabaseClient
from django.utils.translation import gettext as _

from hipmobility.backups.manifest import BackupError, Contents, chunks

MEMBER = "database.pgdump"
COPY = re.compile(rb'COPY (?:"?\w+"?\.)?"?(?P<table>\w+)"? \((?P<columns>.*)\) FROM stdin;\n')
DUMP = ("--format=custom", "--no-owner", "--no-privileges")
READ = ("--no-owner", "--no-privileges", "--file=-")
CAREFUL = "SET LOCAL lock_timeout = '10s';\nSET LOCAL client_min_messages = error;\n"
WRITE = ("--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null")
TROUBLE = re.compile(r"\b(ERROR|FATAL|error):")
END = b"\\.\n"
SECONDS_TO_LEAVE = 2


def dump(connection: BaseDatabaseWrapper, target: Path) -> Contents:
    """Write the database as it is at one moment, and return what stood in it at that moment."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        [snapshot] = cursor.fetchone()
        with _running(connection, "pg_dump", *DUMP, f"--snapshot={snapshot}", f"--file={target}"):
            pass
        return contents(connection)


def contents(connection: BaseDatabaseWrapper) -> Contents:
    """Count what stands in the database."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        tables = sorted(connection.introspection.table_names(cursor))
        rows = {}
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {quote(table)}")  # noqa: S608  # nosec
            [rows[table]] = cursor.fetchone()
        if "django_migrations" not in rows:
            raise BackupError(_("The database is not one of this site: it has no migrations."))
        cursor.execute("SELECT app || '.' || name FROM django_migrations")
        return Contents(rows, sorted(name for (name,) in cursor.fetchall()))


def read_back(connection: BaseDatabaseWrapper, dumped: Path) -> Contents:
    """Read the dump from its first byte to its last, as if to restore it, and return what is in it."""
    rows: dict[str, int] = {}
    migrations = []
    with _running(connection, "pg_restore", *READ, str(dumped), stdout=subprocess.PIPE) as reader:
        lines = iter(_pipe(reader.stdout))
        for line in lines:
            if (found := COPY.fullmatch(line)) is None:
                continue
            table = found["table"].decode()
            columns = found["columns"].decode().split(", ")
            rows[table] = 0
            for row in iter(lambda: next(lines, END), END):
                rows[table] += 1
                if table == "django_migrations":
                    cells = dict(zip(columns, row.decode().split("\t"), strict=True))
                    migrations.append(f"{cells['app']}.{cells['name']}")
    return Contents(rows, sorted(migrations))


def has_people(connection: BaseDatabaseWrapper) -> bool:
    """Say whether anybody has an account there."""
    if "auth_user" not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM auth_user)")
        return bool(cursor.fetchone()[0])


def restore(connection: BaseDatabaseWrapper, dumped: Path) -> None:
    """Have the database hold what the dump holds, and nothing else: all of it, or as before."""
    _alone(connection)
    clear = _clearing(connection)
    connection.close()
    with _running(connection, "psql", *WRITE, stdin=subprocess.PIPE) as writer:
        into = _pipe(writer.stdin)
        into.write(f"BEGIN;\n{CAREFUL}{clear}".encode())
        with _running(connection, "pg_restore", *READ, str(dumped), stdout=subprocess.PIPE) as reader:
            for chunk in chunks(_pipe(reader.stdout)):
                into.write(chunk)
        # Not before the dump was read to its end: without this line everything is as before.
        into.write(b"COMMIT;\n")


def _clearing(connection: BaseDatabaseWrapper) -> str:
    """Return what removes the site's tables and functions, and leaves those of extensions."""
    quote = connection.ops.quote_name
    tables = [f"DROP TABLE {quote(table)} CASCADE;\n" for table in connection.introspection.table_names()]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format(E'DROP ROUTINE %s CASCADE;\n', oid::regprocedure) FROM pg_proc"
            " WHERE pronamespace = current_schema()::regnamespace"
            " AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')"
        )
        return "".join(tables + [routine for (routine,) in cursor.fetchall()])


def _alone(connection: BaseDatabaseWrapper) -> None:
    """See that nobody else has the database open; the server may notice a little late who has left it."""
    until = time.monotonic() + SECONDS_TO_LEAVE
    while others := _other_connections(connection):
        if time.monotonic() > until:
            raise BackupError(_("The database is in use (%s connections). Stop the site first.") % others)
        time.sleep(0.05)


def _other_connections(connection: BaseDatabaseWrapper) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND usename = current_user AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        [others] = cursor.fetchone()
    return int(others)


@contextmanager
def _running(
    connection: BaseDatabaseWrapper, program: str, *arguments: str, **pipes: Any
) -> Iterator[subprocess.Popen[bytes]]:
    """Run one of PostgreSQL's programs beside the block, and see that it ends well."""
    connected, own = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    where = [] if program == "pg_restore" else connected[1:]  # it only reads the dump
    with tempfile.TemporaryFile() as told:
        try:
            process = subprocess.Popen(  # noqa: S603
                [program, *arguments, *where], env=os.environ | (own or {}), stderr=told, **pipes
            )
        except FileNotFoundError:
            raise BackupError(
                _("%s is missing: install postgresql-client, of the server's version or a newer one.")
                % program
            ) from None
        try:
            yield process
            process.communicate()
        except BrokenPipeError:
            if not process.stdin:
                raise  # it was another one that stopped listening
            process.wait()
        finally:
            process.kill()
            process.wait()
        if process.returncode:
            raise BackupError(f"{program}: {_first_error(told)}")


def _pipe(end: IO[bytes] | None) -> IO[bytes]:
    if end is None:
        raise TypeError("it was not asked for")
    return end


def _first_error(told: IO[bytes]) -> str:
    told.seek(0)
    lines = told.read(100_000).decode(errors="replace").splitlines()
    errors = [line for line in lines if TROUBLE.search(line)]
    return (errors or lines or [_("it failed without a word")])[0].removeprefix("psql:<stdin>:")
