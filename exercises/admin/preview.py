"""A draft as the site would show it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from exercises.domain.vocabulary import Status
from exercises.models import Condition, Exercise
from exercises.presenters.exercise import exercise_page


def preview_page(request: HttpRequest, row: Exercise, *, back: str) -> HttpResponse:
    """Return the exercise's public page, made of a draft, with a banner that says so."""
    exercise = Exercise.everything.for_page().get(pk=row.pk)
    # Found before the draft takes the address of what it revises: its own rules, and its own ladder.
    rules = Condition.objects.ruleset().touching(exercise.screened)
    around = tuple(Exercise.objects.around(exercise))
    is_draft = exercise.status in (Status.DRAFT, Status.IN_REVIEW)
    if row.revises is not None:
        # The page names itself by the address that it will have.
        exercise.slug = row.revises.slug
        exercise.version = None
    if is_draft:
        exercise.status = Status.PUBLISHED
    url = settings.SITE_URL + exercise.get_absolute_url()
    page = exercise_page(exercise, rules=rules, around=around, url=url)
    context = {"page": page, "is_draft": is_draft, "back": back}
    return render(request, "admin/exercises/exercise/preview.html", context)
