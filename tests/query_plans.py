"""How a database goes about the queries of a request: which tables that grow with people it reads whole."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.apps import apps
from django.db import connection

GROWING = {"account_emailaddress", "auth_user", "cache", "django_session", "exercises_screening"}
"""Tables outside the tracker that grow with people."""


class Asked(NamedTuple):
    sql: str
    params: Any


def growing_tables() -> set[str]:
    """Return every table that has rows for each person."""
    return GROWING | {model._meta.db_table for model in apps.get_app_config("tracker").get_models()}


@contextmanager
def queries() -> Iterator[list[Asked]]:
    """Note every query that reads."""
    found: list[Asked] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("SELECT", "WITH", "(SELECT")):
            found.append(Asked(sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


def forget_statistics() -> None:
    """Have PostgreSQL plan for tables of which it knows nothing, for the rest of the transaction.

    Of a table that it has seen with a row or two it may as well read all, or all of one that it joins to it:
    each that was swept between tests. Needs a superuser.
    """
    if connection.vendor == "sqlite":
        return
    with connection.cursor() as cursor:
        tables = [connection.introspection.django_table_names()]
        named = "SELECT oid FROM pg_class WHERE relname = ANY(%s)"
        cursor.execute(f"DELETE FROM pg_statistic WHERE starelid IN ({named})", tables)  # noqa: S608
        cursor.execute("UPDATE pg_class SET relpages = 0, reltuples = -1 WHERE relname = ANY(%s)", tables)


def read_whole(asked: Asked) -> set[str]:
    """Return the growing tables of which this query reads every row, or every entry of an index."""
    tables = _whole_on_sqlite(asked) if connection.vendor == "sqlite" else _whole_on_postgresql(asked)
    return tables & growing_tables()


def _whole_on_sqlite(asked: Asked) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked.sql}", asked.params)
        # An alias stands in the table's place: "SCAN U0", "SCAN tracker_set USING INDEX …".
        names = {row[3].split()[1] for row in cursor.fetchall() if row[3].startswith("SCAN ")}
    return {_table_of(name, asked.sql) for name in names}


def _table_of(alias: str, sql: str) -> str:
    before, found, _rest = sql.partition(f'" {alias} ')
    return before.rpartition('"')[2] if found else alias


def _whole_on_postgresql(asked: Asked) -> set[str]:
    with connection.cursor() as cursor:
        # Where there is no other way it reads the whole table all the same.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN (FORMAT JSON) {asked.sql}", asked.params)
        (plan,) = cursor.fetchone()
        cursor.execute("SET LOCAL enable_seqscan = on")
    plans = json.loads(plan) if isinstance(plan, str) else plan
    return {node["Relation Name"] for node in _nodes(plans[0]["Plan"]) if _is_whole(node)}


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for one in node.get("Plans", ()):
        yield from _nodes(one)


def _is_whole(node: dict[str, Any]) -> bool:
    kind = node["Node Type"]
    return kind == "Seq Scan" or (kind in {"Index Scan", "Index Only Scan"} and "Index Cond" not in node)
