"""What staff read of an exercise that is no field of it: what it lacks, and where it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import admin
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exercises.models import Exercise
from exercises.models.review import OF_CONTENT, lacks_of
from exercises.presenters.text import label_of
from exercises.services.record_version import display_name

LISTS = ("equipment", "optional_equipment", "stretches", "works", "sports", "records", "stress")
"""Columns that hold several values of a vocabulary."""

IN_WORDS = {name: f"{name}_in_words" for name in LISTS}
"""What stands for them where they are only read."""


def _in_words(name: str) -> Callable[[Any, Exercise], str]:
    """Return a column that names the values as readers do."""

    field = cast("models.Field[Any, Any]", Exercise._meta.get_field(name))

    @admin.display(description=field.verbose_name)
    def words(self: Any, row: Exercise) -> str:
        return ", ".join(map(label_of, getattr(row, name))) or "–"

    return words


class ExerciseColumns:
    """Columns of the list and read-only fields of the page."""

    equipment_in_words = _in_words("equipment")
    optional_equipment_in_words = _in_words("optional_equipment")
    stretches_in_words = _in_words("stretches")
    works_in_words = _in_words("works")
    sports_in_words = _in_words("sports")
    records_in_words = _in_words("records")
    stress_in_words = _in_words("stress")

    @admin.display(description=_("completeness"))
    def completeness(self, row: Exercise) -> str:
        lacks = [label_of(one) for one in lacks_of(row, today=timezone.localdate())]
        return ", ".join(lacks) or gettext("complete")

    @admin.display(description=_("working copy"), empty_value="–")
    def draft(self, row: Exercise) -> str | None:
        copy = getattr(row, "working_copy", None)
        if copy is None:
            return None
        address = reverse("admin:exercises_exercise_change", args=[copy.pk])
        return format_html('<a href="{}">{}</a>', address, label_of(copy.status))

    @admin.display(description=_("address"))
    def address(self, row: Exercise) -> str:
        return (row.revises or row).get_absolute_url()

    @admin.display(description=_("last edited by"))
    def last_editor(self, row: Exercise) -> str:
        return display_name(row.edited_by) or "–"

    @admin.display(description=_("still missing"))
    def still_missing(self, row: Exercise) -> str:
        lacks = [one for one in lacks_of(row, today=timezone.localdate()) if one in OF_CONTENT]
        if not lacks:
            return gettext("Nothing.")
        items = format_html_join("", "<li>{}</li>", ((label_of(one),) for one in lacks))
        return format_html("<ul>{}</ul>", items)

    @admin.display(description=_("on the site"))
    def published_version(self, row: Exercise) -> str:
        version = (row.revises or row).version
        if version is None:
            return gettext("Never published.")
        if version.reviewed_on is None:
            return gettext("Version %d, not reviewed by a clinician.") % version.number
        return gettext("Version %(number)d, reviewed by a %(role)s on %(day)s.") % {
            "number": version.number,
            "role": version.reviewer_role,
            "day": date_format(version.reviewed_on),
        }
