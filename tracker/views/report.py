"""The report for a clinician, as its owner sees and prints it, with the links that open it for others."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tracker.forms.report import ShareForm
from tracker.models import ReportLink
from tracker.presenters.report import build_report
from tracker.presenters.report_links import ADDRESS, MOST_SHOWN, address_of, links_shown
from tracker.presenters.report_period import read_since, report_period, report_periods
from tracker.services.share_report import make_link, own_report, revoke_link
from tracker.views.athlete_request import AthleteRequest
from tracker.views.limits import limited


@require_safe
def report(request: AthleteRequest) -> HttpResponse:
    return report_page(request)


@require_http_methods(["GET", "HEAD", "POST"])
@limited("report-link")
def report_share(request: AthleteRequest) -> HttpResponse:
    """Make a link; whoever comes from the sign-in finds the report.

    Its address goes along with the redirect, in the message that the next page shows once.
    """
    if request.method != "POST":
        return redirect("tracker:report")
    form = share_form(request.POST)
    if form.is_valid():
        name, days, period = (form.cleaned_data[field] for field in ("name", "days", "period"))
        try:
            token = make_link(user=request.user, name=name, days=days, now=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, address_of(token, period), extra_tags=ADDRESS)
            return redirect(f"{reverse('tracker:report')}#links")
    return report_page(request, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@require_http_methods(["GET", "HEAD", "POST"])
def report_revoke(request: AthleteRequest, pk: UUID) -> HttpResponse:
    """Take a link away; whoever comes from the sign-in finds the report."""
    link = get_object_or_404(ReportLink.objects.for_athlete(request.user), pk=pk)
    if request.method != "POST":
        return redirect("tracker:report")
    revoke_link(link=link, now=timezone.now())
    messages.success(request, _("The link leads nowhere any more."))
    return redirect(f"{reverse('tracker:report')}#links")


def report_page(
    request: AthleteRequest, *, form: ShareForm | None = None, status: int = HTTPStatus.OK
) -> HttpResponse:
    """Show the own report and its links; with a form that was sent and refused, as it was filled in."""
    now = timezone.now()
    key = request.GET.get("period", "")
    person = own_report(request.user, since=read_since(key, now))
    period = report_period(key, timezone.localdate(now))
    links = ReportLink.objects.for_athlete(request.user).newest_first().with_openings()[:MOST_SHOWN]
    context = {
        "report": build_report(person, period=period, today=timezone.localdate(now)),
        "links": links_shown(links, now),
        "form": form or share_form(period=period.key),
        "is_own": True,
    }
    return render(request, "tracker/report.html", context, status=status)


def share_form(data: QueryDict | None = None, *, period: str = "") -> ShareForm:
    return ShareForm(data, periods=report_periods(), period=period)
