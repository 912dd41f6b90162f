"""A language in which every translated string stands in ⟦…⟧ and all content in Cyrillic."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup, Comment, Doctype, NavigableString
from django.apps import apps
from django.db import models
from django.utils import translation

from exercises.models.fields import VocabularyField, VocabularyListField
from exercises.presenters import dosage

OPEN, CLOSE = "⟦", "⟧"
LATIN = re.compile(r"[^\W\d_Ѐ-ӿ]")

SPOKEN = (
    "aria-label",
    "aria-description",
    "aria-valuetext",
    "aria-roledescription",
    "alt",
    "title",
    "placeholder",
    "label",
)
"""Attributes that people read or hear."""

ALLOWED = re.compile(
    r"""
    Hip\ Mobility
    | https?://\S+
    | [\w.+-]+@[\w.-]+\w
    | \bdoi:10\.\d{4,}/\S+
    | \bISBN\b | \bUTC\b
    """,
    re.VERBOSE,
)
"""Names and codes that no language translates."""

CODES = ("slug", "loaded_digest", "doi", "isbn", "url")


def speak(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put every string that Django translates into brackets."""
    # Its functions take the place of themselves when they are first called.
    translation.gettext(""), translation.pgettext("", ""), translation.ngettext("", "", 1)
    translation.npgettext("", "", "", 1)
    real: Any = translation._trans  # type: ignore[attr-defined]
    for name in ("gettext", "pgettext", "ngettext", "npgettext"):
        monkeypatch.setattr(real, name, _in_brackets(getattr(real, name)))
    # What is kept was said before.
    monkeypatch.setattr(dosage, "_dose_words", dosage._dose_words.__wrapped__)


def _in_brackets(translate: Callable[..., str]) -> Callable[..., str]:
    def translated(*args: Any) -> str:
        text = translate(*args)
        return f"{OPEN}{text}{CLOSE}" if text else text

    return translated


CYRILLIC = str.maketrans({chr(ord("a") + n): chr(ord("а") + n) for n in range(26)})
ADDRESS = re.compile(r"(\]\([^)]*\)|https?://\S+)")


def in_cyrillic(text: str) -> str:
    """Return the text in other letters, as long as before, with its links as they were."""
    parts = ADDRESS.split(text)
    parts[::2] = [LATIN.sub("ж", part.lower().translate(CYRILLIC)) for part in parts[::2]]
    return "".join(parts)


def rewrite_catalogue() -> None:
    """Write the catalogue's prose in Cyrillic; what is still in Latin letters comes from the code."""
    for model in apps.get_app_config("exercises").get_models():
        fields = [field for field in model._meta.concrete_fields if _is_prose(field)]
        rows = list(model._base_manager.all())
        for row in rows:
            for field in fields:
                setattr(row, field.name, _rewritten(getattr(row, field.name)))
        if fields and rows:
            model._base_manager.bulk_update(rows, [field.name for field in fields], batch_size=100)


def _rewritten(value: str | tuple[str, ...]) -> str | tuple[str, ...]:
    return in_cyrillic(value) if isinstance(value, str) else tuple(in_cyrillic(one) for one in value)


def _is_prose(field: models.Field[Any, Any]) -> bool:
    is_text = isinstance(field, models.CharField | models.TextField)
    is_code = isinstance(field, VocabularyField | VocabularyListField) or field.name in CODES
    return is_text and not is_code


def forgotten_in(html: str) -> list[str]:
    """Return what a page says outside of the brackets, attributes and title included."""
    page = BeautifulSoup(html, "html.parser")
    for silent in page.select("script, style, template, [translate=no]"):
        silent.decompose()
    for choice in page.select("[name=time_zone] option, [name=time_zone] optgroup"):
        choice.decompose()
    spoken = [element[name] for element in page.find_all(True) for name in SPOKEN if element.has_attr(name)]
    spoken += [meta["content"] for meta in page.select("meta[name=description]")]
    spoken += [button["value"] for button in page.select("input[type=submit], input[type=button]")]
    found = [text for value in spoken for text in forgotten_in_text([value])]
    texts = [
        str(node)
        for node in page.descendants
        if isinstance(node, NavigableString) and not isinstance(node, Comment | Doctype)
    ]
    return found + forgotten_in_text(texts)


def forgotten_in_text(pieces: list[str]) -> list[str]:
    """Return what stands in Latin letters outside of brackets; these may span several pieces."""
    found = []
    depth = 0
    for piece in pieces:
        outside = []
        for character in piece:
            depth += (character == OPEN) - (character == CLOSE)
            outside.append(character if depth == 0 and character != CLOSE else " ")
        if LATIN.search(ALLOWED.sub("", "".join(outside))):
            found.append(" ".join("".join(outside).split()))
    assert depth == 0, f"a bracket is missing: {pieces}"
    return found
