"""Programmes: the list, and one with its routines."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from exercises.models import Programme
from exercises.presenters.plans import programme_view, programme_views
from exercises.services.personal_routine import stand_ins
from exercises.views.page_memory import remembered
from exercises.views.reader import asks_again, judge_of


@login_not_required
@require_safe
@remembered
def programme_list(request: HttpRequest) -> HttpResponse:
    """List all programmes with their pattern; to the signed-in, with how much of each is not for them."""
    judge = judge_of(request)
    programmes = tuple(Programme.objects.with_items() if judge else Programme.objects.in_order())
    routines = [track.routine for one in programmes for track in one.tracks.all()] if judge else []
    plans = programme_views(programmes, judge=judge, candidates=stand_ins(routines, judge))
    context = {"plans": plans, "judge": judge, "asks_again": asks_again(judge)}
    return render(request, "exercises/programme_list.html", context)


@login_not_required
@require_safe
@remembered
def programme_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one programme with its routines and their exercises, as they fit who looks."""
    programme = Programme.objects.whole(slug)
    if programme is None:
        raise Http404
    judge = judge_of(request)
    routines = [track.routine for track in programme.tracks.all()]
    plan = programme_view(programme, judge=judge, candidates=stand_ins(routines, judge))
    context = {"plan": plan, "judge": judge, "asks_again": asks_again(judge)}
    return render(request, "exercises/programme_detail.html", context)
