"""Recording one of the other tests, changing it, deleting it and bringing it back."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from http import HTTPStatus

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from exercises.services.judge_exercises import judge_for
from tracker.domain.measuring import TestKind
from tracker.forms.self_test import SelfTestForm, initial_of_test, opening_of_test
from tracker.models import SelfTest
from tracker.presenters.self_test_page import build_self_test_page, build_test_choice
from tracker.views.athlete_request import AthleteRequest
from tracker.views.kept_form import keeps_typed_work, kept_form
from tracker.views.taken import brought_back, changed, kept, recorded, removed


@keeps_typed_work
@require_http_methods(["GET", "HEAD", "POST"])
def test_create(request: AthleteRequest) -> HttpResponse:
    """Open the form of a test (`?kind=`; without one, the choice of all), or record it."""
    posted = request.POST if request.method == "POST" else kept_form(request)
    kind = _kind((posted or request.GET).get("kind", ""))
    if kind is None:
        if "kind" in request.GET:
            raise Http404("There is no such test.")
        status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
        return render(request, "tracker/test_choice.html", {"choices": build_test_choice()}, status=status)
    if request.method == "POST":
        return recorded(request, SelfTestForm(request.POST, kind=kind), show_test)
    if posted:
        return kept(request, SelfTestForm(posted, kind=kind), show_test)
    return show_test(request, SelfTestForm(kind=kind, initial=opening_of_test(timezone.localdate())))


@keeps_typed_work
@require_http_methods(["GET", "HEAD", "POST"])
def test_edit(request: AthleteRequest, pk: uuid.UUID) -> HttpResponse:
    """Open the form of a recorded test, or save the changes. A test stays of its kind."""
    own = SelfTest.objects.for_athlete(request.user)
    if request.method == "POST":
        # It may have been deleted since the form was opened; what was typed is shown all the same.
        row = get_object_or_404(own, pk=pk)
        return changed(request, SelfTestForm(request.POST, kind=row.kind), row, show_test)
    row = get_object_or_404(own.kept(), pk=pk)
    if posted := kept_form(request):
        return kept(request, SelfTestForm(posted, kind=row.kind), show_test, row)
    return show_test(request, SelfTestForm(kind=row.kind, initial=initial_of_test(row)), row)


@require_http_methods(["GET", "HEAD", "POST"])
def test_delete(request: AthleteRequest, pk: uuid.UUID) -> HttpResponse:
    return removed(request, get_object_or_404(SelfTest.objects.for_athlete(request.user), pk=pk))


@require_http_methods(["GET", "HEAD", "POST"])
def test_restore(request: AthleteRequest, pk: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(SelfTest.objects.for_athlete(request.user), pk=pk)
    return brought_back(request, row, _("The test is back."))


def show_test(
    request: AthleteRequest,
    form: SelfTestForm,
    row: SelfTest | None = None,
    *,
    remarks: Sequence[str] = (),
    status: int = 200,
) -> HttpResponse:
    """Show the page of the form."""
    page = build_self_test_page(
        request.user, form.of_kind, row, judge=judge_for(request.user), now=timezone.now()
    )
    context = {"form": form, "page": page, "row": row, "remarks": remarks}
    return render(request, "tracker/test_form.html", context, status=status)


def _kind(text: str) -> TestKind | None:
    return TestKind(text) if text in set(TestKind) else None
