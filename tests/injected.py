"""Hostile text in every field that can hold text, discovered from the models."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction

from exercises.models.fields import VocabularyListField

TAG = "x-evil"
PAYLOAD = (
    f"=<{TAG}>\"'>`</script></textarea><{TAG} onload=alert(1)>{{{{ 7|add:7 }}}}{{% now 'Y' %}}%s%00"
    f"'; DROP TABLE tracker_set; --\r\nX-Evil: 1\r\n\r\n![](javascript:alert) <{TAG}>\u202e"
)
"""A formula, HTML out of text, attributes and scripts, a template, SQL, lines of a header, and Markdown."""

APPS = ("account", "auth", "exercises", "tracker")
HOLDS_NO_WORDS = {
    "account.EmailAddress.email": "validated as an address",
    "account.EmailConfirmation.key": "made by the site",
    "auth.Group.name": "found by name",
    "auth.Permission.codename": "fixed",
    "auth.Permission.name": "fixed",
    "auth.User.email": "validated as an address",
    "auth.User.password": "a digest",
    "exercises.Reference.url": "validated as an address",
    "exercises.Version.kind": "a name of the site's own",
    "exercises.Version.slug": "a slug",
    "tracker.Athlete.calendar_nonce": "made by the site",
    "tracker.Athlete.time_zone": "a name of a list",
}
"""Text fields that people cannot fill with words of theirs, and why."""


def text_fields() -> Iterator[tuple[type[models.Model], models.Field[Any, Any]]]:
    """Yield every field into which somebody, staff included, may write what they like."""
    for model in apps.get_models():
        if model._meta.app_label not in APPS:
            continue
        for field in model._meta.concrete_fields:
            is_text = isinstance(field, models.CharField | models.TextField)
            is_closed = field.choices or isinstance(field, models.SlugField | VocabularyListField)
            is_made = field.name.endswith("digest")
            if is_text and not is_closed and not is_made and str(field) not in HOLDS_NO_WORDS:
                yield model, field


def inject() -> set[str]:
    """Write the payload into every such field of every row that may hold it, and return those fields."""
    filled = set()
    for model, field in text_fields():
        for number, row in enumerate(model._base_manager.all()):
            # What must be unique ends in a number.
            text = PAYLOAD[: (field.max_length or 10_000) - 2] + (str(number) if field.unique else "")
            # Some rows must leave a field empty, by a constraint.
            with suppress(IntegrityError), transaction.atomic():
                model._base_manager.filter(pk=row.pk).update(**{field.name: text})
                filled.add(str(field))
    return filled
