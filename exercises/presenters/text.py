"""Vocabulary values in the reader's words."""

from __future__ import annotations

from django.utils.translation import gettext

from exercises.domain.text import LabelledEnum

NO_BREAK = "\N{NO-BREAK SPACE}"


def label_of(value: object) -> str:
    """Return the translated label of a vocabulary's value; anything else as text."""
    return gettext(value.label) if isinstance(value, LabelledEnum) else str(value)


def unbroken(text: str) -> str:
    """Return `text` as one piece that no line breaks: a number stays with its unit."""
    return text.replace(" ", NO_BREAK)
