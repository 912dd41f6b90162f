"""Views."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse


def settings_edit(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("")
