"""One line of the log for each request, and an id that binds a request's lines together.

A line names the route and never the path: paths hold tokens and keys of rows. Nothing in it is
about a person.
"""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Callable
from contextvars import ContextVar
from time import perf_counter

from django.conf import settings
from django.http import HttpRequest, HttpResponse

logger = logging.getLogger("hipmobility.request")

HEADER = "X-Request-Id"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
LINE = "%(method)s %(route)s %(status)s %(ms)s ms"
WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}")

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The id of the request that this thread answers; empty outside of one."""


def log_request(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Give the request an id (a well-formed one that came with it, from a proxy, say), and log its answer."""

    def middleware(request: HttpRequest) -> HttpResponse:
        began = perf_counter()
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        mark = given if WELL_FORMED.fullmatch(given) else secrets.token_hex(8)
        before = request_id.set(mark)
        try:
            response = get_response(request)
            response.headers[HEADER] = mark
            _log(request, response.status_code, (perf_counter() - began) * 1000)
            return response
        finally:
            request_id.reset(before)

    return middleware


def route_of(request: HttpRequest) -> str:
    """Return the name of the page that answers, or its pattern."""
    if match := request.resolver_match:
        return match.view_name or match.route
    return "static" if request.path_info.startswith(settings.STATIC_URL) else "unknown"


def _log(request: HttpRequest, status: int, ms: float) -> None:
    if not logger.isEnabledFor(logging.INFO):
        return
    access = {
        "method": request.method if request.method in METHODS else "OTHER",
        "route": route_of(request),
        "status": status,
        "ms": round(ms, 1),
    }
    # Made by hand: `logger.info` would look for the line that called it, which is always this one.
    more = {"access": access}
    logger.handle(
        logger.makeRecord(logger.name, logging.INFO, __file__, 0, LINE, (access,), None, extra=more)
    )
