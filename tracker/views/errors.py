"""Views."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse


def csrf_failure(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("")
