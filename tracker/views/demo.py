"""Try the site as a made-up person, and keep it as an account."""

from __future__ import annotations

from http import HTTPStatus

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.email_verification import send_verification_email_to_address
from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tracker.forms.demo import DemoForm, KeepDemoForm
from tracker.models import Athlete
from tracker.services.keep_demo import keep_demo
from tracker.services.make_demo import TooManyDemosError, make_demo
from tracker.views.athlete_request import AthleteRequest

FULL_FOR = 60 * 60
"""Seconds: demo people are counted by the hour."""


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def demo_start(request: HttpRequest) -> HttpResponse:
    """Make a demo person and sign the visitor in as them."""
    if request.user.is_authenticated:
        return redirect("tracker:today")
    if request.method != "POST":
        return redirect("exercises:landing")
    form = DemoForm(request.POST)
    form.full_clean()
    if not ratelimit.consume(request, action="demo"):
        return _full(request)
    try:
        user = make_demo(time_zone=form.cleaned_data["time_zone"], now=timezone.now())
    except TooManyDemosError:
        return _full(request)
    login(request, user)
    request.session.set_expiry(Athlete.of(user).demo_until)
    return redirect("tracker:today")


@require_http_methods(["GET", "HEAD", "POST"])
def demo_keep(request: AthleteRequest) -> HttpResponse:
    """Ask for an address and a password, and make a demo person a real account."""
    if Athlete.of(request.user).demo_until is None:
        return redirect("tracker:today")
    if request.method != "POST":
        return render(request, "tracker/demo_keep.html", {"form": KeepDemoForm()})
    if not ratelimit.consume(request, action="signup"):
        return ratelimit.respond_429(request)
    form = KeepDemoForm(request.POST)
    if form.is_valid():
        try:
            _keep(request, form)
        except IntegrityError:
            form.add_error("email", get_adapter().validation_error("email_taken"))
        else:
            messages.success(request, _("This is your account now."))
            return redirect("tracker:today")
    context = {"form": form}
    return render(request, "tracker/demo_keep.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def is_demo(request: HttpRequest) -> bool:
    """Say whether a demo person is signed in."""
    return request.user.is_authenticated and Athlete.of(request.user).demo_until is not None


def _keep(request: AthleteRequest, form: KeepDemoForm) -> None:
    """Keep the demo person, stay signed in, and send the mail that signing up sends."""
    address = keep_demo(
        user=request.user,
        email=form.cleaned_data["email"],
        password=form.cleaned_data["password1"],
        keep_history=form.cleaned_data["keep_history"],
        now=timezone.now(),
    )
    if address is None:
        return
    update_session_auth_hash(request, request.user)
    request.session.set_expiry(settings.SESSION_COOKIE_AGE)
    get_adapter().keep_sign_in(request, request.user)
    send_verification_email_to_address(request, address, signup=True)


def _full(request: HttpRequest) -> HttpResponse:
    response = render(request, "tracker/demo_full.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = str(FULL_FOR)
    return response
