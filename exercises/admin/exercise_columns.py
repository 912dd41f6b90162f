"""What staff read of an exercise that is no field of it: what it lacks, and where it stands."""

from __future__ import annotations

from django.contrib import admin
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


class ExerciseColumns:
    """Columns of the list and read-only fields of the page."""

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

    @admin.display(description=_("last edited by"), empty_value="–")
    def last_editor(self, row: Exercise) -> str | None:
        return display_name(row.edited_by) or None

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
