"""An exercise of a person's own: what its name may hold, and how its sets are measured."""

from __future__ import annotations

import unicodedata
from uuid import UUID

from exercises.domain.text import LabelledEnum, gettext_noop

PREFIX = "own--"
"""Begins the slug of every exercise of a person's own, and of no other; nobody writes two hyphens by hand."""

MAX_NAME = 120
MOST_OWN = 500
"""A product limit: ten years of another app come to some hundred names."""

DIRECTING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
"""Bidirectional classes of the marks that turn the text around them; they are no part of a name."""


class Measure(LabelledEnum):
    """How much of it was done."""

    REPS = "reps", gettext_noop("reps")
    SECONDS = "seconds", gettext_noop("seconds")


class UnfitNameError(ValueError):
    """The text cannot be a name; it says why."""


def own_slug(key: UUID) -> str:
    """Return the slug of a person's own exercise."""
    return f"{PREFIX}{key.hex}"


def is_own_slug(slug: str) -> bool:
    return slug.startswith(PREFIX)


def own_name(text: str) -> str:
    """Return a text as a name: composed, its spaces joined, without marks that turn the text around it.

    Raises UnfitNameError where nothing is left, where it is too long, or where it holds control characters.
    """
    kept = "".join(one for one in text if unicodedata.bidirectional(one) not in DIRECTING)
    name = " ".join(unicodedata.normalize("NFC", kept).split())
    if not name:
        raise UnfitNameError(gettext_noop("Enter a name."))
    if len(name) > MAX_NAME:
        raise UnfitNameError(gettext_noop("Keep the name to 120 characters."))
    if any(unicodedata.category(one) in {"Cc", "Cs"} for one in name):
        raise UnfitNameError(gettext_noop("The name holds a character that cannot be shown."))
    return name
