"""Write many rows at once just as they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model
from django.db.models.sql.subqueries import InsertQuery

MOST_VALUES = 20_000
"""Of one statement: fewer than either database takes."""


def insert_rows(rows: Sequence[Model]) -> None:
    """Insert rows of one model in few statements.

    bulk_create() would stamp the moments that fields of `auto_now` hold, and takes a statement for every few
    rows on SQLite. The database itself holds the constraints.
    """
    if not rows:
        return
    model: Any = type(rows[0])
    fields = [one for one in model._meta.local_concrete_fields if one is not model._meta.auto_field]
    # Not the usual stand-in, which looks up the thread's own one at each of a million accesses.
    connection = connections[DEFAULT_DB_ALIAS]
    at_once = MOST_VALUES // len(fields)
    for first in range(0, len(rows), at_once):
        query = InsertQuery(model)
        query.insert_values(fields, list(rows[first : first + at_once]), raw=True)
        query.get_compiler(connection=connection).execute_sql()
