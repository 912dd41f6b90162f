"""Answers to the screening for tests."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

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
