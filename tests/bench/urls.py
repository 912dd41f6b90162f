"""The site's URLs and a bare view: what Django, the middleware and the server cost without a page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from hipmobility.urls import handler400, handler500  # noqa: F401
from hipmobility.urls import urlpatterns as site_urls


@login_not_required
def bare(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [path("bench/bare/", bare), *site_urls]
