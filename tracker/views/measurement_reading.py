"""Reading what was measured: the list, what was just saved, and what was deleted."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from exercises.views.page_memory import remembered
from tracker.presenters.measurement_list import (
    UnknownPageError,
    build_deleted_measurements,
    build_measurement_list,
)
from tracker.views.addresses import cursor_of, row_of


@require_safe
@remembered
def measurement_list(request: HttpRequest) -> HttpResponse:
    """Show rotation and other tests, newest first.

    `?before=` and `?tests_before=` page them, `?saved=` says what was found, `?deleted=` offers an undo.
    """
    try:
        page = build_measurement_list(
            request.user,
            today=timezone.localdate(),
            now=timezone.now(),
            before=row_of(request, "before"),
            tests_before=row_of(request, "tests_before"),
            saved=row_of(request, "saved"),
            deleted=row_of(request, "deleted"),
        )
    except UnknownPageError:
        raise Http404("No page begins there.") from None
    return render(request, "tracker/measurement_list.html", {"page": page})


@require_safe
def measurement_deleted_list(request: HttpRequest) -> HttpResponse:
    page = build_deleted_measurements(request.user, before=cursor_of(request))
    return render(request, "tracker/measurement_deleted_list.html", {"page": page})
