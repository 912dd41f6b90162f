"""Views."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse


def session_list(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("")


def session_deleted_list(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("")


def session_detail(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("")
