"""Icons beside words, which say the same: none is read out."""

from __future__ import annotations

from functools import cache

from django import template
from django.utils.safestring import SafeString, mark_safe
from lucide.templatetags.lucide import lucide

register = template.Library()


@register.simple_tag
@cache
def icon(name: str, size: int) -> SafeString:
    """Draw an icon of Lucide's. Kept: drawing one anew takes longer than all else in a link of the bar."""
    return mark_safe(lucide(name, size=size, aria_hidden="true"))  # noqa: S308  # nosec
