"""An athlete's settings."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tracker.forms.settings import SettingsForm
from tracker.models import Athlete
from tracker.presenters.calendar_address import calendar_address
from tracker.services.change_settings import change_settings
from tracker.views.athlete_request import AthleteRequest


@require_http_methods(["GET", "HEAD", "POST"])
def settings_edit(request: AthleteRequest) -> HttpResponse:
    if request.method != "POST":
        return settings_page(request)
    form = _form(request.user, request.POST)
    if form.is_valid():
        try:
            change_settings(user=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Your settings are saved."))
            return redirect("tracker:settings")
    return settings_page(request, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def settings_page(
    request: AthleteRequest, *, form: SettingsForm | None = None, status: int = HTTPStatus.OK
) -> HttpResponse:
    """Show the settings; without a form that was sent, as they are."""
    calendar = calendar_address(Athlete.of(request.user))
    context = {"form": form or _form(request.user), "calendar": calendar}
    return render(request, "tracker/settings.html", context, status=status)


def _form(user: User, data: QueryDict | None = None) -> SettingsForm:
    athlete = Athlete.of(user)
    initial = {name: getattr(athlete, name) for name in ("time_zone", "sessions_a_week", "norm_group")}
    return SettingsForm(data, initial=initial)
