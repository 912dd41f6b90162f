"""Programmes: the list, and one with its routines."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from exercises.models import Programme
from exercises.presenters.plans import programme_view, programme_views


@login_not_required
@require_safe
def programme_list(request: HttpRequest) -> HttpResponse:
    """List all programmes with their pattern."""
    plans = programme_views(Programme.objects.in_order())
    return render(request, "exercises/programme_list.html", {"plans": plans})


@login_not_required
@require_safe
def programme_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one programme with its routines and their exercises."""
    programme = get_object_or_404(Programme.objects.for_page(), slug=slug)
    return render(request, "exercises/programme_detail.html", {"plan": programme_view(programme)})
