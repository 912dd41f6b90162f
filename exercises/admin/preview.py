"""A draft as the site would show it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from exercises.domain.screening import Rule, Ruleset
from exercises.domain.vocabulary import Status
from exercises.models import Condition, Exercise
from exercises.models.guide import source_name
from exercises.presenters.care import care_groups
from exercises.presenters.exercise import exercise_page


def preview_page(request: HttpRequest, row: Exercise, *, back: str) -> HttpResponse:
    """Return the exercise's public page, made of a draft, with a banner that says so."""
    exercise = Exercise.everything.for_page().get(pk=row.pk)
    is_draft = exercise.status in (Status.DRAFT, Status.IN_REVIEW)
    if row.revises is not None:
        # The page names itself by the address that it will have.
        exercise.slug = row.revises.slug
    if is_draft:
        exercise.status = Status.PUBLISHED
    around = Exercise.objects.around(exercise).exclude(pk=row.revises_id or row.pk)
    url = settings.SITE_URL + exercise.get_absolute_url()
    care = care_groups(exercise, _ruleset(row, exercise.slug))
    page = exercise_page(exercise, care=care, around=around, url=url)
    context = {"page": page, "is_draft": is_draft, "back": back}
    return render(request, "admin/exercises/exercise/preview.html", context)


def _ruleset(row: Exercise, slug: str) -> Ruleset:
    """Return the rules in force, with those of the draft in place of those of what it revises."""
    ruleset = Condition.objects.ruleset()
    own = [
        Rule(
            condition=rule.condition.slug,
            verdict=rule.verdict,
            advice=rule.advice,
            source=rule.source.slug,
            source_name=source_name(rule.source.authors, rule.source.year, rule.source.title),
            exercise=slug,
            once_cleared=rule.once_cleared,
        )
        for rule in row.contraindications.select_related("condition", "source").order_by("pk")
    ]
    return Ruleset(ruleset.questions, (*(one for one in ruleset.rules if one.exercise != slug), *own))
