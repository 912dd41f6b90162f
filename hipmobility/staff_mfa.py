"""A second factor for staff, where the operator asks for one."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from tracker.services.second_factors import has_second_factor


def second_factor(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Where STAFF_MFA is set, open the admin to those alone who used a second factor in this session."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        is_asked = settings.STAFF_MFA and request.path.startswith(reverse("admin:index"))
        if not is_asked or not user.is_authenticated or not user.is_staff:
            return get_response(request)
        if not has_second_factor(user=user):
            messages.warning(
                request, _("Add a passkey or an authenticator app first: staff sign in with one of them.")
            )
            return redirect("tracker:security")
        records = get_authentication_records(request, user)
        if any(one.get("method") == "mfa" for one in records):
            return get_response(request)
        return redirect(f"{_page_to_use_it(request)}?{urlencode({'next': request.get_full_path()})}")

    return middleware


def _page_to_use_it(request: HttpRequest) -> str:
    methods = get_adapter().get_reauthentication_methods(request.user)
    return str(next(one["url"] for one in methods if one["id"].startswith("mfa_")))
