"""Recording a measurement of rotation, changing it, deleting it and bringing it back."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from exercises.services.judge_exercises import judge_for
from tracker.forms.measurement import MeasurementForm, initial_of
from tracker.models import Measurement
from tracker.presenters.measurement_page import build_measurement_page, opening_of
from tracker.views.athlete_request import AthleteRequest
from tracker.views.kept_form import keeps_typed_work, kept_form
from tracker.views.taken import brought_back, changed, kept, recorded, removed


@keeps_typed_work
@require_http_methods(["GET", "HEAD", "POST"])
def measurement_create(request: AthleteRequest) -> HttpResponse:
    """Open the form with the last choices (`?motion=` and the like go first), or record it."""
    if request.method == "POST":
        return recorded(request, MeasurementForm(request.POST), show_measurement)
    if posted := kept_form(request):
        return kept(request, MeasurementForm(posted), show_measurement)
    opening = opening_of(request.user, request.GET, today=timezone.localdate())
    return show_measurement(request, MeasurementForm(initial=opening))


@keeps_typed_work
@require_http_methods(["GET", "HEAD", "POST"])
def measurement_edit(request: AthleteRequest, pk: uuid.UUID) -> HttpResponse:
    """Open the form of a recorded measurement, or save the changes."""
    own = Measurement.objects.for_athlete(request.user)
    if request.method == "POST":
        # It may have been deleted since the form was opened; what was typed is shown all the same.
        row = get_object_or_404(own, pk=pk)
        return changed(request, MeasurementForm(request.POST), row, show_measurement)
    row = get_object_or_404(own.kept(), pk=pk)
    if posted := kept_form(request):
        return kept(request, MeasurementForm(posted), show_measurement, row)
    return show_measurement(request, MeasurementForm(initial=initial_of(row)), row)


@require_http_methods(["GET", "HEAD", "POST"])
def measurement_delete(request: AthleteRequest, pk: uuid.UUID) -> HttpResponse:
    return removed(request, get_object_or_404(Measurement.objects.for_athlete(request.user), pk=pk))


@require_http_methods(["GET", "HEAD", "POST"])
def measurement_restore(request: AthleteRequest, pk: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(Measurement.objects.for_athlete(request.user), pk=pk)
    return brought_back(request, row, _("The measurement is back."))


def show_measurement(
    request: AthleteRequest,
    form: MeasurementForm,
    row: Measurement | None = None,
    *,
    remarks: Sequence[str] = (),
    status: int = 200,
) -> HttpResponse:
    """Show the page of the form."""
    page = build_measurement_page(
        request.user,
        form,
        row,
        judge=judge_for(request.user),
        now=timezone.now(),
    )
    context = {"form": form, "page": page, "row": row, "remarks": remarks}
    return render(request, "tracker/measurement_form.html", context, status=status)
