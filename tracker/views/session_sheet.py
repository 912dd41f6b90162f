"""The page with the sheet of a session: opened to change it, rearranged, or back with its errors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from django.core.validators import slug_re
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from exercises.models import Exercise, Routine
from exercises.services.fresh import fresh_id
from tracker.domain import sheet as arranging
from tracker.domain.sheet import Rows
from tracker.forms.session import PostedSheet, SessionForm, SetForm, rows_in
from tracker.models import Session
from tracker.presenters.sheet import UNITS, Errors, exercise_choices, own_cells, present_sheet, sides
from tracker.presenters.sheet_rows import Last, last_rows, row_of, rows_to_record
from tracker.services.offer import Offer, offer_to_log
from tracker.services.prescribe_session import Place
from tracker.views.athlete_request import AthleteRequest

BLOCK_ACTIONS: Mapping[str, Callable[[Rows, int], Rows]] = {
    "add-set": lambda rows, block: arranging.add_set(rows, block, new_id=fresh_id),
    "remove-set": arranging.remove_set,
    "move-up": lambda rows, block: arranging.move_block(rows, block, -1),
    "move-down": lambda rows, block: arranging.move_block(rows, block, +1),
    "remove": arranging.remove_block,
}
"""What a button `name="action" value="<action>:<block>"` does."""

OWN_CELLS = own_cells({name: SetForm.base_fields[name].max_value for name in UNITS})  # type: ignore[attr-defined]


def render_sheet(
    request: AthleteRequest,
    *,
    offer: Offer,
    form: SessionForm,
    rows: Rows,
    exercises: Iterable[Exercise],
    last: Last | None = None,
    errors: Errors = (),
    sheet_errors: Sequence[str] = (),
    routine: Routine | None = None,
    session: Session | None = None,
    remarks: Sequence[str] = (),
    status: int = 200,
    template: str = "tracker/session_form.html",
    extra: Mapping[str, object] | None = None,
    places: Iterable[Place] = (),
) -> HttpResponse:
    """Show the sheet; with a stored `session`, which it will change, nothing stands as last time's.

    The `places` that it was made from say why a dose is more or less than usual.
    `template` extends the sheet's own, and is told what is `extra`.
    """
    known = {one.slug: one for one in exercises}
    context = {
        "form": form,
        "sheet": present_sheet(
            rows,
            known,
            judge=offer.judge,
            last=None if session else last,
            errors=errors,
            routine=routine,
            steps={one.exercise.slug: one.step for one in places if one.exercise and one.step},
            offered=offer.by_slug,
        ),
        "remarks": remarks,
        "sheet_errors": sheet_errors,
        "routine": routine,
        "session": session,
        "post_to": reverse("tracker:session-edit", args=[session.pk])
        if session
        else reverse("tracker:session-create"),
        "routines": () if rows or session else Routine.objects.in_order(),
        "choices": exercise_choices(offer.exercises, offer.judge),
        "own_choices": offer.own,
        "sides": sides(),
        "own_cells": OWN_CELLS,
        **(extra or {}),
    }
    return render(request, template, context, status=status)


def stored_sheet(request: AthleteRequest, session: Session) -> HttpResponse:
    """Open the sheet of a stored session (read `with_sets()`), to change it."""
    stored = list(session.sets.all())
    return render_sheet(
        request,
        offer=offer_to_log(request.user, today=timezone.localdate()),
        form=form_of(session),
        rows=tuple(row_of(one) for one in stored),
        exercises=[one.exercise for one in stored],
        routine=session.routine,
        session=session,
    )


def form_of(session: Session) -> SessionForm:
    """Return the form with a stored session's own values, to change them."""
    return SessionForm(
        initial={
            "id": session.pk,
            "version": session.version,
            "routine": session.routine.slug if session.routine else "",
            "started_at": session.started_at,
            "pain_before": session.pain_before,
            "pain_after": session.pain_after,
            "effort": session.effort,
            "notes": session.notes,
        }
    )


def arranged_sheet(request: AthleteRequest, session: Session | None = None) -> HttpResponse:
    """Show the posted sheet with sets or exercises added, moved or removed, neither checked nor saved."""
    data = request.POST
    rows = rows_in(data)
    offer = offer_to_log(request.user, today=timezone.localdate())
    action, _colon, block = data["action"].partition(":")
    new = slug_in(data, "new_exercise") if action == "add-exercise" else ""
    exercises = _known(request, {row.exercise for row in rows} | {new})
    last = last_rows(request.user, exercises.values())
    if new in exercises and exercises[new].can_be_added:
        rows = arranging.add_rows(rows, rows_to_record(exercises[new], last, offer.judge))
    elif action in BLOCK_ACTIONS and block.isascii() and block.isdigit() and len(block) < 4:
        rows = BLOCK_ACTIONS[action](rows, int(block))
    form = SessionForm(initial={name: data.get(name, "") for name in SessionForm.base_fields})
    routine = Routine.objects.named(slug_in(data, "routine"))
    return render_sheet(
        request,
        offer=offer,
        form=form,
        rows=rows,
        exercises=exercises.values(),
        last=last,
        routine=routine,
        session=session,
    )


def posted_sheet(
    request: AthleteRequest,
    posted: PostedSheet,
    *,
    session: Session | None = None,
    remarks: Sequence[str] = (),
    status: int = 422,
) -> HttpResponse:
    """Show a posted sheet as it was typed, with every error beside its field."""
    exercises = _known(request, {row.exercise for row in posted.rows})
    whole = posted.with_whole_ids()
    if whole is not posted:
        whole.form.add_error(None, _("The form was damaged on its way. Look it over and save again."))
    routine: Routine | None = posted.form.cleaned_data.get("routine")
    return render_sheet(
        request,
        offer=offer_to_log(request.user, today=timezone.localdate()),
        form=whole.form,
        rows=whole.rows,
        exercises=exercises.values(),
        last=last_rows(request.user, exercises.values()),
        errors=[dict(form.errors) for form in posted.sets.forms],
        sheet_errors=list(posted.sets.non_form_errors()),
        routine=Routine.objects.named(routine.slug) if routine else None,
        session=session,
        remarks=remarks,
        status=status,
    )


def slug_in(data: QueryDict, name: str) -> str:
    """Return a slug that was sent, or "" for none; 404 for what cannot be one (the database is not asked)."""
    slug = str(data.get(name, ""))
    if slug and not slug_re.fullmatch(slug):
        raise Http404
    return slug


def _known(request: AthleteRequest, slugs: Iterable[str]) -> dict[str, Exercise]:
    wanted = [slug for slug in slugs if slug_re.fullmatch(slug)]
    return Exercise.logged.loggable_by(request.user, wanted)
