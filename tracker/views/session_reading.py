"""Reading what was logged: the history, one session, and what was deleted."""

from __future__ import annotations

import uuid
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from exercises.services.judge_exercises import judge_for
from exercises.views.page_memory import remembered
from tracker.models import Athlete, Session
from tracker.presenters.history import build_deleted, build_history
from tracker.presenters.session_page import build_session_page
from tracker.presenters.session_why import build_session_why
from tracker.views.addresses import cursor_of, row_of


@require_safe
@remembered
def session_list(request: HttpRequest) -> HttpResponse:
    """Show the calendar and the sessions; `?day=` narrows, `?before=` pages, `?deleted=` offers an undo."""
    history = build_history(
        request.user,
        today=timezone.localdate(),
        day=_day(request),
        before=cursor_of(request),
        deleted=row_of(request, "deleted"),
    )
    return render(request, "tracker/session_list.html", {"history": history})


@require_safe
def session_deleted_list(request: HttpRequest) -> HttpResponse:
    deleted = build_deleted(request.user, before=cursor_of(request))
    return render(request, "tracker/session_deleted_list.html", {"deleted": deleted})


@require_safe
@remembered
def session_detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a session; `?deleted=` names a set that was taken out, and offers an undo."""
    sessions = Session.objects.for_athlete(request.user).kept().with_routine().with_sets()
    page = build_session_page(
        get_object_or_404(sessions, pk=pk),
        judge=judge_for(request.user),
        is_made_up=Athlete.of(request.user).demo_until is not None,
        deleted=row_of(request, "deleted"),
    )
    return render(request, "tracker/session_detail.html", {"page": page})


@require_safe
@remembered
def session_why(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say why a session's exercises were handed out, under the answers and the catalogue of then."""
    sessions = Session.objects.for_athlete(request.user).kept().with_prescription()
    page = build_session_why(get_object_or_404(sessions, pk=pk))
    return render(request, "tracker/session_why.html", {"page": page})


def _day(request: HttpRequest) -> date | None:
    text = request.GET.get("day")
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Http404("This is no date.") from None
