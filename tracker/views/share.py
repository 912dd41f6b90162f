"""The report as whoever holds a link reads it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tracker.models import Athlete
from tracker.presenters.report import build_report
from tracker.presenters.report_period import read_since, report_period
from tracker.services.share_report import open_report
from tracker.views.limits import seconds_to_wait, too_many


@login_not_required
@require_safe
def share(request: HttpRequest, token: str) -> HttpResponse:
    """Show the report that the token opens; a revoked, an expired and an unknown one are the same 404.

    The one page whose GET writes, and on purpose: that somebody opened the report is what its owner is
    promised to see, and nothing but the opening itself can tell. A HEAD shows nothing, so it records nothing.
    """
    wait = seconds_to_wait(request, "guess", count=False)
    if wait:
        return _unlisted(too_many(request, wait=wait))
    now = timezone.now()
    key = request.GET.get("period", "")
    shared = open_report(
        token,
        viewer=request.user,
        is_looked_at=request.method == "GET",
        since=read_since(key, now),
        now=now,
    )
    # Whoever is signed in here has nothing to do with the page, so the frame must not know them.
    context: dict[str, Any] = {"user": AnonymousUser()}
    if shared is None:
        seconds_to_wait(request, "guess")
        return _unlisted(render(request, "tracker/share_closed.html", context, status=HTTPStatus.NOT_FOUND))
    with timezone.override(Athlete.of(shared.person).tz):
        today = timezone.localdate(now)
        report = build_report(shared.person, period=report_period(key, today), today=today)
        context |= {"report": report, "shared": shared}
        return _unlisted(render(request, "tracker/share.html", context))


def _unlisted(response: HttpResponse) -> HttpResponse:
    """Keep the page out of search engines and caches, and its address out of what other sites are told."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "no-store, private"
    return response
