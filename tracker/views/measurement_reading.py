"""Reading what was measured: the list, what was just saved, and what was deleted."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tracker.domain.cursor import Cursor, decode_cursor
from tracker.presenters.measurement_list import (
    UnknownPageError,
    build_deleted_measurements,
    build_measurement_list,
)


@require_safe
def measurement_list(request: HttpRequest) -> HttpResponse:
    """Show rotation and other tests, newest first.

    `?before=` and `?tests_before=` page them, `?saved=` says what was found, `?deleted=` offers an undo.
    """
    try:
        page = build_measurement_list(
            request.user,
            today=timezone.localdate(),
            now=timezone.now(),
            before=_id(request, "before"),
            tests_before=_id(request, "tests_before"),
            saved=_id(request, "saved"),
            deleted=_id(request, "deleted"),
        )
    except UnknownPageError:
        raise Http404("No page begins there.") from None
    return render(request, "tracker/measurement_list.html", {"page": page})


@require_safe
def measurement_deleted_list(request: HttpRequest) -> HttpResponse:
    page = build_deleted_measurements(request.user, before=_cursor(request))
    return render(request, "tracker/measurement_deleted_list.html", {"page": page})


def _id(request: HttpRequest, name: str) -> uuid.UUID | None:
    """Return the row that the address names; a damaged address names none."""
    try:
        return uuid.UUID(request.GET.get(name, ""))
    except ValueError:
        return None


def _cursor(request: HttpRequest) -> Cursor | None:
    text = request.GET.get("before")
    if text is None:
        return None
    try:
        return decode_cursor(text)
    except ValueError:
        raise Http404("No page begins there.") from None
