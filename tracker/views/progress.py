"""Views."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse


def progress(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("")


def exercise_progress(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("")
