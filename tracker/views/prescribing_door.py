"""The door before everything that is prescribed: answers first, and none where a red flag is raised."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from exercises.services.judge_exercises import Judge
from tracker.views.athlete_request import AthleteRequest


def closed_door(request: AthleteRequest, judge: Judge) -> HttpResponse | None:
    """Return where to send somebody to whom nothing may be prescribed now, or None.

    A red flag that was answered stops before the questions are asked again.
    """
    if judge.is_stopped:
        return redirect("exercises:screening-stop")
    if judge.must_ask(timezone.now()):
        back = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('exercises:screening')}?{back}")
    return None
