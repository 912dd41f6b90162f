"""The shipped catalogue for tests: loaded once, then copied into the database of each test that asks."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction

from exercises.models import Version
from exercises.services.load_catalogue import load_catalogue

FOLDER = Path(apps.get_app_config("exercises").path) / "catalogue"

FIRST_KEY = 1_000_000
"""Added to every key, so that rows that factories make, before or after, never meet these."""

Rows = list[tuple[type[models.Model], list[models.Model]]]


def snapshot() -> Rows:
    """Load the catalogue, return its rows, and leave the database as it was."""
    with transaction.atomic():
        load_catalogue(folder=FOLDER)
        tables = apps.get_app_config("exercises").get_models(include_auto_created=True)
        rows = [(model, list(model._base_manager.all())) for model in tables]
        transaction.set_rollback(True)
    for row in chain.from_iterable(same for _model, same in rows):
        for field in row._meta.concrete_fields:
            if (field.primary_key or field.is_relation) and getattr(row, field.attname) is not None:
                setattr(row, field.attname, getattr(row, field.attname) + FIRST_KEY)
    return rows


def copy_in(rows: Rows) -> None:
    """Write the rows as they are; foreign keys are checked when the transaction ends."""
    with transaction.atomic():
        for model, same in rows:
            model._base_manager.bulk_create(same)
        # A later version has a higher key, here as well; PostgreSQL counts on from where it was.
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), [Version]):
                cursor.execute(statement)
