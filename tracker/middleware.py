"""Every request in the athlete's own time zone."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone


def local_time_zone(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Activate the signed-in athlete's time zone; others, and users without an athlete, see UTC."""

    def middleware(request: HttpRequest) -> HttpResponse:
        athlete = getattr(request.user, "athlete", None)
        if athlete is None:
            return get_response(request)
        with timezone.override(athlete.tz):
            return get_response(request)

    return middleware
