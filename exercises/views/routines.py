"""Routines: the list, and one with its exercises."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from exercises.models import Routine
from exercises.presenters.plans import routine_view, routine_views


@login_not_required
@require_safe
def routine_list(request: HttpRequest) -> HttpResponse:
    """List all routines with their length."""
    plans = routine_views(Routine.objects.with_items().in_order())
    return render(request, "exercises/routine_list.html", {"plans": plans})


@login_not_required
@require_safe
def routine_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one routine, exercise by exercise."""
    routine = get_object_or_404(Routine.objects.for_page(), slug=slug)
    return render(request, "exercises/routine_detail.html", {"plan": routine_view(routine)})
