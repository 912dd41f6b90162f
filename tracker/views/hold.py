"""The veto: the dose of an exercise stays as it is."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from exercises.models import Exercise
from tracker.services.create_athlete import create_athlete
from tracker.services.hold_dose import NothingToHoldError, hold_dose, release_dose
from tracker.views.athlete_request import AthleteRequest
from tracker.views.session_sheet import slug_in


@require_http_methods(["GET", "HEAD", "POST"])
def today_hold(request: AthleteRequest) -> HttpResponse:
    """Keep the dose of an exercise, or with `undo` let it go on; whoever comes by a link finds Today."""
    if request.method != "POST":
        return redirect("tracker:today")
    slug = slug_in(request.POST, "exercise")
    exercise = Exercise.objects.by_slug([slug]).get(slug)
    if exercise is None:
        raise Http404
    change = release_dose if request.POST.get("undo") else hold_dose
    try:
        change(athlete=create_athlete(user=request.user), exercise=exercise, today=timezone.localdate())
    except NothingToHoldError:
        messages.info(request, _("You have not done this exercise of late, so its dose is the usual one."))
    return redirect("tracker:today")
