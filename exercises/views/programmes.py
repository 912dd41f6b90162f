"""Views."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse


def programme_list(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("")


def programme_detail(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("")
