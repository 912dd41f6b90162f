"""Who reads a page of the catalogue."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone

from exercises.services.judge_exercises import Judge, judge_for


def judge_of(request: HttpRequest) -> Judge | None:
    """Return the judge of who is signed in; a visitor's verdicts are unknown without reading the rules."""
    return judge_for(request.user) if request.user.is_authenticated else None


def asks_again(judge: Judge | None) -> bool:
    """Say whether the verdicts shown rest on answers that are to be given anew. The page tells it."""
    return judge is not None and judge.knows and judge.must_ask(timezone.now())
