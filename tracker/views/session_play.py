"""Playing a session: the page is the sheet, filled in as prescribed, and the player takes its place."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from exercises.models import Routine
from tracker.forms.session import SessionForm
from tracker.models import Session
from tracker.presenters.player import build_player
from tracker.presenters.player_rows import rows_of_play
from tracker.presenters.verdicts import place_remarks
from tracker.services.offer import Offer
from tracker.services.play_session import (
    NotOwnError,
    Play,
    fresh_play,
    may_play_on,
    offer_to_play,
    stored_session,
)
from tracker.services.resume_play import resumed_play
from tracker.services.seal_prescription import sealed_prescription
from tracker.views.athlete_request import AthleteRequest
from tracker.views.prescribing_door import closed_door
from tracker.views.session_opening import offered_exercise
from tracker.views.session_sheet import form_of, render_sheet, slug_in


@require_safe
def session_play(request: AthleteRequest, pk: uuid.UUID) -> HttpResponse:
    """Play `?routine=` or `?exercise=` under an id that is not in use, or go on with a session under way."""
    try:
        session = stored_session(pk, user=request.user)
    except NotOwnError:
        raise Http404 from None
    if session and not may_play_on(session, now=timezone.now()):
        return redirect(session)
    offer = offer_to_play(request.user, today=timezone.localdate())
    play = _resumed(session, offer) if session else _fresh(request, pk, offer)
    return closed_door(request, offer.judge) or _page(request, offer, play, session)


def _resumed(session: Session, offer: Offer) -> Play:
    routine = Routine.objects.whole(session.routine.slug) if session.routine else None
    return resumed_play(session, offer, routine=routine)


def _fresh(request: AthleteRequest, pk: uuid.UUID, offer: Offer) -> Play:
    if slug := slug_in(request.GET, "routine"):
        routine = Routine.objects.whole(slug)
        if routine is None:
            raise Http404
        return fresh_play(pk, offer, routine=routine)
    if slug := slug_in(request.GET, "exercise"):
        return fresh_play(pk, offer, routine=None, exercise=offered_exercise(slug, offer))
    raise Http404


def _page(request: AthleteRequest, offer: Offer, play: Play, session: Session | None) -> HttpResponse:
    routine = play.routine
    player = build_player(play, offer=offer, finished_at=session.finished_at if session else None)
    note = sealed_prescription(
        play.places, offer=offer, routine=routine.slug if routine else "", user=request.user
    )
    form = form_of(session) if session else SessionForm(initial={"started_at": timezone.now()})
    form.initial.update(id=play.id, routine=routine.slug if routine else "", prescription=note)
    return render_sheet(
        request,
        offer=offer,
        form=form,
        rows=rows_of_play(play, offer.by_slug),
        exercises=offer.exercises,
        routine=routine,
        session=session,
        remarks=place_remarks(play.places, offer.judge),
        template="tracker/session_play.html",
        extra={
            "player": player,
            "routines": (),
        },
    )
