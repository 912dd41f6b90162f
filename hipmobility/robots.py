"""What search engines may read."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

PRIVATE = (
    "/accounts/",
    "/admin/",
    "/plan/",
    "/progress/",
    "/report/",
    "/sessions/",
    "/settings/",
    "/share/",
    "/today/",
)
"""The calendar feeds are not among them: calendars that obey these rules would not fetch theirs."""


@login_not_required
@require_safe
def robots_txt(request: HttpRequest) -> HttpResponse:
    """Keep robots off the pages that need an account, and name the sitemap."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in PRIVATE)]
    lines.append(f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")
