"""How one's account is kept safe, and where one is signed in."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tracker.presenters.security import build_security
from tracker.services.second_factors import factors_of, may_add_factor
from tracker.services.sign_ins import end_other_sign_ins, end_sign_in, sign_ins_of
from tracker.views import demo
from tracker.views.athlete_request import AthleteRequest

OTHERS = "others"


@require_safe
def security(request: AthleteRequest) -> HttpResponse:
    """Show passkeys, authenticator app, recovery codes, password, and where one is signed in."""
    if demo.is_demo(request):
        return redirect("tracker:demo-keep")
    page = build_security(
        factors=factors_of(user=request.user),
        sign_ins=sign_ins_of(user=request.user, now=timezone.now()),
        here=request.session.session_key,
        may_add=may_add_factor(user=request.user),
        is_asked_of_staff=settings.STAFF_MFA and request.user.is_staff,
    )
    return render(request, "tracker/security.html", {"security": page})


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_end(request: AthleteRequest) -> HttpResponse:
    """End one sign-in, or all but this one. One that is not there (any more) is 404."""
    if request.method != "POST":
        return redirect("tracker:security")
    which = request.POST.get("which", "")
    if which == OTHERS:
        end_other_sign_ins(user=request.user, kept=request.session.session_key)
        messages.success(request, _("You are signed out everywhere else."))
    elif (
        which.isascii()
        and which.isdigit()
        and len(which) < 19
        and end_sign_in(user=request.user, pk=int(which))
    ):
        messages.success(request, _("That device is signed out."))
    else:
        raise Http404
    return redirect("tracker:security")
