"""Logging a session, changing it, deleting it and bringing it back."""

from __future__ import annotations

import dataclasses
import uuid

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from exercises.domain.screening import STOP_ABOVE_PAIN
from exercises.services.judge_exercises import judge_for
from tracker.forms.session import PostedSheet, checked_sheet
from tracker.models import Session
from tracker.presenters.verdicts import saved_warnings
from tracker.services.change_session import ChangedMeanwhileError, change_session
from tracker.services.create_athlete import create_athlete
from tracker.services.delete_session import delete_session, restore_session
from tracker.services.log_session import IdTakenError, SessionExistsError, log_session
from tracker.services.session_entry import SessionEntry
from tracker.views.athlete_request import AthleteRequest
from tracker.views.kept_form import forget_form, keeps_typed_work, kept_form
from tracker.views.session_opening import new_sheet, repeated_sheet
from tracker.views.session_sheet import arranged_sheet, posted_sheet, stored_sheet


@keeps_typed_work
@require_http_methods(["GET", "HEAD", "POST"])
def session_create(request: AthleteRequest) -> HttpResponse:
    """Open a sheet, arrange it, or log it."""
    if request.method != "POST":
        kept = kept_form(request)
        return _kept_sheet(request, kept) if kept else new_sheet(request)
    if _is_arranging(request):
        return arranged_sheet(request)
    posted = PostedSheet(request.POST, request.user)
    if not posted.is_valid():
        return posted_sheet(request, posted)
    athlete = create_athlete(user=request.user)
    try:
        log_session(
            athlete=athlete,
            entry=posted.entry,
            routine=posted.routine,
            prescription=posted.prescription,
            now=timezone.now(),
        )
    except SessionExistsError as error:
        return _sheet_of_known_session(request, posted, error.session)
    except IdTakenError:
        return _sheet_of_taken_id(request, posted)
    return _saved(request, posted, posted.entry)


@keeps_typed_work
@require_http_methods(["GET", "HEAD", "POST"])
def session_edit(request: AthleteRequest, pk: uuid.UUID) -> HttpResponse:
    """Open a logged session's sheet, arrange it, or save the changes."""
    session = _own_session(request, pk)
    if request.method != "POST":
        kept = kept_form(request)
        return _kept_sheet(request, kept, session) if kept else stored_sheet(request, session)
    if _is_arranging(request):
        return arranged_sheet(request, session)
    posted = PostedSheet(request.POST, request.user)
    if not posted.is_valid():
        return posted_sheet(request, posted, session=session)
    entry = dataclasses.replace(posted.entry, id=pk)
    if posted.starts_at(session.started_at):
        entry = dataclasses.replace(entry, started_at=session.started_at)
    try:
        change_session(athlete=request.user.athlete, entry=entry, version=posted.version, now=timezone.now())
    except Session.DoesNotExist:
        return _sheet_of_deleted_session(request, posted)
    except ChangedMeanwhileError as error:
        return _sheet_of_changed_session(request, posted, session, error.version)
    except IdTakenError:
        return _sheet_of_taken_id(request, posted, session)
    return _saved(request, posted, entry)


@require_safe
def session_repeat(request: AthleteRequest, pk: uuid.UUID) -> HttpResponse:
    """Open a new sheet with what was done in a session before."""
    return repeated_sheet(request, _own_session(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
def session_delete(request: AthleteRequest, pk: uuid.UUID) -> HttpResponse:
    """Delete; whoever comes here from the sign-in finds the session, to press the button again."""
    session = get_object_or_404(Session.objects.for_athlete(request.user), pk=pk)
    if request.method == "POST":
        delete_session(session=session, now=timezone.now())
        return redirect(f"{reverse('tracker:session-list')}?deleted={pk}")
    return redirect(session)


@require_http_methods(["GET", "HEAD", "POST"])
def session_restore(request: AthleteRequest, pk: uuid.UUID) -> HttpResponse:
    """Bring back; whoever comes here from the sign-in finds the deleted sessions."""
    session = get_object_or_404(Session.objects.for_athlete(request.user), pk=pk)
    if request.method != "POST":
        return redirect("tracker:session-deleted-list")
    if restore_session(session=session):
        messages.success(request, _("The session is back."))
    return redirect(session)


def _own_session(request: AthleteRequest, pk: uuid.UUID) -> Session:
    """Return the session to open; a sheet that is posted may belong to one that was deleted meanwhile."""
    own = Session.objects.for_athlete(request.user)
    if request.method != "POST":
        own = own.kept().with_sets().with_routine_items()
    return get_object_or_404(own, pk=pk)


def _kept_sheet(request: AthleteRequest, kept: QueryDict, session: Session | None = None) -> HttpResponse:
    remarks = [_("You are signed in again, and here is your form. Nothing is saved yet.")]
    posted = checked_sheet(kept, request.user)
    return posted_sheet(request, posted, session=session, remarks=remarks, status=200)


def _is_arranging(request: AthleteRequest) -> bool:
    return request.POST.get("action", "save") != "save"


def _saved(request: AthleteRequest, posted: PostedSheet, entry: SessionEntry) -> HttpResponse:
    forget_form(request)
    messages.success(request, _("Saved."))
    if entry.highest_pain > STOP_ABOVE_PAIN:
        messages.warning(
            request,
            _(
                "You noted pain above 5. Leave out what caused it. If it has not settled by the next "
                "morning, or comes back, see a clinician."
            ),
        )
    for warning in saved_warnings(posted.done_exercises, judge_for(request.user)):
        messages.warning(request, warning)
    return redirect("tracker:session-detail", pk=entry.id)


def _sheet_of_known_session(request: AthleteRequest, posted: PostedSheet, session: Session) -> HttpResponse:
    """Offer to change the session that has this id already or, if it was deleted, to log it anew."""
    if session.deleted_at:
        return _sheet_of_deleted_session(request, posted)
    again = posted.at_version(session.version)
    again.form.add_error(
        None, _("This session is saved already. Save again to change it to what stands here.")
    )
    return posted_sheet(request, again, session=session)


def _sheet_of_deleted_session(request: AthleteRequest, posted: PostedSheet) -> HttpResponse:
    again = posted.with_fresh_ids()
    again.form.add_error(None, _("You deleted this session. Save again to log it anew."))
    return posted_sheet(request, again)


def _sheet_of_changed_session(
    request: AthleteRequest, posted: PostedSheet, session: Session, version: int
) -> HttpResponse:
    again = posted.at_version(version)
    again.form.add_error(
        None, _("This session was changed elsewhere meanwhile. Save again to replace it by what stands here.")
    )
    return posted_sheet(request, again, session=session)


def _sheet_of_taken_id(
    request: AthleteRequest, posted: PostedSheet, session: Session | None = None
) -> HttpResponse:
    own = {str(one.pk) for one in session.sets.all()} if session else set()
    again = posted.with_fresh_ids(keep=own)
    again.form.add_error(None, _("The form was damaged on its way. Look it over and save again."))
    return posted_sheet(request, again, session=session)
