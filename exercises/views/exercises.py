"""The catalogue: its list with search and filters, and the page of one exercise."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe
from django_htmx.http import push_url, replace_url
from django_htmx.middleware import HtmxDetails

from exercises.forms import CatalogueFilterForm
from exercises.models import Condition, Exercise
from exercises.presenters.care import care_groups
from exercises.presenters.catalogue import catalogue_page
from exercises.presenters.exercise import exercise_page
from exercises.views.page_memory import remembered
from exercises.views.reader import asks_again, judge_of


class HtmxRequest(HttpRequest):
    """A request as django-htmx's middleware leaves it."""

    htmx: HtmxDetails


@login_not_required
@require_safe
@remembered
def exercise_list(request: HtmxRequest) -> HttpResponse:
    """List the exercises that fit the search and the filters; to htmx, without the frame of the page."""
    form = CatalogueFilterForm(request.GET)
    wanted = form.wanted()
    filters = {name: value for name, value in wanted.items() if name != "q"}
    current = Exercise.objects.current()
    page = catalogue_page(
        wanted=wanted,
        fields=form,
        fitting=current.matching(**filters).in_order(),
        everything=current.in_order(),
        page_number=request.GET.get("page"),
    )
    is_part = bool(request.htmx) and not request.htmx.history_restore_request
    template = "exercises/_catalogue.html" if is_part else "exercises/exercise_list.html"
    judge = judge_of(request)
    context = {"form": form, "page": page, "judge": judge, "asks_again": asks_again(judge)}
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request"])
    if is_part:
        # Typing changes the address in place; a filter is a step that Back undoes.
        keep = replace_url if request.htmx.trigger == form["q"].id_for_label else push_url
        keep(response, page.url)
    return response


@login_not_required
@require_safe
@remembered
def exercise_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one exercise; an archived one stays readable for the history, a merged one leads on."""
    exercise = get_object_or_404(Exercise.objects.known().for_page(), slug=slug)
    if exercise.merged_into:
        return redirect(exercise.merged_into)
    judge = judge_of(request)
    page = exercise_page(
        exercise,
        care=care_groups(exercise, judge.ruleset if judge else Condition.objects.ruleset()),
        around=Exercise.objects.around(exercise),
        url=settings.SITE_URL + exercise.get_absolute_url(),
        judge=judge,
    )
    context = {"page": page, "asks_again": asks_again(judge)}
    return render(request, "exercises/exercise_detail.html", context)
