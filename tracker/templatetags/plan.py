"""What somebody follows, for pages of the catalogue: these know the tracker only by its template tags."""

from __future__ import annotations

from typing import Any

from django import template

from tracker.services.own_plan import OwnPlan, own_plan_of

register = template.Library()


@register.simple_tag(takes_context=True)
def own_plan(context: dict[str, Any]) -> OwnPlan | None:
    """Return what the person who looks follows; None for a visitor, without asking the database."""
    request = context.get("request")
    user = getattr(request, "user", None)
    return own_plan_of(user) if user is not None and user.is_authenticated else None
