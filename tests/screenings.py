"""Answers to the screening for tests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from exercises.domain.screening import ASK_AGAIN_AFTER
from exercises.models import Condition, Screening
from tests.catalogue import FOLDER

SHIPPED = tuple(sorted(path.stem for path in (FOLDER / "conditions").glob("*.yaml")))


def screen(user: Any, **answers: str) -> Screening:
    """Answer every question with no but those named: `screen(user, knee_problem="yes")`.

    The answers so far are superseded. Underscores stand for the hyphens of a slug.
    """
    named = {slug.replace("_", "-"): answer for slug, answer in answers.items()}
    slugs = {*SHIPPED, *Condition.objects.values_list("slug", flat=True), *named}
    now = timezone.now()
    Screening.objects.for_user(user).current().update(superseded_at=now)
    user.__dict__.pop("current_screening", None)
    given = {slug: {"answer": named.get(slug, "no")} for slug in slugs}
    for slug, answer in named.items():
        if answer == "cleared":
            given[slug]["on"] = now.date().isoformat()
    return Screening.objects.create(user=user, answers=given, answered_at=now)


def outdate(screening: Screening, *, by_pain: bool = False) -> None:
    """Have answers asked for anew: they are too old, or there was pain above 5 since."""
    if by_pain:
        screening.asked_again_at = timezone.now()
    else:
        screening.answered_at -= ASK_AGAIN_AFTER + timedelta(days=1)
    screening.save()
