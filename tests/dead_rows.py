"""Rows that tests rolled back: PostgreSQL keeps each until it is swept, and every later query steps over it.

Unswept, fifteen pages of the catalogue cost the server 0.03 s of CPU time in a first test, 4 s in a 500th.
"""

from __future__ import annotations

from django.apps import apps
from django.db import connection

TESTS_BETWEEN = 10
"""A sweep costs about 0.02 s, and so many tests leave too few rows to slow a query down."""


def sweep() -> None:
    """Free what is dead, unless a transaction is open: within one PostgreSQL does not."""
    if connection.vendor != "postgresql" or connection.connection is None or connection.in_atomic_block:
        return
    models = apps.get_models(include_auto_created=True)
    tables = sorted({connection.ops.quote_name(model._meta.db_table) for model in models})
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM (SKIP_LOCKED) {', '.join(tables)}")
