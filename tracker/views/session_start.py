"""The way into the player from pages that know no session's id."""

from __future__ import annotations

import uuid
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracker.views.athlete_request import AthleteRequest
from tracker.views.session_sheet import slug_in


@require_safe
def session_start(request: AthleteRequest) -> HttpResponse:
    """Lead to the player of `?routine=` or `?exercise=`, as a new session; nothing is written yet."""
    for name in ("routine", "exercise"):
        if slug := slug_in(request.GET, name):
            play = reverse("tracker:session-play", args=[uuid.uuid4()])
            return redirect(f"{play}?{urlencode({name: slug})}")
    return redirect("tracker:today")
