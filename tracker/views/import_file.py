"""Bring in training from another app: hand its file over, say what its names stand for, let it come in."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from exercises.models import Exercise
from tracker.forms.import_file import ImportFileForm, NamesForm
from tracker.models import Athlete, Import, Session, Upload
from tracker.presenters.import_file import (
    Problems,
    build_preview,
    build_progress,
    names_in,
    problems_of,
)
from tracker.services.begin_import import begin_import
from tracker.services.create_athlete import create_athlete
from tracker.services.foreign_file import UnreadableFileError
from tracker.services.go_on_import import UploadGoneError, go_on_import
from tracker.services.survey_upload import RefusedFileError, survey_upload
from tracker.views.athlete_request import AthleteRequest
from tracker.views.limits import limited


@require_http_methods(["GET", "HEAD", "POST"])
@limited("upload")
def import_upload(request: AthleteRequest) -> HttpResponse:
    """Ask for the file, or look at it and lead to what it would bring in."""
    if Athlete.of(request.user).demo_until:
        return redirect("tracker:data")
    if request.method != "POST":
        return _upload_page(request, ImportFileForm())
    form = ImportFileForm(request.POST, request.FILES)
    problems = None
    if form.is_valid():
        try:
            _keep(request, form)
        except UnreadableFileError as error:
            form.add_error("file", _(str(error)))
        except RefusedFileError as refused:
            form.add_error("file", _("Too little of this file can be read, so nothing of it is taken over."))
            problems = problems_of(refused.survey)
        else:
            return redirect("tracker:import-preview")
    return _upload_page(request, form, problems, HTTPStatus.UNPROCESSABLE_ENTITY)


@require_http_methods(["GET", "HEAD", "POST"])
def import_preview(request: AthleteRequest) -> HttpResponse:
    """Show what the kept file would bring in, or begin to bring it in."""
    waiting = Upload.objects.for_athlete(request.user).waiting(timezone.now())
    upload = waiting.of_other_apps().without_content().first()
    if upload is None:
        messages.info(request, _("No file waits here, or it waited for more than an hour. Choose it again."))
        return redirect("tracker:import-upload")
    if Import.objects.for_athlete(request.user).of_upload(upload).exists():
        return redirect("tracker:import-detail", pk=upload.pk)
    exercises = list(Exercise.objects.current().in_order())
    if request.method != "POST":
        return _preview_page(request, upload, exercises)
    form = NamesForm(request.POST, names=names_in(upload), slugs=[one.slug for one in exercises])
    if request.POST.get("upload") != str(upload.pk):
        form.add_error(None, _("Another file waits here now. Look it over, and bring it in then."))
    elif form.is_valid():
        try:
            begin_import(user=request.user, upload_id=upload.pk, choices=form.choices, now=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("tracker:import-detail", pk=upload.pk)
    return _preview_page(request, upload, exercises, form)


@require_http_methods(["GET", "HEAD", "POST"])
def import_detail(request: AthleteRequest, pk: uuid.UUID) -> HttpResponse:
    """Show how far an import is, or take its next step."""
    imported = get_object_or_404(Import.objects.for_athlete(request.user).of_other_apps(), pk=pk)
    if request.method == "POST":
        try:
            go_on_import(user=request.user, import_id=imported.pk, now=timezone.now())
        except UploadGoneError:
            messages.info(request, _("The file is not kept any more."))
        return redirect("tracker:import-detail", pk=pk)
    progress = build_progress(
        imported,
        made=Session.objects.for_athlete(request.user).brought_in_by(imported).count(),
        is_gone=not Upload.objects.for_athlete(request.user).of_import(imported).exists(),
    )
    return render(request, "tracker/import_detail.html", {"progress": progress})


def _keep(request: AthleteRequest, form: ImportFileForm) -> None:
    data = form.cleaned_data
    survey_upload(
        athlete=create_athlete(user=request.user),
        file_name=data["file"].name or "",
        chunks=data["file"].chunks(),
        load_unit=data["load_unit"],
        distance_unit=data["distance_unit"],
        now=timezone.now(),
    )


def _upload_page(
    request: AthleteRequest,
    form: ImportFileForm,
    problems: Problems | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    waiting = Upload.objects.for_athlete(request.user).waiting(timezone.now())
    kept = waiting.of_other_apps().without_content().first()
    context = {"form": form, "problems": problems, "kept": kept}
    return render(request, "tracker/import_upload.html", context, status=status)


def _preview_page(
    request: AthleteRequest, upload: Upload, exercises: list[Exercise], form: NamesForm | None = None
) -> HttpResponse:
    preview = build_preview(upload, exercises, Exercise.logged.own(request.user), form)
    context = {"preview": preview, "form": form}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form else HTTPStatus.OK
    return render(request, "tracker/import_preview.html", context, status=status)
