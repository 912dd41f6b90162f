"""allauth's own URLs, held to the rule of the house: a POST redirects, or answers 422 with the form."""

from __future__ import annotations

from collections.abc import Iterable
from functools import wraps
from http import HTTPStatus
from typing import Any

from allauth.account import urls
from allauth.mfa import urls as mfa_urls
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import gettext as _

from tracker.services.second_factors import may_add_factor
from tracker.views import accounts, demo, factors

OWN_VIEWS = {
    "account_signup": accounts.account_signup,
    "account_logout": accounts.account_logout,
    "account_change_password": accounts.account_change_password,
    "account_reset_password_from_key": accounts.account_reset_password_from_key,
    "mfa_index": factors.to_security,
    "mfa_list_webauthn": factors.to_security,
    "mfa_authenticate": factors.mfa_authenticate,
    "mfa_activate_totp": factors.mfa_activate_totp,
    "mfa_add_webauthn": factors.mfa_add_webauthn,
    "mfa_reauthenticate_webauthn": factors.mfa_reauthenticate_webauthn,
    "mfa_login_webauthn": factors.mfa_login_webauthn,
    "mfa_view_recovery_codes": factors.mfa_view_recovery_codes,
    "mfa_download_recovery_codes": factors.mfa_download_recovery_codes,
}

NEED_AN_ACCOUNT = {
    "account_email",
    "account_change_password",
    "account_set_password",
    "account_reauthenticate",
    "mfa_activate_totp",
    "mfa_add_webauthn",
}
"""What a demo person has nothing for: there is neither an address nor a password to change or to guard."""

NEED_A_CONFIRMED_ADDRESS = {"mfa_activate_totp", "mfa_add_webauthn"}


def _refusing(pattern: URLPattern) -> URLPattern:
    """Return the pattern with a view that says 422 where allauth's shows an invalid form with 200."""
    view = OWN_VIEWS.get(pattern.name or "", pattern.callback)

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if pattern.name in NEED_AN_ACCOUNT and demo.is_demo(request):
            return redirect("tracker:demo-keep")
        if pattern.name in NEED_A_CONFIRMED_ADDRESS and not _may_add(request):
            messages.info(request, _("Confirm your email address first."))
            return redirect("account_email")
        try:
            response = view(request, *args, **kwargs)
        except ValidationError as error:
            # A second factor that cannot be read any more, on a page that shows it.
            messages.error(request, " ".join(error.messages))
            return redirect("tracker:security")
        if request.method == "POST" and response.status_code == HTTPStatus.OK:
            response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response

    return URLPattern(pattern.pattern, wrapper, pattern.default_args, pattern.name)


def _may_add(request: HttpRequest) -> bool:
    return not request.user.is_authenticated or may_add_factor(user=request.user)


def _all_refusing(entries: Iterable[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    return [
        URLResolver(one.pattern, _all_refusing(one.url_patterns))
        if isinstance(one, URLResolver)
        else _refusing(one)
        for one in entries
    ]


urlpatterns = [
    *_all_refusing(urls.urlpatterns),
    path("2fa/", include(_all_refusing(mfa_urls.urlpatterns))),
]
