"""The page with the sheet of a session: opened fresh, rearranged, or back with its errors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from django.core.validators import slug_re
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from exercises.models import Exercise, Routine
from tracker.domain import sheet as arranging
from tracker.domain.sheet import Rows
from tracker.forms.session import PostedSheet, SessionForm, rows_in
from tracker.models import Session
from tracker.presenters.sheet import (
    SIDES,
    Errors,
    Last,
    exercise_choices,
    fresh_id,
    last_rows,
    present_sheet,
    routine_rows,
    row_of,
)
from tracker.views.athlete_request import AthleteRequest

BLOCK_ACTIONS: Mapping[str, Callable[[Rows, int], Rows]] = {
    "add-set": lambda rows, block: arranging.add_set(rows, block, new_id=fresh_id),
    "remove-set": arranging.remove_set,
    "move-up": lambda rows, block: arranging.move_block(rows, block, -1),
    "move-down": lambda rows, block: arranging.move_block(rows, block, +1),
    "remove": arranging.remove_block,
}
"""What a button `name="action" value="<action>:<block>"` does."""


def render_sheet(
    request: AthleteRequest,
    *,
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
) -> HttpResponse:
    """Show the sheet; with a stored `session`, which it will change, nothing stands as last time's."""
    known = {one.slug: one for one in exercises}
    context = {
        "form": form,
        "sheet": present_sheet(rows, known, last=None if session else last, errors=errors, routine=routine),
        "remarks": remarks,
        "sheet_errors": sheet_errors,
        "routine": routine,
        "session": session,
        "post_to": reverse("tracker:session-edit", args=[session.pk])
        if session
        else reverse("tracker:session-create"),
        "routines": () if rows or session else Routine.objects.in_order(),
        "choices": exercise_choices(),
        "sides": SIDES,
    }
    return render(request, "tracker/session_form.html", context, status=status)


def new_sheet(request: AthleteRequest) -> HttpResponse:
    """Open a sheet for `?routine=<slug>` or `?exercise=<slug>`, or an empty one."""
    routine = None
    exercises: list[Exercise] = []
    if slug := _slug_in(request.GET, "routine"):
        routine = get_object_or_404(Routine.objects.with_items(), slug=slug)
        exercises = [item.exercise for item in routine.current_items]
    elif slug := _slug_in(request.GET, "exercise"):
        exercises = [_offered(slug)]
    last = last_rows(request.user, exercises)
    if routine:
        rows = routine_rows(routine, last)
    else:
        rows = tuple(row for one in exercises for row in _rows_for(one, last))
    form = SessionForm(
        initial={"id": fresh_id(), "routine": slug if routine else "", "started_at": timezone.now()}
    )
    return render_sheet(request, form=form, rows=rows, exercises=exercises, last=last, routine=routine)


def _offered(slug: str) -> Exercise:
    """Return the exercise of this slug, or what it was merged into."""
    exercise = Exercise.objects.by_slug([slug]).get(slug)
    if exercise is None or not exercise.is_offered:
        raise Http404
    return exercise


def stored_sheet(request: AthleteRequest, session: Session, *, as_new: bool = False) -> HttpResponse:
    """Open the sheet of a stored session (read `with_sets()`), to change it or to do it again."""
    stored = list(session.sets.all())
    rows = tuple(row_of(one) for one in stored)
    exercises = {one.exercise.slug: one.exercise for one in stored}.values()
    if as_new:
        last = last_rows(request.user, exercises)
        gone = {one.slug: one.name for one in exercises if not one.is_offered}
        fresh = tuple(arranging.fresh_copy(row, new_id=fresh_id) for row in rows if row.exercise not in gone)
        form = SessionForm(
            initial={
                "id": fresh_id(),
                "routine": session.routine.slug if session.routine else "",
                "started_at": timezone.now(),
            }
        )
        return render_sheet(
            request,
            form=form,
            rows=fresh,
            exercises=exercises,
            last=last,
            routine=session.routine,
            remarks=[
                _("%(name)s is no longer offered, so it was left out.") % {"name": name}
                for name in gone.values()
            ],
        )
    form = SessionForm(
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
    return render_sheet(
        request, form=form, rows=rows, exercises=exercises, routine=session.routine, session=session
    )


def arranged_sheet(request: AthleteRequest, session: Session | None = None) -> HttpResponse:
    """Show the posted sheet with sets or exercises added, moved or removed, neither checked nor saved."""
    data = request.POST
    rows = rows_in(data)
    action, _colon, block = data["action"].partition(":")
    new = _slug_in(data, "new_exercise") if action == "add-exercise" else ""
    exercises = _known({row.exercise for row in rows} | {new})
    last = last_rows(request.user, exercises.values())
    if new in exercises and exercises[new].is_offered:
        rows = arranging.add_rows(rows, _rows_for(exercises[new], last))
    elif action in BLOCK_ACTIONS and block.isascii() and block.isdigit() and len(block) < 4:
        rows = BLOCK_ACTIONS[action](rows, int(block))
    form = SessionForm(initial={name: data.get(name, "") for name in SessionForm.base_fields})
    routine = Routine.objects.named(_slug_in(data, "routine"))
    return render_sheet(
        request,
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
    exercises = _known({row.exercise for row in posted.rows})
    whole = posted.with_whole_ids()
    if whole is not posted:
        whole.form.add_error(None, _("The form was damaged on its way. Look it over and save again."))
    return render_sheet(
        request,
        form=whole.form,
        rows=whole.rows,
        exercises=exercises.values(),
        last=last_rows(request.user, exercises.values()),
        errors=[dict(form.errors) for form in posted.sets.forms],
        sheet_errors=list(posted.sets.non_form_errors()),
        routine=posted.form.cleaned_data.get("routine"),
        session=session,
        remarks=remarks,
        status=status,
    )


def _rows_for(exercise: Exercise, last: Last) -> Rows:
    return arranging.rows_for(
        exercise.slug, exercise.dosage, last=last.get(exercise.slug, ()), new_id=fresh_id
    )


def _slug_in(data: QueryDict, name: str) -> str:
    """Return a slug that was sent, or "" for none; 404 for what cannot be one (the database is not asked)."""
    slug = str(data.get(name, ""))
    if slug and not slug_re.fullmatch(slug):
        raise Http404
    return slug


def _known(slugs: Iterable[str]) -> dict[str, Exercise]:
    wanted = [slug for slug in slugs if slug_re.fullmatch(slug)]
    return Exercise.objects.by_slug(wanted)
