"""Pages for requests that were refused."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import resolve

from tracker.views.kept_form import keep_form, whole_page

FORMS_WORTH_KEEPING = {
    "tracker:measurement-create",
    "tracker:measurement-edit",
    "tracker:session-create",
    "tracker:session-edit",
    "tracker:test-create",
    "tracker:test-edit",
}


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Explain a stale form (somebody signed in or out in another tab), and offer what was typed again.

    Kept only for a browser that has a session already: to give out a new one here would let another site sign
    people out of theirs.
    """
    is_known = settings.SESSION_COOKIE_NAME in request.COOKIES
    is_kept = is_known and resolve(request.path_info).view_name in FORMS_WORTH_KEEPING and keep_form(request)
    if is_kept and getattr(request, "htmx", False):
        return whole_page(request, f"{request.path}?kept=1")
    return render(request, "403_csrf.html", {"path": request.path if is_kept else ""}, status=403)
