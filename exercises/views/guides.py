"""Views."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse


def guide_list(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("")


def guide_detail(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("")


def reference_list(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("")
