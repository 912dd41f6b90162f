"""Opening a sheet: for a routine or an exercise, to do a session again, to record, or empty."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from exercises.models import Exercise, Routine
from exercises.services.fresh import fresh_id
from exercises.views.page_memory import remembered
from tracker.domain import sheet as arranging
from tracker.domain.sheet import Row
from tracker.forms.session import SessionForm
from tracker.models import Session
from tracker.presenters.sheet_rows import (
    last_rows,
    recent_rows,
    row_of,
    rows_of_places,
    rows_to_record,
)
from tracker.presenters.verdicts import place_remarks
from tracker.services.offer import Offer, offer_to_log
from tracker.services.prescribe_session import Place, places_of_exercises, places_of_routine
from tracker.services.seal_prescription import sealed_prescription
from tracker.views.athlete_request import AthleteRequest
from tracker.views.prescribing_door import closed_door
from tracker.views.session_sheet import render_sheet, slug_in


@remembered(starts_now=True)
def new_sheet(request: AthleteRequest) -> HttpResponse:
    """Open a sheet for `?routine=`, `?exercise=` or, without a prescription, `?record=`; or an empty one."""
    offer = offer_to_log(request.user, today=timezone.localdate())
    if slug := slug_in(request.GET, "routine"):
        routine = Routine.objects.whole(slug)
        if routine is None:
            raise Http404
        return closed_door(request, offer.judge) or _routine_sheet(request, offer, routine)
    if slug := slug_in(request.GET, "exercise"):
        exercise = offered_exercise(slug, offer)
        return closed_door(request, offer.judge) or _exercise_sheet(request, offer, exercise)
    if slug := slug_in(request.GET, "record"):
        return _record_sheet(request, offer, _exercise_to_record(slug, offer))
    return render_sheet(request, offer=offer, form=_form_of([], offer, None, request), rows=(), exercises=())


def repeated_sheet(request: AthleteRequest, session: Session) -> HttpResponse:
    """Open a sheet to do a stored session (read `with_sets()`) again, as it may be prescribed now."""
    offer = offer_to_log(request.user, today=timezone.localdate())
    if door := closed_door(request, offer.judge):
        return door
    rows: dict[Exercise, list[Row]] = {}
    for one in session.sets.all():
        rows.setdefault(one.exercise, []).append(row_of(one))
    routine = session.routine
    items = routine.current_items if routine else ()
    doses = {item.exercise_id: item.dosage for item in items}
    places = places_of_exercises(rows, offer, doses=doses)
    own = [one for one in rows if one.is_own and one.can_be_added]
    exercises = [*_exercises_in(places), *own]
    last = recent_rows(exercises, offer.training)
    again = tuple(
        row
        for place in places
        for row in (
            rows_of_places([place], last)
            if place.is_changed or place.step
            else [arranging.fresh_copy(row, new_id=fresh_id) for row in rows[place.wanted]]
        )
    )
    again += tuple(row for one in own for row in rows_to_record(one, last, offer.judge))
    gone = [
        _("%(name)s is no longer offered, so it was left out.") % {"name": one.name}
        for one in rows
        if not one.can_be_added
    ]
    return render_sheet(
        request,
        offer=offer,
        form=_form_of(places, offer, routine, request),
        rows=again,
        exercises=exercises,
        last=last,
        routine=routine,
        remarks=gone + place_remarks(places, offer.judge),
        places=places,
    )


def _routine_sheet(request: AthleteRequest, offer: Offer, routine: Routine) -> HttpResponse:
    return _prescribed_sheet(request, offer, places_of_routine(routine, offer), routine)


def _exercise_sheet(request: AthleteRequest, offer: Offer, exercise: Exercise) -> HttpResponse:
    return _prescribed_sheet(request, offer, places_of_exercises([exercise], offer), None)


def _prescribed_sheet(
    request: AthleteRequest, offer: Offer, places: Sequence[Place], routine: Routine | None
) -> HttpResponse:
    exercises = _exercises_in(places)
    last = last_rows(request.user, exercises)
    return render_sheet(
        request,
        offer=offer,
        form=_form_of(places, offer, routine, request),
        rows=rows_of_places(places, last),
        exercises=exercises,
        last=last,
        routine=routine,
        remarks=place_remarks(places, offer.judge),
        places=places,
    )


def _record_sheet(request: AthleteRequest, offer: Offer, exercise: Exercise) -> HttpResponse:
    last = last_rows(request.user, [exercise])
    return render_sheet(
        request,
        offer=offer,
        form=_form_of([], offer, None, request),
        rows=rows_to_record(exercise, last, offer.judge),
        exercises=[exercise],
        last=last,
    )


def _form_of(
    places: Sequence[Place], offer: Offer, routine: Routine | None, request: AthleteRequest
) -> SessionForm:
    slug = routine.slug if routine else ""
    note = sealed_prescription(places, offer=offer, routine=slug, user=request.user)
    return SessionForm(
        initial={"id": fresh_id(), "routine": slug, "prescription": note, "started_at": timezone.now()}
    )


def _exercises_in(places: Iterable[Place]) -> list[Exercise]:
    return [place.exercise for place in places if place.exercise]


def _exercise_to_record(slug: str, offer: Offer) -> Exercise:
    """Return the exercise on offer of this slug, or the person's own."""
    own = {one.slug: one for one in offer.own}
    return own.get(slug) or offered_exercise(slug, offer)


def offered_exercise(slug: str, offer: Offer) -> Exercise:
    """Return the exercise of this slug, or what it was merged into."""
    exercise = offer.by_slug.get(slug) or Exercise.objects.by_slug([slug]).get(slug)
    if exercise is None or not exercise.is_offered:
        raise Http404
    return exercise
