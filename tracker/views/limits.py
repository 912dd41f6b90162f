"""How often one account or one network address may ask for what is costly, or might be guessed.

Signing in and up, passwords and keys are counted by allauth, in the cache that outlives a restart. Here is
what else needs a bound. It is counted in the cache called "requests", which asks no database: each process
counts by itself, unless the operator names a cache that all share. The bounds are far above what people need.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec

from allauth.core.internal.ratelimit import get_ip, parse_rate
from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from redis.exceptions import RedisError

P = ParamSpec("P")
READING = ("GET", "HEAD")
SECONDS_OF_ALLAUTH = 60
"""Its bounds for a network address are by the minute."""

logger = logging.getLogger(__name__)


def limited(
    action: str, *, reading: bool = False
) -> Callable[
    [Callable[Concatenate[Any, P], HttpResponseBase]], Callable[Concatenate[Any, P], HttpResponseBase]
]:
    """Have a view answer 429 once the action's bound is met. GET and HEAD count only where `reading`."""

    def decorate(
        view: Callable[Concatenate[Any, P], HttpResponseBase],
    ) -> Callable[Concatenate[Any, P], HttpResponseBase]:
        @wraps(view)
        def wrapper(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            wait = seconds_to_wait(request, action) if reading or request.method not in READING else 0
            return too_many(request, wait=wait) if wait else view(request, *args, **kwargs)

        return wrapper

    return decorate


def seconds_to_wait(request: HttpRequest, action: str, *, count: bool = True) -> int:
    """Count one more of the action, and return 0, or for how long none is allowed any more.

    With `count=False` it is only asked. What the setting REQUEST_LIMITS does not name has no bound.
    """
    given = settings.REQUEST_LIMITS.get(action)
    if not given:
        return 0
    rate = parse_rate(given)
    window, passed = divmod(time.time(), rate.duration)
    key = f"limit:{action}:{_source(request, rate.per)}:{int(window)}"
    try:
        counted = _counted(key, int(rate.duration)) if count else int(_cache().get(key) or 0) + 1
    except RedisError:
        # Counting is there to keep the site up, so it must not be what takes it down.
        logger.exception("The cache that counts requests does not answer")
        return 0
    return int(rate.duration - passed) + 1 if counted > rate.amount else 0


def too_many(request: HttpRequest, *, wait: int = SECONDS_OF_ALLAUTH) -> HttpResponse:
    """Say for how long to wait. As the URL map's `handler429` it answers for allauth as well."""
    context = {"minutes": -(-wait // 60)}
    response = render(request, "429.html", context, status=HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = str(wait)
    response["Cache-Control"] = "no-store"
    return response


def _counted(key: str, seconds: int) -> int:
    cache = _cache()
    cache.add(key, 0, seconds)
    try:
        return int(cache.incr(key))
    except ValueError:  # the window ended in between
        return 1


def _cache() -> Any:
    return caches["requests"]


def _source(request: HttpRequest, per: str) -> str:
    return f"user-{request.user.pk}" if per == "user" else f"ip-{get_ip(request)}"
