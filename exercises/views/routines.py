"""Views."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse


def routine_list(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("")


def routine_detail(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("")
