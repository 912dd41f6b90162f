"""What somebody follows, for pages of the catalogue: these know the tracker only by its template tags."""

from __future__ import annotations

from typing import Any

from django import template

from exercises.presenters.plans import ProgrammeView
from tracker.domain.course import Pattern, Track
from tracker.models import Athlete
from tracker.presenters.plan_aim import aim_words
from tracker.services.own_plan import OwnPlan, own_plan_of

register = template.Library()


@register.simple_tag(takes_context=True)
def own_plan(context: dict[str, Any]) -> OwnPlan | None:
    """Return what the person who looks follows; None for a visitor, without asking the database."""
    request = context.get("request")
    user = getattr(request, "user", None)
    return own_plan_of(user) if user is not None and user.is_authenticated else None


@register.simple_tag(takes_context=True)
def own_aim(context: dict[str, Any], plan: ProgrammeView) -> str:
    """Say what the own aim of who looks cannot reach of a programme; "" for a visitor. No query."""
    request = context.get("request")
    user = getattr(request, "user", None)
    # Where nothing of a routine is for the person, the others take its days (`fitted_course`).
    if user is None or not user.is_authenticated or not all(one.plan.items for one in plan.tracks):
        return ""
    programme = plan.programme
    tracks = [Track(one.routine.slug, one.times_min, one.times_max) for one in programme.tracks.all()]
    exercises = {one.plan.routine.slug: [item.exercise for item in one.plan.items] for one in plan.tracks}
    pattern = Pattern(programme.pattern, tuple(tracks), programme.every_days)
    return aim_words(pattern, exercises, aim=Athlete.of(user).sessions_a_week)
