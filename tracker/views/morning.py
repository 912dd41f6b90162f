"""The morning after a session."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tracker.forms.morning import MorningForm
from tracker.models import Session
from tracker.presenters.morning import answered_words, morning_question
from tracker.services.answer_morning import NotAskedError, answer_morning
from tracker.views.athlete_request import AthleteRequest


@require_http_methods(["GET", "HEAD", "POST"])
def session_morning(request: AthleteRequest, pk: uuid.UUID) -> HttpResponse:
    """Keep the answer; whoever comes here by a link finds the question on Today."""
    session = get_object_or_404(Session.objects.for_athlete(request.user).kept().with_routine(), pk=pk)
    if request.method != "POST":
        return redirect("tracker:today")
    form = MorningForm(request.POST)
    if not form.is_valid():
        return _asked_again(request, session, form)
    pain = form.cleaned_data["pain"]
    try:
        answer_morning(
            athlete=request.user.athlete,
            session=pk,
            pain=pain,
            today=timezone.localdate(),
            now=timezone.now(),
        )
    except Session.DoesNotExist:
        raise Http404 from None
    except NotAskedError:
        form.add_error(None, _("The morning after is asked for on the two days after a session."))
        return _asked_again(request, session, form)
    is_warning, text = answered_words(pain, session.pain_before)
    (messages.warning if is_warning else messages.success)(request, text)
    return redirect("tracker:today")


def _asked_again(request: AthleteRequest, session: Session, form: MorningForm) -> HttpResponse:
    name = session.routine.name if session.routine else ""
    question = morning_question(session.pk, session.day, name=name, answer=None, today=timezone.localdate())
    context = {
        "morning": None if form.non_field_errors() else question,
        "form": form,
        "session": session,
    }
    return render(request, "tracker/morning.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
