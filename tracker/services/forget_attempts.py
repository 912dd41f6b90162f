"""Forget how often somebody tried: the counts that limit sign-ins and codes name the person."""

from __future__ import annotations

import hashlib

from django.contrib.auth.models import User
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connections, router


def forget_attempts(*, user: User) -> None:
    """Remove from the table of counts what is named after the person's key or the digest of their address.

    Another kind of cache cannot be asked for its keys: there each count ends by itself, within the hour.
    """
    backend = caches["default"]
    if not isinstance(backend, DatabaseCache):
        return
    names = [name.lower() for name in (user.email, user.username, f"mfa-auth-user-{user.pk}") if name]
    digests = [hashlib.sha256(name.encode()).hexdigest() for name in names]
    patterns = [f"%:user:{user.pk}", f"%?user={user.pk}&%", *(f"%:{digest}%" for digest in digests)]
    connection = connections[router.db_for_write(backend.cache_model_class)]
    table = connection.ops.quote_name(backend._table)  # type: ignore[attr-defined]
    wanted = " OR ".join(["cache_key LIKE %s"] * len(patterns))
    with connection.cursor() as cursor:
        # The table's name is the settings' own.
        cursor.execute(f"DELETE FROM {table} WHERE {wanted}", patterns)  # noqa: S608  # nosec
