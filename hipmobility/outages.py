"""What is answered while the database or its disk is out: 503 in plain words, and what was sent, given back.

A full disk, a database that is read-only, busy or gone: all of that passes without a change of the code. What
does not, such as a table that is missing or a constraint that was forgotten, stays a 500.
"""

from __future__ import annotations

import errno
import sqlite3
import sys
from collections.abc import Iterator

from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, InternalError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views import defaults

RETRY_AFTER_S = 30

SQLITE_PASSES = frozenset(
    {
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
    }
)
"""Primary result codes. SQLite calls a missing table "operational" too (SQLITE_ERROR): that does not pass."""

POSTGRESQL_READ_ONLY = "25006"
"""What a standby says to a write; everything else that passes is an OperationalError there."""

DISK_PASSES = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})

SECRET = ("password", "code")
"""Parts of the names of fields that no page repeats."""


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer an exception that nobody caught."""
    error = sys.exc_info()[1]
    return unavailable(request) if is_outage(error) else defaults.server_error(request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that was refused; a session that could not be written comes as one, too."""
    return unavailable(request) if is_outage(exception) else defaults.bad_request(request, exception)


def is_outage(error: BaseException | None) -> bool:
    """Say whether the error, or one on the way to it, comes from a database or a disk that is out."""
    return any(_is_out(one) for one in _chain(error))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _is_out(error: BaseException) -> bool:
    if isinstance(error, OperationalError):
        if connection.vendor != "sqlite":
            return True
        code = getattr(error.__cause__, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
        return code & 0xFF in SQLITE_PASSES
    if isinstance(error, InterfaceError):
        return connection.vendor != "sqlite"
    if isinstance(error, InternalError):
        return getattr(error.__cause__, "sqlstate", None) == POSTGRESQL_READ_ONLY
    return (isinstance(error, OSError) and error.errno in DISK_PASSES) or _is_cache_out(error)


def _is_cache_out(error: BaseException) -> bool:
    """Whether the shared cache does not answer. Its client is there only where one is used."""
    client = sys.modules.get("redis.exceptions")
    return client is not None and isinstance(error, (client.ConnectionError, client.TimeoutError))


def unavailable(request: HttpRequest) -> HttpResponse:
    """Answer 503: a page to people, JSON to scripts, which send it again by themselves."""
    response: HttpResponse
    if "text/html" in request.headers.get("Accept", ""):
        form = {
            "fields": _fields(request),
            "is_post": request.method == "POST",
            "path": request.get_full_path(),
        }
        response = HttpResponse(render_to_string("503.html", form), status=503)
    else:
        response = JsonResponse({"errors": [_("The site cannot reach its data just now.")]}, status=503)
    response["Retry-After"] = str(RETRY_AFTER_S)
    add_never_cache_headers(response)
    return response


def _fields(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what was posted, to be sent again as it is: also its token, which stays as good as it was."""
    if request.method != "POST":
        return []
    try:
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
        has_files = bool(request.FILES)
    except (OSError, SuspiciousOperation, UnreadablePostError):
        return []
    is_secret = any(part in name for name, _value in fields for part in SECRET)
    return [] if has_files or is_secret else fields
