"""What the staff's pages ask for by themselves."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from exercises.presenters.waiting import Waiting, waiting_for

register = template.Library()


@register.simple_tag(takes_context=True)
def waiting(context: dict[str, Any]) -> Waiting:
    """Return what waits for the member of staff who looks."""
    return waiting_for(context["request"].user, today=timezone.localdate())
