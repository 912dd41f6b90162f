"""The calendar feed: reading it by its token, and making, renewing and stopping it in the settings."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_http_methods, require_safe

from tracker.models import Athlete
from tracker.presenters.calendar_feed import build_feed
from tracker.services.share_calendar import make_feed, owner_of_feed, renew_feed, stop_feed
from tracker.views.athlete_request import AthleteRequest
from tracker.views.limits import seconds_to_wait, too_many
from tracker.views.settings import settings_page


@login_not_required
@require_safe
@cache_control(private=True, max_age=0)
@conditional_page
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Answer whoever holds the token, in the time zone of whose feed it is."""
    wait = seconds_to_wait(request, "guess", count=False)
    if wait:
        return too_many(request, wait=wait)
    user = owner_of_feed(token)
    if user is None:
        seconds_to_wait(request, "guess")
        raise Http404
    today = timezone.localdate(timezone=Athlete.of(user).tz)
    response = HttpResponse(build_feed(user, today=today), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="hip-mobility.ics"'
    response["X-Robots-Tag"] = "noindex"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def settings_calendar(request: AthleteRequest) -> HttpResponse:
    """Make the feed, give it a new address, or stop it; whoever comes from the sign-in finds the settings."""
    if request.method != "POST":
        return redirect("tracker:settings")
    action = request.POST.get("action")
    if action == "make":
        make_feed(user=request.user)
        messages.success(request, _("Your calendar has an address now."))
    elif action == "renew":
        renew_feed(user=request.user)
        messages.success(request, _("Here is the new address. The old one no longer works."))
    elif action == "stop":
        stop_feed(user=request.user)
        messages.success(request, _("The calendar is stopped, and its address no longer works."))
    else:
        messages.error(request, _("Nothing was changed: press one of the buttons."))
        return settings_page(request, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect("tracker:settings")
