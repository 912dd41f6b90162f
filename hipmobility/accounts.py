"""allauth's own URLs, held to the rule of the house: a POST redirects, or answers 422 with the form."""

from __future__ import annotations

from functools import wraps
from http import HTTPStatus
from typing import Any

from allauth.account import urls
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern

from tracker.views import accounts, demo

OWN_VIEWS = {"account_signup": accounts.account_signup, "account_logout": accounts.account_logout}

NEED_AN_ACCOUNT = {
    "account_email",
    "account_change_password",
    "account_set_password",
    "account_reauthenticate",
}
"""What a demo person has nothing for: there is neither an address nor a password to change."""


def _refusing(pattern: URLPattern) -> URLPattern:
    """Return the pattern with a view that says 422 where allauth's shows an invalid form with 200."""
    view = OWN_VIEWS.get(pattern.name or "", pattern.callback)

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if pattern.name in NEED_AN_ACCOUNT and demo.is_demo(request):
            return redirect("tracker:demo-keep")
        response = view(request, *args, **kwargs)
        if request.method == "POST" and response.status_code == HTTPStatus.OK:
            response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response

    return URLPattern(pattern.pattern, wrapper, pattern.default_args, pattern.name)


urlpatterns = [_refusing(pattern) for pattern in urls.urlpatterns]
