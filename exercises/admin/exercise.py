"""Exercises with their steps, faults, ladder and rules."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from exercises.admin.base import CatalogueAdmin
from exercises.admin.filters import vocabulary_filter
from exercises.admin.inlines import CatalogueInline, OrderedInline
from exercises.domain.vocabulary import Equipment, Muscle, Sport, Status, StressTag
from exercises.models import Contraindication, Exercise, Fault, Progression, Step


class StepInline(OrderedInline):
    model = Step
    fields = ("position", "text")


class FaultInline(OrderedInline):
    model = Fault
    fields = ("position", "fault", "fix")


class ProgressionInline(CatalogueInline):
    model = Progression
    fk_name = "exercise"
    fields = ("direction", "other", "when")
    autocomplete_fields = ("other",)
    related = ("other",)
    ordering = ("pk",)


class ExerciseRuleInline(CatalogueInline):
    model = Contraindication
    fields = ("condition", "verdict", "advice", "source")
    autocomplete_fields = ("condition", "source")
    related = ("condition", "source")
    ordering = ("pk",)
    verbose_name = _("contraindication of this exercise")
    verbose_name_plural = _("contraindications of this exercise, beside those of its stress tags")


@admin.register(Exercise)
class ExerciseAdmin(CatalogueAdmin):
    list_display = ("name", "aim", "level", "position", "is_offered", "updated_at")
    list_filter = (
        "status",
        "aim",
        "level",
        "position",
        vocabulary_filter(_("equipment"), Equipment, "equipment", "optional_equipment"),
        vocabulary_filter(_("sport"), Sport, "sports"),
        vocabulary_filter(_("stress tag"), StressTag, "stress"),
        vocabulary_filter(_("muscle"), Muscle, "stretches", "works"),
    )
    search_fields = ("name", "slug", "synonyms", "summary")
    actions = ("archive", "unarchive")
    inlines = (StepInline, FaultInline, ProgressionInline, ExerciseRuleInline)
    fieldsets = (
        (
            None,
            {"fields": ("name", "slug", "synonyms", "summary", "aim", "level", "position")},
        ),
        (
            _("For whom, and with what"),
            {"fields": ("equipment", "optional_equipment", "stretches", "works", "sports")},
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
        (_("Safety"), {"fields": ("stress", "cautions")}),
        (_("Evidence"), {"fields": ("sources", "note")}),
        CatalogueAdmin.record,
    )

    @admin.action(description=_("Archive: keep for the history, offer to no one"), permissions=["change"])
    def archive(self, request: HttpRequest, queryset: QuerySet[Exercise]) -> None:
        count = queryset.update(status=Status.ARCHIVED, updated_at=timezone.now())
        message = ngettext("%d exercise archived.", "%d exercises archived.", count) % count
        self.message_user(request, message, messages.SUCCESS)

    @admin.action(description=_("Offer again"), permissions=["change"])
    def unarchive(self, request: HttpRequest, queryset: QuerySet[Exercise]) -> None:
        count = queryset.update(status=Status.PUBLISHED, updated_at=timezone.now())
        message = ngettext("%d exercise is offered again.", "%d exercises are offered again.", count) % count
        self.message_user(request, message, messages.SUCCESS)

    @admin.display(description=_("offered"), boolean=True, ordering="status")
    def is_offered(self, row: Exercise) -> bool:
        return row.is_offered

    def in_the_way(self, objs: Any) -> list[str]:
        found = super().in_the_way(objs)
        advice = _("Archive it instead: it is then kept for the history and offered to no one.")
        return [*found, str(advice)] if found else []

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Say where the ladder leads one way only: the exercise at the other end has to be edited as well."""
        super().save_related(request, form, formsets, change)
        for step in Progression.objects.without_way_back(form.instance):
            message = _(
                "%(other)s is on this ladder, but does not lead back here. Add this exercise to its ladder."
            )
            self.message_user(request, message % {"other": step.other}, messages.WARNING)
