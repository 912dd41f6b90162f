"""A person's own exercises: make, rename, put away and take back one."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from exercises.models import Exercise
from tracker.forms.own_exercise import OwnExerciseForm, RenameForm
from tracker.presenters.own_exercises import build_own_exercises
from tracker.services.change_own_exercise import (
    remove_own_exercise,
    rename_own_exercise,
    restore_own_exercise,
)
from tracker.services.create_athlete import create_athlete
from tracker.services.make_own_exercise import make_own_exercise
from tracker.views.athlete_request import AthleteRequest


@require_http_methods(["GET", "HEAD", "POST"])
def own_exercise_list(request: AthleteRequest) -> HttpResponse:
    """Show them, or make one."""
    if request.method != "POST":
        return _page(request, OwnExerciseForm())
    form = OwnExerciseForm(request.POST)
    if form.is_valid():
        try:
            made = make_own_exercise(user=create_athlete(user=request.user).user, **form.values)
        except ValidationError as error:
            form.add_error("name", error.messages)
        else:
            messages.success(request, _("%(name)s is on the list of your log now.") % {"name": made.name})
            return redirect("tracker:own-exercise-list")
    return _page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@require_http_methods(["GET", "HEAD", "POST"])
def own_exercise_edit(request: AthleteRequest, slug: str) -> HttpResponse:
    """Open the form with its name, or rename it."""
    exercise = _own(request, slug)
    form = RenameForm(request.POST if request.method == "POST" else None, initial={"name": exercise.name})
    if form.is_valid():
        try:
            rename_own_exercise(exercise=exercise, name=form.cleaned_data["name"])
        except ValidationError as error:
            form.add_error("name", error.messages)
        else:
            return redirect("tracker:own-exercise-list")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "tracker/own_exercise_form.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def own_exercise_delete(request: AthleteRequest, slug: str) -> HttpResponse:
    """Remove it; whoever comes by a link finds the list."""
    exercise = _own(request, slug)
    if request.method == "POST":
        is_gone = remove_own_exercise(exercise=exercise)
        text = _("%(name)s is removed.") if is_gone else _("%(name)s is put away. What you logged stays.")
        messages.success(request, text % {"name": exercise.name})
    return redirect("tracker:own-exercise-list")


@require_http_methods(["GET", "HEAD", "POST"])
def own_exercise_restore(request: AthleteRequest, slug: str) -> HttpResponse:
    """Take it back into use; whoever comes by a link finds the list."""
    exercise = _own(request, slug)
    if request.method == "POST":
        restore_own_exercise(exercise=exercise)
    return redirect("tracker:own-exercise-list")


def _own(request: AthleteRequest, slug: str) -> Exercise:
    return get_object_or_404(Exercise.logged.own(request.user), slug=slug)


def _page(request: AthleteRequest, form: OwnExerciseForm, status: int = HTTPStatus.OK) -> HttpResponse:
    page = build_own_exercises(Exercise.logged.own(request.user))
    return render(request, "tracker/own_exercise_list.html", {"form": form, "page": page}, status=status)
