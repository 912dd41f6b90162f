"""An athlete's settings."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tracker.forms.settings import SettingsForm
from tracker.models import Athlete
from tracker.services.change_settings import change_settings
from tracker.views.athlete_request import AthleteRequest


@require_http_methods(["GET", "HEAD", "POST"])
def settings_edit(request: AthleteRequest) -> HttpResponse:
    athlete = getattr(request.user, "athlete", None) or Athlete()
    initial = {"time_zone": athlete.time_zone, "sessions_a_week": athlete.sessions_a_week}
    form = SettingsForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            change_settings(user=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Your settings are saved."))
            return redirect("tracker:settings")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "tracker/settings.html", {"form": form}, status=status)
