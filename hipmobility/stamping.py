"""Triggers that raise stamps: of a person with every row of theirs, of the catalogue with every row of it.

An exercise that has an owner is its owner's, and any other the catalogue's. A stamp rises by a step that
nobody can foresee: a database that has lost its last writes does not come to where its stamps were before.

They stand in the database, so no writer can forget them: a service, the admin, a bulk update, a console. They
are looked after at each `migrate`, because SQLite drops a table's triggers when a migration rebuilds it.

On SQLite a stamp rises with each row. On PostgreSQL it rises once, as the transaction commits: a lock on it
is then the last one that a transaction takes, so two of them cannot wait for each other.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from typing import Any

from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection, models, transaction

from exercises.models.stamp import CATALOGUE, Stamp

DEEDS = ("insert", "update", "delete")
NOT_SHOWN = {"exercises.Stamp", "tracker.MergedSet", "tracker.ReportOpening"}
"""Models whose rows stand on no page that is remembered."""
PREFIX = "stamp_"


def stamped_tables() -> dict[str, str]:
    """Return for each table the column that names the person, or "" for what everybody reads.

    A row that names nobody in its column is read by everybody.
    """
    own = {User._meta.db_table: "id", EmailAddress._meta.db_table: "user_id"}
    configs = [apps.get_app_config(label) for label in ("exercises", "tracker")]
    found = [one for config in configs for one in config.get_models(include_auto_created=True)]
    return own | {one._meta.db_table: _owner(one) for one in found if one._meta.label not in NOT_SHOWN}


def install_triggers(**_kwargs: Any) -> None:
    """Make the triggers what they should be, and give everybody a stamp who has none.

    Without all of the tables there are no stamps, and nothing is remembered.
    """
    make = _on_postgresql if connection.vendor == "postgresql" else _on_sqlite
    wanted = wanted_triggers()
    if not {Stamp._meta.db_table, *stamped_tables()} <= set(connection.introspection.table_names()):
        return  # migrated back to a schema that is older than this code
    with transaction.atomic(), connection.cursor() as cursor:
        if stored_triggers(cursor) != wanted:
            _drop_triggers(cursor)
            for statement in make():
                cursor.execute(statement)
        stamps, users = _quoted(Stamp._meta.db_table), _quoted(User._meta.db_table)
        cursor.execute(
            f"INSERT INTO {stamps} (user_id, value) SELECT id, %s FROM {users} "  # noqa: S608  # nosec
            f"WHERE id NOT IN (SELECT user_id FROM {stamps})",
            [_never_before()],
        )
        Stamp.objects.get_or_create(pk=CATALOGUE, defaults={"value": _never_before()})


def rest_triggers(plan: list[Any] | None = None, **_kwargs: Any) -> None:
    """Take triggers and stamps away while migrations run: PostgreSQL alters no table whose triggers wait.

    A site that still serves meanwhile finds no stamps, and remembers nothing.
    """
    if not plan or Stamp._meta.db_table not in connection.introspection.table_names():
        return
    with transaction.atomic(), connection.cursor() as cursor:
        _drop_triggers(cursor)
        Stamp.objects.all().delete()


def _drop_triggers(cursor: Any) -> None:
    for table, trigger in stored_triggers(cursor):
        cursor.execute(f"DROP TRIGGER {_quoted(trigger)}{_of_table(table)}")


def _never_before() -> int:
    """Return a value that no stamp had: one that is made anew must not come to where it was before."""
    return time.time_ns() // 1_000


def _owner(model: type[models.Model]) -> str:
    for name in ("athlete", "user", "owner"):
        if name in {field.name for field in model._meta.concrete_fields}:
            return str(model._meta.get_field(name).column)  # type: ignore[union-attr]
    return ""


def wanted_triggers() -> set[tuple[str, str]]:
    """Return table and name of every trigger; a name says what it does, so a changed one is made anew."""
    return {
        (table, _name(table, deed, column))
        for table, column in stamped_tables().items()
        for deed in (DEEDS if connection.vendor == "sqlite" else ("any",))
    }


def _name(table: str, deed: str, column: str) -> str:
    maker = "".join(_on_sqlite_row("t", deed, column) if connection.vendor == "sqlite" else _FUNCTIONS)
    return f"{PREFIX}{table}_{deed}_{hashlib.sha256(f'{maker}{column}'.encode()).hexdigest()[:8]}"


def stored_triggers(cursor: Any) -> set[tuple[str, str]]:
    """Return table and name of every trigger of a stamp that the database has."""
    if connection.vendor == "postgresql":
        cursor.execute(
            "SELECT relname, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE NOT tgisinternal AND starts_with(tgname, %s) AND pg_table_is_visible(pg_class.oid)",
            [PREFIX],
        )
    else:
        cursor.execute(
            "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, 6) = %s",
            [PREFIX],
        )
    return set(cursor.fetchall())


def _on_sqlite() -> Iterator[str]:
    for table, column in stamped_tables().items():
        for deed in DEEDS:
            name, does = _quoted(_name(table, deed, column)), _on_sqlite_row(table, deed, column)
            yield f"CREATE TRIGGER {name} AFTER {deed} ON {_quoted(table)} BEGIN {does} END"


def _on_sqlite_row(table: str, deed: str, column: str) -> str:
    stamps = _quoted(Stamp._meta.db_table)
    if table == User._meta.db_table and deed == "insert":
        return f"INSERT INTO {stamps} (user_id, value) VALUES (NEW.id, 1);"  # noqa: S608  # nosec
    if table == User._meta.db_table and deed == "delete":
        return f"DELETE FROM {stamps} WHERE user_id = OLD.id;"  # noqa: S608  # nosec
    rows = {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}[deed]
    owners = [f"coalesce({row}.{column}, {CATALOGUE})" if column else str(CATALOGUE) for row in rows]
    step = "1 + (random() & 1023)"
    return f"UPDATE {stamps} SET value = value + {step} WHERE user_id IN ({', '.join(owners)});"  # noqa: S608  # nosec


_FUNCTIONS = (
    """
    CREATE OR REPLACE FUNCTION stamp_raise(owner bigint) RETURNS void LANGUAGE plpgsql AS $$
    DECLARE raised text := coalesce(current_setting('hipmobility.raised', true), '');
    BEGIN
      IF position(',' || owner || ',' IN raised) > 0 THEN RETURN; END IF;
      UPDATE exercises_stamp SET value = value + 1 + floor(random() * 1024)::bigint WHERE user_id = owner;
      PERFORM set_config('hipmobility.raised', raised || ',' || owner || ',', true);
    END $$
    """,
    """
    CREATE OR REPLACE FUNCTION stamp_of_catalogue() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN PERFORM stamp_raise(0); RETURN NULL; END $$
    """,
    *(
        f"""
        CREATE OR REPLACE FUNCTION stamp_of_{column}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF TG_OP <> 'INSERT' THEN PERFORM stamp_raise(coalesce(OLD.{column}, 0)); END IF;
          IF TG_OP <> 'DELETE' THEN PERFORM stamp_raise(coalesce(NEW.{column}, 0)); END IF;
          RETURN NULL;
        END $$
        """
        for column in ("athlete_id", "user_id", "owner_id")
    ),
    """
    CREATE OR REPLACE FUNCTION stamp_of_id() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'INSERT' THEN INSERT INTO exercises_stamp (user_id, value) VALUES (NEW.id, 1);
      ELSIF TG_OP = 'DELETE' THEN DELETE FROM exercises_stamp WHERE user_id = OLD.id;
      ELSE PERFORM stamp_raise(NEW.id); END IF;
      RETURN NULL;
    END $$
    """,
)


def _on_postgresql() -> Iterator[str]:
    yield from _FUNCTIONS
    for table, column in stamped_tables().items():
        name = _quoted(_name(table, "any", column))
        yield (
            f"CREATE CONSTRAINT TRIGGER {name} AFTER INSERT OR UPDATE OR DELETE ON {_quoted(table)} "
            f"DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION stamp_of_{column or 'catalogue'}()"
        )


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _of_table(table: str) -> str:
    return f" ON {_quoted(table)}" if connection.vendor == "postgresql" else ""
