"""Whether the site can serve: the database answers and every migration is applied."""

from __future__ import annotations

from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """Return app and name of every migration of the code: read once, for the code stays as it is."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 `{"status": "ok"}`, or 503 with what is missing."""
    try:
        pending = known_migrations() - MigrationRecorder(connection).applied_migrations().keys()
    except DatabaseError:
        return JsonResponse({"status": "database does not answer"}, status=503)
    if pending:
        return JsonResponse({"status": "migrations are not applied"}, status=503)
    return JsonResponse({"status": "ok"})
