"""Views."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse


def exercise_list(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("")


def exercise_detail(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("")
