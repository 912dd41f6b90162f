"""Views."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse


def landing(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("")
