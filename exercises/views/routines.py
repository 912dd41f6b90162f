"""Routines: the list, and one with its exercises."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from exercises.models import Routine
from exercises.presenters.plans import routine_view, routine_views
from exercises.services.personal_routine import stand_ins
from exercises.views.page_memory import remembered
from exercises.views.reader import asks_again, judge_of


@login_not_required
@require_safe
@remembered
def routine_list(request: HttpRequest) -> HttpResponse:
    """List all routines with their length, as they fit who looks."""
    judge = judge_of(request)
    routines = tuple(Routine.objects.with_items().in_order())
    plans = routine_views(routines, judge=judge, candidates=stand_ins(routines, judge))
    context = {"plans": plans, "judge": judge, "asks_again": asks_again(judge)}
    return render(request, "exercises/routine_list.html", context)


@login_not_required
@require_safe
@remembered
def routine_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one routine, exercise by exercise, as it fits who looks."""
    routine = get_object_or_404(Routine.objects.for_page(), slug=slug)
    judge = judge_of(request)
    plan = routine_view(routine, judge=judge, candidates=stand_ins([routine], judge))
    context = {"plan": plan, "judge": judge, "asks_again": asks_again(judge)}
    return render(request, "exercises/routine_detail.html", context)
