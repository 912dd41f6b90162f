"""Vocabulary values in the reader's words."""

from __future__ import annotations

from django.utils.translation import gettext

from exercises.domain.text import LabelledEnum


def label_of(value: object) -> str:
    """Return the translated label of a vocabulary's value; anything else as text."""
    return gettext(value.label) if isinstance(value, LabelledEnum) else str(value)
