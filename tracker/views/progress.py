"""Progress: the whole training, and one exercise; and the numbers of each chart as a file."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from exercises.domain.own_exercise import is_own_slug
from exercises.models import Exercise
from exercises.views.page_memory import remembered
from tracker.presenters.chart_csv import chart_csv
from tracker.presenters.chart_parts import BarChart, LineChart
from tracker.presenters.exercise_progress import build_exercise_progress
from tracker.presenters.period import Period, period_of
from tracker.presenters.progress import build_progress


@require_safe
@remembered
def progress(request: HttpRequest) -> HttpResponse:
    page = build_progress(
        request.user, period=_period(request), today=timezone.localdate(), now=timezone.now()
    )
    return render(request, "tracker/progress.html", {"page": page})


@require_safe
def progress_csv(request: HttpRequest, chart: str) -> HttpResponse:
    """Send the numbers of one chart, and of rotation every measurement of the period."""
    page = build_progress(
        request.user,
        period=_period(request),
        today=timezone.localdate(),
        now=timezone.now(),
        every_point=True,
    )
    return _file_of(page.charts, chart, chart)


@require_safe
@remembered
def exercise_progress(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one exercise; archived ones too, because the history keeps them. A merged one leads on."""
    exercise = _exercise(request, slug)
    if exercise.merged_into:
        return redirect("tracker:exercise-progress", slug=exercise.merged_into.slug)
    page = build_exercise_progress(
        request.user, exercise, period=_period(request), today=timezone.localdate()
    )
    return render(request, "tracker/exercise_progress.html", {"page": page})


@require_safe
def exercise_progress_csv(request: HttpRequest, slug: str, chart: str) -> HttpResponse:
    """Send the numbers of one chart of an exercise."""
    exercise = _exercise(request, slug)
    if exercise.merged_into:
        return redirect("tracker:exercise-progress-csv", slug=exercise.merged_into.slug, chart=chart)
    page = build_exercise_progress(
        request.user, exercise, period=_period(request), today=timezone.localdate()
    )
    return _file_of(page.charts, chart, f"{slug}-{chart}")


def _period(request: HttpRequest) -> Period:
    return period_of(request.GET.get("period", ""), timezone.localdate())


def _exercise(request: HttpRequest, slug: str) -> Exercise:
    if is_own_slug(slug):
        return get_object_or_404(Exercise.logged.own(request.user), slug=slug)
    return get_object_or_404(Exercise.objects.known().select_related("merged_into"), slug=slug)


def _file_of(charts: Iterable[BarChart | LineChart], name: str, file: str) -> HttpResponse:
    chart = next((one for one in charts if one.caption.name == name), None)
    if chart is None:
        raise Http404
    response = HttpResponse(chart_csv(chart), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file}.csv"'
    return response
