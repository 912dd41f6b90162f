"""The entries of the bar and of its menu, of which every page has sixteen."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from exercises.templatetags.icons import icon as drawn

register = template.Library()

PAGE = mark_safe(' aria-current="page"')  # nosec
PART = mark_safe(' aria-current="true"')  # nosec


@register.simple_tag(takes_context=True)
def nav_link(context: dict[str, Any], target: str, icon: str, label: str, section: str = "") -> SafeString:
    """Link to the page of a URL name; `section` is the start of the URL names that belong to it.

    `current` in the context is the page's own URL name; an error page has none.
    """
    current = context.get("current", "")
    mark = PAGE if current == target else PART if section and current.startswith(section) else ""
    return format_html(
        '<a class="nav-link" href="{}"{}>{}{}</a>', reverse(target), mark, drawn(icon, 22), label
    )
