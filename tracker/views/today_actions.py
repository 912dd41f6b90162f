"""What a person does on Today: not today, skip, swap, put back, and log a routine as done.

Whoever comes to one of these addresses by a link, from the sign-in or the screening, is led to Today.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from exercises.models import Exercise, Routine
from tracker.models import PlanChange, Session
from tracker.presenters.swap import build_swap
from tracker.services.change_day import put_off_routine, restore_day, skip_exercise, swap_exercise
from tracker.services.create_athlete import create_athlete
from tracker.services.delete_session import delete_session
from tracker.services.log_as_done import NothingToDoError, log_as_done
from tracker.services.log_session import IdTakenError
from tracker.services.offer import offer_for
from tracker.services.swap_choice import choice_for
from tracker.views.athlete_request import AthleteRequest
from tracker.views.prescribing_door import closed_door
from tracker.views.session_sheet import slug_in

View = Callable[[AthleteRequest], HttpResponse]


def pressed_on_today(view: View) -> View:
    """Only a POST does something; a GET leads to Today."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def wrapper(request: AthleteRequest) -> HttpResponse:
        return view(request) if request.method == "POST" else redirect("tracker:today")

    return wrapper


@pressed_on_today
def today_put_off(request: AthleteRequest) -> HttpResponse:
    routine = _routine_in(request)
    put_off_routine(athlete=create_athlete(user=request.user), routine=routine, day=timezone.localdate())
    return redirect("tracker:today")


@pressed_on_today
def today_skip(request: AthleteRequest) -> HttpResponse:
    routine = _routine_in(request)
    skip_exercise(
        athlete=create_athlete(user=request.user),
        routine=routine,
        exercise=_own_exercise_in(request, routine),
        day=timezone.localdate(),
    )
    return _back_to(routine)


@require_http_methods(["GET", "HEAD", "POST"])
def today_swap(request: AthleteRequest) -> HttpResponse:
    """Show what may be done instead of an exercise today, or do one of them."""
    routine = _routine_in(request)
    exercise = _own_exercise_in(request, routine)
    offer = offer_for(request.user, today=timezone.localdate())
    if door := closed_door(request, offer.judge):
        return door
    choice = choice_for(routine, exercise, offer)
    instead = next((one for one in choice.exercises if one.slug == request.POST.get("instead")), None)
    if instead is None:
        is_refused = request.method == "POST"
        page = build_swap(routine, exercise, choice, judge=offer.judge, is_refused=is_refused)
        return render(request, "tracker/swap.html", {"page": page}, status=422 if is_refused else 200)
    swap_exercise(
        athlete=create_athlete(user=request.user),
        routine=routine,
        exercise=exercise,
        instead=instead,
        day=timezone.localdate(),
    )
    return _back_to(routine)


@pressed_on_today
def today_restore(request: AthleteRequest) -> HttpResponse:
    try:
        restore_day(
            athlete=create_athlete(user=request.user), change=_id_in(request), day=timezone.localdate()
        )
    except PlanChange.DoesNotExist:
        raise Http404 from None
    return redirect("tracker:today")


@pressed_on_today
def session_done(request: AthleteRequest) -> HttpResponse:
    """Log a routine as it is prescribed today, or take that back."""
    key = _id_in(request)
    if request.POST.get("undo"):
        return _undone(request, key)
    routine = _routine_in(request)
    offer = offer_for(request.user, today=timezone.localdate())
    if door := closed_door(request, offer.judge):
        return door
    athlete = create_athlete(user=request.user)
    try:
        session = log_as_done(athlete=athlete, key=key, routine=routine, offer=offer, now=timezone.now())
    except IdTakenError:
        raise Http404 from None
    except NothingToDoError:
        messages.warning(request, _("Nothing of this routine is left to do today, so nothing was logged."))
        return redirect("tracker:today")
    return redirect(f"{reverse('tracker:today')}?done={session.pk}")


def _undone(request: AthleteRequest, key: uuid.UUID) -> HttpResponse:
    session = get_object_or_404(Session.objects.for_athlete(request.user), pk=key)
    delete_session(session=session, now=timezone.now())
    messages.success(request, _("Taken back: the session is no longer logged."))
    return redirect("tracker:today")


def _back_to(routine: Routine) -> HttpResponse:
    """Lead back to the routine's card, where the button was pressed."""
    return redirect(f"{reverse('tracker:today')}#routine-{routine.slug}")


def _routine_in(request: AthleteRequest) -> Routine:
    """Return the routine that is named, with its items; 404 for none."""
    routine = Routine.objects.whole(_slug_in(request, "routine"))
    if routine is None:
        raise Http404
    return routine


def _own_exercise_in(request: AthleteRequest, routine: Routine) -> Exercise:
    """Return the exercise that is named, if the routine holds it; 404 for any other."""
    slug = _slug_in(request, "exercise")
    for item in routine.current_items:
        if item.exercise.slug == slug:
            return item.exercise
    raise Http404


def _slug_in(request: AthleteRequest, name: str) -> str:
    """Return a slug that was posted, or that stands in the address."""
    return slug_in(request.POST, name) or slug_in(request.GET, name)


def _id_in(request: AthleteRequest) -> uuid.UUID:
    try:
        return uuid.UUID(str(request.POST.get("id", "")))
    except ValueError:
        raise Http404 from None
