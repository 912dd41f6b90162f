"""The plan: its page, following and leaving a programme, daily blocks, and pauses.

Every change leads back to the page, which says what was done and how to undo it.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from exercises.models import Programme, Routine
from exercises.views.page_memory import remembered
from tracker.forms.plan import PauseForm
from tracker.models import PlanChange
from tracker.presenters.plan import build_plan
from tracker.presenters.plan_undo import DeedKind, days_of, deed_of
from tracker.services.enrol import enrol, leave_programme, start_daily, stop_daily
from tracker.services.pause_plan import pause_plan, resume_plan, take_back_pause
from tracker.views.athlete_request import AthleteRequest
from tracker.views.session_sheet import slug_in

View = Callable[[AthleteRequest], HttpResponse]


def pressed_on_plan(view: View) -> View:
    """Only a POST does something; whoever comes here from the sign-in finds the plan, to press again."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def wrapper(request: AthleteRequest) -> HttpResponse:
        return view(request) if request.method == "POST" else redirect("tracker:plan")

    return wrapper


@require_safe
@remembered
def plan(request: AthleteRequest) -> HttpResponse:
    """Show the plan; `?did=` and `?with=` say what was done just before."""
    return _page(request, PauseForm(today=timezone.localdate()))


@pressed_on_plan
def plan_enrol(request: AthleteRequest) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug_in(request.POST, "programme"))
    replaced = enrol(user=request.user, programme=programme, today=timezone.localdate())
    return _did(DeedKind.FOLLOWED, replaced.slug if replaced else "")


@pressed_on_plan
def plan_leave(request: AthleteRequest) -> HttpResponse:
    left = leave_programme(user=request.user, today=timezone.localdate())
    return _did(DeedKind.LEFT, left.slug) if left else redirect("tracker:plan")


@pressed_on_plan
def plan_daily(request: AthleteRequest) -> HttpResponse:
    routine = get_object_or_404(Routine, slug=slug_in(request.POST, "routine"))
    start_daily(user=request.user, routine=routine, today=timezone.localdate())
    return _did(DeedKind.DAILY, routine.slug)


@pressed_on_plan
def plan_daily_stop(request: AthleteRequest) -> HttpResponse:
    routine = get_object_or_404(Routine, slug=slug_in(request.POST, "routine"))
    stop_daily(user=request.user, routine=routine, today=timezone.localdate())
    return _did(DeedKind.NO_DAILY, routine.slug)


@pressed_on_plan
def plan_pause(request: AthleteRequest) -> HttpResponse:
    form = PauseForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    pause, is_new = pause_plan(user=request.user, **form.cleaned_data)
    return _did(DeedKind.PAUSED, str(pause.pk)) if is_new else redirect("tracker:plan")


@pressed_on_plan
def plan_resume(request: AthleteRequest) -> HttpResponse:
    """Go on today; with `pause`, take that one out whole, whether it holds, is over or lies ahead."""
    if request.POST.get("pause"):
        pause = _own_pause(request)
        take_back_pause(user=request.user, pause=pause)
        return _did(DeedKind.PAUSE_REMOVED, days_of(pause))
    ended = resume_plan(user=request.user, today=timezone.localdate())
    return _did(DeedKind.RESUMED, days_of(ended[0])) if len(ended) == 1 else redirect("tracker:plan")


def _page(request: AthleteRequest, form: PauseForm, *, status: int = HTTPStatus.OK) -> HttpResponse:
    deed = deed_of(request.GET.get("did", ""), request.GET.get("with", ""))
    page = build_plan(request.user, today=timezone.localdate(), deed=deed)
    return render(request, "tracker/plan.html", {"page": page, "form": form}, status=status)


def _own_pause(request: AthleteRequest) -> PlanChange:
    try:
        key = uuid.UUID(request.POST["pause"])
    except ValueError:
        raise Http404 from None
    return get_object_or_404(PlanChange.objects.for_athlete(request.user).pauses(), pk=key)


def _did(kind: DeedKind, thing: str) -> HttpResponse:
    query = {"did": kind.value, "with": thing} if thing else {"did": kind.value}
    return redirect(f"{reverse('tracker:plan')}?{urlencode(query)}")
