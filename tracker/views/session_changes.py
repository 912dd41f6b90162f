"""Views."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse


def session_create(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("")


def session_edit(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("")


def session_repeat(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("")


def session_delete(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("")


def session_restore(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("")
