"""Today: the page after signing in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tracker.presenters.today import build_today


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    page = build_today(request.user, today=timezone.localdate(), now=timezone.now())
    return render(request, "tracker/today.html", {"page": page})
