"""The fields of an exercise's page, in their fieldsets."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

STANDING = ("status", "last_editor", "still_missing", "published_version", "origin", "updated_at")
"""Where an exercise stands: read, never written by hand."""

FIELDSETS: Any = (
    (
        _("Identity"),
        {
            "fields": (
                "name",
                "slug",
                "synonyms",
                "summary",
                "aim",
                "level",
                "position",
                "equipment",
                "optional_equipment",
                "stretches",
                "works",
                "sports",
            )
        },
    ),
    (
        _("Dosage"),
        {
            "fields": (
                ("sets_min", "sets_max"),
                ("reps_min", "reps_max", "rep_unit"),
                ("hold_min_s", "hold_max_s", "rest_s"),
                "each",
                ("days_min", "days_max"),
                "records",
                "dosage_note",
            ),
            "description": _(
                "Seconds are of one rep where there are reps, else of the whole set. "
                "A single number stands in both bounds."
            ),
        },
    ),
    (_("Safety"), {"fields": ("stress", "no_known_contraindication", "cautions")}),
    (_("Evidence"), {"fields": ("sources", "note")}),
    (
        _("Publication"),
        {"fields": STANDING},
    ),
)
