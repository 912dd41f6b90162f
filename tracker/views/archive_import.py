"""Bring an own export back: hand the file over, look at what it holds, take it in."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tracker.domain.archive.problems import ArchiveError
from tracker.domain.archive.reading import ArchiveRefusedError
from tracker.domain.import_source import ImportSource
from tracker.forms.data import ArchiveForm
from tracker.models import Athlete, Import, Upload
from tracker.presenters.data import brought_back_words, plan_as_json, preview_of, said_of
from tracker.services.create_athlete import create_athlete
from tracker.services.import_archive import OvertakenError, import_archive, plan_archive
from tracker.services.keep_upload import keep_upload
from tracker.services.open_archive import packed_document
from tracker.views.athlete_request import AthleteRequest
from tracker.views.data import data_page
from tracker.views.limits import limited


@require_http_methods(["GET", "HEAD", "POST"])
@limited("upload")
def archive_upload(request: AthleteRequest) -> HttpResponse:
    """Keep a file that can be brought back, and lead to what it would do; of any other say what is wrong."""
    if request.method != "POST" or Athlete.of(request.user).demo_until:
        return redirect("tracker:data")
    form = ArchiveForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            _keep(request, form.cleaned_data["file"])
        except ArchiveError as error:
            form.add_error("file", said_of([error]))
        except ArchiveRefusedError as refused:
            form.add_error("file", said_of(refused.errors))
        else:
            return redirect("tracker:archive-preview")
    return data_page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)


@require_http_methods(["GET", "HEAD", "POST"])
def archive_preview(request: AthleteRequest) -> HttpResponse:
    """Show what the kept file would bring back; when asked to, bring it back."""
    if request.method == "POST":
        return _bring_back(request)
    waiting = Upload.objects.for_athlete(request.user).waiting(timezone.now())
    upload = waiting.of_source(ImportSource.OWN).without_content().first()
    if upload is None:
        return _nothing_waits(request)
    return render(request, "tracker/archive_preview.html", {"preview": preview_of(upload)})


def _keep(request: AthleteRequest, file: UploadedFile) -> None:
    name, now = file.name or "", timezone.now()
    content = packed_document(file=file, size=file.size or 0, name=name)
    plan = plan_archive(user=request.user, content=content, now=now)
    keep_upload(
        athlete=create_athlete(user=request.user),
        source=ImportSource.OWN,
        file_name=name,
        content=content,
        mapping=plan_as_json(plan),
        now=now,
    )


def _bring_back(request: AthleteRequest) -> HttpResponse:
    try:
        upload_id = uuid.UUID(request.POST.get("upload", ""))
    except ValueError:
        return _nothing_waits(request)
    try:
        done = import_archive(user=request.user, upload_id=upload_id, now=timezone.now())
    except (Upload.DoesNotExist, OvertakenError):
        if Import.objects.for_athlete(request.user).standing().filter(pk=upload_id).exists():
            messages.info(request, _("This file is being brought back, or was already."))
            return redirect("tracker:data")
        return _nothing_waits(request)
    except ArchiveRefusedError as refused:
        form = ArchiveForm(request.POST, request.FILES)
        form.add_error("file", said_of(refused.errors))
        return data_page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, brought_back_words(done.plan))
    return redirect("tracker:data")


def _nothing_waits(request: AthleteRequest) -> HttpResponse:
    messages.info(request, _("No file waits here, or it waited for more than an hour. Choose it again."))
    return redirect("tracker:data")
