"""What templates need to put the catalogue's values into words."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from exercises.domain.dosage import Dosage, Frequency
from exercises.domain.vocabulary import Verdict
from exercises.models import Exercise
from exercises.presenters import dosage as words
from exercises.presenters.text import label_of
from exercises.services.judge_exercises import UNKNOWN, Judge
from exercises.templatetags.icons import icon

register = template.Library()

# The same characters that Django's json_script escapes: with them gone, no value can end the script element.
JSON_ESCAPES = {ord(char): f"\\u{ord(char):04X}" for char in "<>&\u2028\u2029"}


@register.filter
def dose(dosage: Dosage) -> str:
    """Return a dose in short, for a card: "2 × 30 s each side"."""
    return words.dose_words(dosage)


@register.filter
def dose_sentence(dosage: Dosage) -> str:
    """Return a dose in full, with how often and the rest."""
    return words.dose_sentence(dosage)


@register.filter
def often(frequency: Frequency) -> str:
    """Return how often: "at least 3 days a week"."""
    return words.frequency_words(frequency)


@register.filter
def label(value: object) -> str:
    """Return the translated label of a vocabulary's value; anything else as it is."""
    return label_of(value)


@register.filter
def labels(values: Iterable[object]) -> str:
    """Return the translated labels of a vocabulary's values, with commas."""
    return ", ".join(label_of(one) for one in values)


@register.filter
def verdict_by(exercise: Exercise, judge: object) -> str:
    """Return what stands in `data-verdict`; "unknown" on a page that judges nothing."""
    return judge.verdict(exercise) if isinstance(judge, Judge) else UNKNOWN


MARKS: dict[str, tuple[str, Any]] = {
    Verdict.ALLOWED: ("check", _("fits you")),
    Verdict.MODIFY: ("pencil", _("change it")),
    Verdict.CLINICIAN: ("stethoscope", _("clinician first")),
    Verdict.AVOID: ("ban", _("not for you now")),
}
"""The icon and the word of each verdict."""


@register.simple_tag
def verdict_mark(verdict: str) -> str:
    """Say what the screening says about an exercise, as an icon and a word; nothing where it is unknown."""
    if verdict not in MARKS:
        return ""
    name, word = MARKS[verdict]
    return format_html('<span class="verdict verdict-{}">{}{}</span>', verdict, icon(name, 16), word)


@register.simple_tag
def json_ld(data: dict[str, Any]) -> SafeString:
    """Return `data` as a schema.org data block for machines."""
    text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False).translate(JSON_ESCAPES)
    # Safe: the text is JSON without "<", ">" and "&".
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308  # nosec
