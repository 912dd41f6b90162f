"""The site as an app on a phone: its manifest, its service worker, and the page for when nothing is kept.

The worker itself is a static file (`static/js/worker.js`). `/sw.js` only leads to it by its hashed name: a
worker sees no more of a site than the folder that it comes from, and its address must never change.
"""

from __future__ import annotations

import json

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

ICONS = (
    ("img/icon-192.png", "192x192", "any"),
    ("img/icon-512.png", "512x512", "any"),
    ("img/icon-maskable-512.png", "512x512", "maskable"),
)
"""Static file, size, purpose."""


@login_not_required
@never_cache
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """Run the worker's file. Its name changes with its content, so a new one is seen at once."""
    script = f"importScripts({json.dumps(static('js/worker.js'))});\n"
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


@login_not_required
@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """Say how the site is installed."""
    content = {
        "name": "Hip Mobility",
        "short_name": "Hip Mobility",
        "description": _("Hip mobility exercises and routines, and a log that shows what changed."),
        "lang": "en-GB",
        "id": "/",
        "start_url": reverse("tracker:today"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#faf7f0",
        "theme_color": "#faf7f0",
        "icons": [
            {"src": static(name), "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in ICONS
        ],
    }
    return JsonResponse(content, content_type="application/manifest+json")


@login_not_required
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Say what can be done without a connection. The worker keeps this page, which names nobody."""
    return render(request, "offline.html")
