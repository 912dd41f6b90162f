"""Deleting one set of a logged session, and bringing it back."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tracker.models import Session, Set
from tracker.services.create_athlete import create_athlete
from tracker.services.delete_set import delete_set, restore_set
from tracker.views.athlete_request import AthleteRequest


@require_http_methods(["GET", "HEAD", "POST"])
def set_delete(request: AthleteRequest, pk: uuid.UUID) -> HttpResponse:
    """Delete the posted `set`; whoever comes here from the sign-in finds the session, to press it again."""
    if request.method != "POST":
        return _to_session(request, pk)
    key = _posted_set(request)
    try:
        athlete = create_athlete(user=request.user)
        is_left = delete_set(athlete=athlete, session=pk, key=key, now=timezone.now())
    except (Session.DoesNotExist, Set.DoesNotExist):
        raise Http404 from None
    if not is_left:
        return redirect(f"{reverse('tracker:session-list')}?deleted={pk}")
    return redirect(f"{reverse('tracker:session-detail', args=[pk])}?deleted={key}")


@require_http_methods(["GET", "HEAD", "POST"])
def set_restore(request: AthleteRequest, pk: uuid.UUID) -> HttpResponse:
    """Bring the posted `set` back; whoever comes here from the sign-in finds the session."""
    if request.method != "POST":
        return _to_session(request, pk)
    key = _posted_set(request)
    try:
        is_back = restore_set(athlete=create_athlete(user=request.user), session=pk, key=key)
    except Session.DoesNotExist:
        raise Http404 from None
    if is_back:
        messages.success(request, _("The set is back."))
    else:
        messages.warning(request, _("The set could not be brought back: it is gone, or its exercise is."))
    return redirect("tracker:session-detail", pk=pk)


def _to_session(request: AthleteRequest, pk: uuid.UUID) -> HttpResponse:
    return redirect(get_object_or_404(Session.objects.for_athlete(request.user).kept(), pk=pk))


def _posted_set(request: AthleteRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("set", ""))
    except ValueError:
        raise Http404 from None
