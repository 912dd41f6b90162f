"""The screening: the questions, what the answers change, and the page that a red flag leads to."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from exercises.forms import ScreeningForm
from exercises.models import Condition, Exercise, Screening
from exercises.models.screening import current_screening
from exercises.presenters.screening import result_page, screening_page
from exercises.services.answer_screening import answer_screening
from exercises.services.judge_exercises import judge_for


@require_http_methods(["GET", "HEAD", "POST"])
def screening(request: HttpRequest) -> HttpResponse:
    """Ask all questions on one page, or keep the answers."""
    conditions = Condition.objects.for_page()
    posted = request.POST if request.method == "POST" else None
    current = current_screening(request.user)
    form = ScreeningForm(conditions, today=timezone.localdate(), data=posted, current=current)
    if posted is not None and form.is_valid():
        answer_screening(user=request.user, answers=form.answers, now=timezone.now())
        if form.raises_a_flag:
            return redirect("exercises:screening-stop")
        return redirect(_next(request) or "exercises:screening-result")
    page = screening_page(
        form,
        conditions=form.conditions,
        screening=current,
        now=timezone.now(),
        leads_to=_next(request),
    )
    status = 422 if posted is not None else 200
    return render(request, "exercises/screening.html", {"page": page, "form": form}, status=status)


@require_safe
def screening_result(request: HttpRequest) -> HttpResponse:
    """Show what the answers change; a red flag goes first."""
    current = current_screening(request.user)
    if current is None:
        return redirect("exercises:screening")
    judge = judge_for(request.user)
    if judge.is_stopped:
        return redirect("exercises:screening-stop")
    page = result_page(
        judge,
        screening=current,
        exercises=Exercise.objects.current().in_order(),
        conditions=Condition.objects.in_order(),
        history=Screening.objects.history(request.user),
        now=timezone.now(),
    )
    return render(request, "exercises/screening_result.html", {"page": page})


@require_safe
def screening_stop(request: HttpRequest) -> HttpResponse:
    """Say what a raised red flag may mean, whom to see and how soon."""
    judge = judge_for(request.user)
    raised = judge.answered_flags()
    if not raised:
        return redirect("exercises:screening-result")
    flags = Condition.objects.with_sources().named([flag.slug for flag in raised])
    return render(request, "exercises/screening_stop.html", {"flags": flags})


def _next(request: HttpRequest) -> str:
    """Return where to go on to: a path of this site, or ""."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_own = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_own else ""
