"""What migrations fill and every flush would empty: content types, permissions and the groups of staff.

Put aside once, these rows are copied back after each test that commits: Django would make each of them anew.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.management import create_contenttypes
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models.signals import post_migrate

MODELS = (ContentType, Permission, Group, Group.permissions.through)
OF_PERMISSIONS = "django.contrib.auth.management.create_permissions"


def put_aside() -> None:
    """Copy the rows into tables that no flush empties, and let a flush copy them back."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table in _tables():
            cursor.execute(f"DROP TABLE IF EXISTS lasting_{table}")
            cursor.execute(f"CREATE TABLE lasting_{table} AS SELECT * FROM {table}")  # noqa: S608
    assert post_migrate.disconnect(create_permissions, dispatch_uid=OF_PERMISSIONS)
    assert post_migrate.disconnect(create_contenttypes)
    post_migrate.connect(copy_back)


def copy_back(sender: Any, **_kwargs: Any) -> None:
    """Fill the tables that are empty. A flush says to each app that it is done, as a migration does."""
    if sender.name != "exercises":
        return
    with transaction.atomic(), connection.cursor() as cursor:
        for table in _tables():
            empty = f"NOT EXISTS (SELECT 1 FROM {table})"  # noqa: S608
            cursor.execute(f"INSERT INTO {table} SELECT * FROM lasting_{table} WHERE {empty}")  # noqa: S608


def _tables() -> list[str]:
    return [model._meta.db_table for model in MODELS]
