"""Today: the page after signing in."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from exercises.views.page_memory import remembered
from tracker.presenters.today import build_today


@require_safe
@remembered
def today(request: HttpRequest) -> HttpResponse:
    """Show the day; `?done=` names the session that was just logged by one press."""
    page = build_today(
        request.user,
        today=timezone.localdate(),
        now=timezone.now(),
        done=_id_of(str(request.GET.get("done", ""))),
    )
    return render(request, "tracker/today.html", {"page": page})


def _id_of(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
