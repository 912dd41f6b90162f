"""What allauth's pages for passkeys, apps and recovery codes leave open."""

from __future__ import annotations

import json
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.core.internal import ratelimit
from allauth.mfa.base import views as base_views
from allauth.mfa.totp import views as totp_views
from allauth.mfa.webauthn import views as webauthn_views
from allauth.mfa.webauthn.internal import auth
from django.contrib.auth.decorators import login_not_required
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tracker.presenters.qr_code import qr_code
from tracker.services.second_factors import recovery_codes_of
from tracker.views.athlete_request import AthleteRequest


class TellsOptions:
    """Mixed in before one of allauth's views: `options` is what the browser is asked for, as JSON."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        found = context.get("js_data", {})
        options = found.get("request_options") or found.get("creation_options")
        return context | {"options": json.dumps(options, cls=DjangoJSONEncoder)}


class AuthenticateView(TellsOptions, base_views.AuthenticateView):
    """The second step of signing in."""


class ReauthenticatePasskeyView(TellsOptions, webauthn_views.ReauthenticateWebAuthnView):
    """Is it you? By passkey."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show this page again: allauth's own would lead to the sign-in page, and from there to Today."""
        return self.render_to_response(self.get_context_data(form=form))


class AddPasskeyView(TellsOptions, webauthn_views.AddWebAuthnView):
    """Makes passkeys alone: kept by the device, and used only by whom it has verified."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        options = auth.begin_registration(self.request.user, True)
        return context | {"options": json.dumps(options, cls=DjangoJSONEncoder)}


class ActivateTOTPView(totp_views.ActivateTOTPView):
    """Draws the QR code in the page itself: the Content-Security-Policy allows no picture in an address."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"qr": qr_code(context["totp_url"])}


mfa_authenticate = AuthenticateView.as_view()
mfa_reauthenticate_webauthn = ReauthenticatePasskeyView.as_view()
mfa_add_webauthn = AddPasskeyView.as_view()
mfa_activate_totp = ActivateTOTPView.as_view()


@login_not_required
def mfa_login_webauthn(request: HttpRequest) -> HttpResponseBase:
    """Sign in by passkey. Being asked for one makes a session, so that is counted as well."""
    if request.method == "GET" and not ratelimit.consume(
        request, app="allauth.mfa", action="webauthn_login", limit_get=True
    ):
        return ratelimit.respond_429(request)
    return webauthn_views.login_webauthn(request)


@require_safe
def to_security(request: HttpRequest) -> HttpResponse:
    """Everything about it is on one page."""
    return redirect("tracker:security")


@require_safe
@never_cache
@reauthentication_required(app="allauth.mfa")
def mfa_view_recovery_codes(request: AthleteRequest) -> HttpResponse:
    return render(request, "mfa/recovery_codes/index.html", {"codes": _codes(request)})


@require_safe
@never_cache
@reauthentication_required(app="allauth.mfa")
def mfa_download_recovery_codes(request: AthleteRequest) -> HttpResponse:
    text = "".join(f"{code}\n" for code in _codes(request))
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="hip-mobility-recovery-codes.txt"'
    return response


def _codes(request: AthleteRequest) -> list[str]:
    """Return the codes that are left, or answer 404 to who has none. allauth's pages would note the look."""
    factor = recovery_codes_of(user=request.user)
    if factor is None:
        raise Http404
    codes: list[str] = factor.wrap().get_unused_codes()
    return codes
