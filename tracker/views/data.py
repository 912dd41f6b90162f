"""A person's own data: take it along, see what was brought in, and undo that."""

from __future__ import annotations

import tempfile
import uuid
from http import HTTPStatus
from typing import IO, cast

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tracker.forms.data import ArchiveForm
from tracker.models import Import
from tracker.presenters.data import import_rows, undone_words
from tracker.services.export_archive import export_archive
from tracker.services.undo_import import CannotUndoError, undo_import
from tracker.views.athlete_request import AthleteRequest
from tracker.views.limits import limited


@require_safe
def data(request: AthleteRequest) -> HttpResponse:
    return data_page(request, ArchiveForm())


def data_page(request: AthleteRequest, form: ArchiveForm, status: int = HTTPStatus.OK) -> HttpResponse:
    """Show the page; with a form that was sent, what is wrong with it."""
    imports = import_rows(request.user, timezone.now())
    return render(request, "tracker/data.html", {"form": form, "imports": imports}, status=status)


@require_safe
@limited("export", reading=True)
def data_export(request: AthleteRequest) -> HttpResponse:
    """Send everything that the person owns as one file."""
    file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    if request.method == "GET":
        export_archive(user=request.user, file=file)
        file.seek(0)
    name = f"hip-mobility-{timezone.localdate():%Y-%m-%d}.zip"
    response = FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
    response["Cache-Control"] = "no-store, private"
    return cast("HttpResponse", response)


@require_http_methods(["GET", "HEAD", "POST"])
def import_undo(request: AthleteRequest, pk: uuid.UUID) -> HttpResponse:
    """Take away what an import brought; whoever comes from the sign-in finds the list."""
    imported = get_object_or_404(Import.objects.for_athlete(request.user), pk=pk)
    if request.method == "POST":
        try:
            undone = undo_import(user=request.user, import_id=imported.pk, now=timezone.now())
        except CannotUndoError:
            messages.info(request, _("This import was undone already, or it is more than 30 days old."))
        else:
            messages.success(request, undone_words(undone))
    return redirect("tracker:data")
