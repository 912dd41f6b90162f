"""What measurements and other tests have in common: saving what a form holds, deleting, and bringing back."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, Protocol

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from exercises.domain.screening import STOP_ABOVE_PAIN
from tracker.forms.taken import TakenForm
from tracker.services.change_measurement import DeletedMeanwhileError, change_measurement
from tracker.services.change_session import ChangedMeanwhileError
from tracker.services.create_athlete import create_athlete
from tracker.services.delete_measurement import delete_measurement, restore_measurement
from tracker.services.log_session import IdTakenError
from tracker.services.measurement_entry import Taken
from tracker.services.record_measurement import MeasurementExistsError, record_measurement
from tracker.views.athlete_request import AthleteRequest
from tracker.views.kept_form import forget_form

REFUSED = HTTPStatus.UNPROCESSABLE_ENTITY


class Show(Protocol):
    """Shows the page of a form; with a stored `row`, it is the form that changes it."""

    def __call__(
        self,
        request: AthleteRequest,
        form: Any,
        row: Any = None,
        *,
        remarks: Sequence[str] = (),
        status: int = 200,
    ) -> HttpResponse: ...


def recorded(request: AthleteRequest, form: TakenForm, show: Show) -> HttpResponse:
    """Record what a posted form says, or show it again."""
    if not form.is_valid():
        return show(request, _mended(form), status=REFUSED)
    athlete = create_athlete(user=request.user)
    try:
        row = record_measurement(athlete=athlete, entry=form.entry, now=timezone.now())
    except MeasurementExistsError as error:
        if error.row.deleted_at:
            return _deleted(request, form, show)
        again = form.again(version=str(error.row.version))
        again.add_error(None, _("This is saved already. Save again to change it to what stands here."))
        return show(request, again, error.row, status=REFUSED)
    except IdTakenError:
        again = form.with_fresh_id()
        again.add_error(None, _("The form was damaged on its way. Look it over and save again."))
        return show(request, again, status=REFUSED)
    return _saved(request, row, form.entry.pain)


def changed(request: AthleteRequest, form: TakenForm, row: Taken, show: Show) -> HttpResponse:
    """Write what a posted form says over a stored row, or show it again."""
    if not form.is_valid():
        return show(request, _mended(form, row.pk), row, status=REFUSED)
    entry = dataclasses.replace(form.entry, id=row.pk)
    try:
        change_measurement(
            athlete=request.user.athlete, entry=entry, version=form.posted_version, now=timezone.now()
        )
    except DeletedMeanwhileError:
        return _deleted(request, form, show)
    except ChangedMeanwhileError as error:
        again = form.again(version=str(error.version))
        again.add_error(
            None, _("This was changed elsewhere meanwhile. Save again to replace it by what stands here.")
        )
        return show(request, again, row, status=REFUSED)
    return _saved(request, row, entry.pain)


def kept(request: AthleteRequest, form: TakenForm, show: Show, row: Taken | None = None) -> HttpResponse:
    """Show a form that was kept through the sign-in."""
    form.is_valid()
    remarks = [_("You are signed in again, and here is your form. Nothing is saved yet.")]
    return show(request, form, row, remarks=remarks)


def removed(request: AthleteRequest, row: Taken) -> HttpResponse:
    """Delete a row; whoever comes here from the sign-in finds it, to press the button again."""
    if request.method != "POST":
        return redirect(row)
    delete_measurement(row=row, now=timezone.now())
    return redirect(f"{reverse('tracker:measurement-list')}?deleted={row.pk}")


def brought_back(request: AthleteRequest, row: Taken, said: str) -> HttpResponse:
    """Restore a row and say so; whoever comes here from the sign-in finds the deleted ones."""
    if request.method != "POST":
        return redirect("tracker:measurement-deleted-list")
    if restore_measurement(row=row):
        messages.success(request, said)
    return redirect("tracker:measurement-list")


def _mended(form: TakenForm, own: uuid.UUID | None = None) -> TakenForm:
    """Return a refused form with whole hidden fields: nobody typed them, so nobody can mend them."""
    if not form.is_damaged:
        return form
    values = {"id": str(own or uuid.uuid4())} if "id" in form.errors else {}
    if "version" in form.errors:
        values["version"] = ""
    again = form.again(**values)
    again.add_error(None, _("The form was damaged on its way. Look it over and save again."))
    return again


def _deleted(request: AthleteRequest, form: TakenForm, show: Show) -> HttpResponse:
    again = form.with_fresh_id()
    again.add_error(None, _("You deleted this. Save again to record it anew."))
    return show(request, again, status=REFUSED)


def _saved(request: AthleteRequest, row: Taken, pain: int | None) -> HttpResponse:
    forget_form(request)
    if (pain or 0) > STOP_ABOVE_PAIN:
        messages.warning(
            request,
            _(
                "You noted pain above 5. Measure no further for now. If it has not settled by the next "
                "morning, or comes back, see a clinician."
            ),
        )
    return redirect(f"{reverse('tracker:measurement-list')}?saved={row.pk}")
