"""Views."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse


def today(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("")
