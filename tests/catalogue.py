"""The shipped catalogue for tests: loaded once, then copied into the tables of each test that asks."""

from __future__ import annotations

from pathlib import Path

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction

from exercises.models import Stamp, Version
from exercises.services.load_catalogue import load_catalogue

FOLDER = Path(apps.get_app_config("exercises").path) / "catalogue"

FIRST_KEY = 1_000_000
"""Added to every key, so that rows that factories make, before or after, never meet these."""


def put_aside() -> None:
    """Load the catalogue and move its rows into tables beside its own, which stay empty as they were."""
    # Within a test's transaction they would be gone with it, and rows of the test would move along.
    assert not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        load_catalogue(folder=FOLDER)
        for model in _models():
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"DROP TABLE IF EXISTS {_aside(model)}")
            cursor.execute(f"CREATE TABLE {_aside(model)} AS SELECT {_shifted(model)} FROM {table}")  # noqa: S608
        for model in _models():
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608


def copy_in() -> None:
    """Write the rows as they are; foreign keys are checked when the transaction ends."""
    with transaction.atomic(), connection.cursor() as cursor:
        for model in _models():
            table = connection.ops.quote_name(model._meta.db_table)
            columns = ", ".join(_columns(model))
            cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {_aside(model)}")  # noqa: S608
        # A later version has a higher key, here as well; PostgreSQL counts on from where it was.
        for statement in connection.ops.sequence_reset_sql(no_style(), [Version]):
            cursor.execute(statement)


def _models() -> list[type[models.Model]]:
    found = apps.get_app_config("exercises").get_models(include_auto_created=True)
    return [model for model in found if model is not Stamp]


def _aside(model: type[models.Model]) -> str:
    return connection.ops.quote_name(f"shipped_{model._meta.db_table}")


def _columns(model: type[models.Model]) -> list[str]:
    return [connection.ops.quote_name(field.column) for field in model._meta.concrete_fields]


def _shifted(model: type[models.Model]) -> str:
    """Return the columns with FIRST_KEY added to each key: the row's own, and those of rows that it names."""
    pairs = zip(model._meta.concrete_fields, _columns(model), strict=True)
    return ", ".join(
        f"{column} + {FIRST_KEY} AS {column}" if field.primary_key or field.is_relation else column
        for field, column in pairs
    )
