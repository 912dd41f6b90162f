"""Keeping a list as short as a page needs it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import ngettext


def first_few(texts: Sequence[str], most: int) -> tuple[str, ...]:
    """Return the first texts, and in the place of the rest how many these are."""
    rest = len(texts) - most
    if rest <= 0:
        return tuple(texts)
    return (*texts[:most], ngettext("%(count)s more", "%(count)s more", rest) % {"count": rest})
