"""The site's own address for templates, in which no Host header has a say."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def site_url(_request: HttpRequest) -> dict[str, str]:
    """Give templates `site_url`, without a slash at its end."""
    return {"site_url": settings.SITE_URL}
