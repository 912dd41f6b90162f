"""Progress: the whole training, and one exercise."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from exercises.models import Exercise
from tracker.presenters.exercise_progress import build_exercise_progress
from tracker.presenters.period import period_of
from tracker.presenters.progress import build_progress


@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    period = period_of(request.GET.get("period", ""), today)
    page = build_progress(request.user, period=period, today=today)
    return render(request, "tracker/progress.html", {"page": page})


@require_safe
def exercise_progress(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one exercise; archived ones too, because the history keeps them. A merged one leads on."""
    exercise = get_object_or_404(Exercise.objects.known().select_related("merged_into"), slug=slug)
    if exercise.merged_into:
        return redirect("tracker:exercise-progress", slug=exercise.merged_into.slug)
    today = timezone.localdate()
    period = period_of(request.GET.get("period", ""), today)
    page = build_exercise_progress(request.user, exercise, period=period, today=today)
    return render(request, "tracker/exercise_progress.html", {"page": page})
