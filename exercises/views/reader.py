"""Who reads a page of the catalogue."""

from __future__ import annotations

from django.http import HttpRequest

from exercises.services.judge_exercises import Judge, judge_for


def judge_of(request: HttpRequest) -> Judge | None:
    """Return the judge of who is signed in; a visitor's verdicts are unknown without reading the rules."""
    return judge_for(request.user) if request.user.is_authenticated else None
