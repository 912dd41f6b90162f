"""Routines with their exercises, and programmes with their routines."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exercises.admin.base import CatalogueAdmin
from exercises.admin.inlines import OrderedFormSet, OrderedInline, kept_forms
from exercises.domain.vocabulary import PatternKind
from exercises.models import Exercise, Programme, ProgrammeTrack, Routine, RoutineItem


class RoutineItemFormSet(OrderedFormSet):
    def clean(self) -> None:
        super().clean()
        if not kept_forms(self):
            raise ValidationError(gettext("A routine holds at least one exercise."))


class RoutineItemInline(OrderedInline):
    model = RoutineItem
    formset = RoutineItemFormSet
    fields = ("position", "exercise", "sets", "reps_min", "reps_max", "hold_min_s", "hold_max_s", "note")
    autocomplete_fields = ("exercise",)
    related = ("exercise",)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Refuse drafts: a routine is on the site."""
        if db_field.name == "exercise":
            kwargs["queryset"] = Exercise.objects.known()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class ProgrammeTrackFormSet(OrderedFormSet):
    def clean(self) -> None:
        super().clean()
        kept = kept_forms(self)
        if not kept:
            raise ValidationError(gettext("A programme holds at least one routine."))
        if self.instance.pattern != PatternKind.WEEKLY:
            return
        if any(form.is_valid() and form.cleaned_data.get("times_min") is None for form in kept):
            raise ValidationError(gettext("In a weekly programme each routine says how often, at least."))


class ProgrammeTrackInline(OrderedInline):
    model = ProgrammeTrack
    formset = ProgrammeTrackFormSet
    fields = ("position", "routine", "times_min", "times_max")
    autocomplete_fields = ("routine",)
    related = ("routine",)


@admin.register(Routine)
class RoutineAdmin(CatalogueAdmin):
    list_display = ("name", "order", "days_min", "days_max", "updated_at")
    search_fields = ("name", "slug", "summary")
    inlines = (RoutineItemInline,)
    fieldsets = (
        (None, {"fields": ("name", "slug", "order", "summary", "description")}),
        (_("Dosage"), {"fields": (("days_min", "days_max"),)}),
        (_("Safety"), {"fields": ("cautions",)}),
        (_("Evidence"), {"fields": ("sources",)}),
        CatalogueAdmin.record,
    )


@admin.register(Programme)
class ProgrammeAdmin(CatalogueAdmin):
    list_display = ("name", "order", "pattern", "every_days", "updated_at")
    list_filter = ("pattern",)
    search_fields = ("name", "slug", "summary")
    inlines = (ProgrammeTrackInline,)
    fieldsets = (
        (None, {"fields": ("name", "slug", "order", "summary", "description")}),
        (_("Pattern"), {"fields": (("pattern", "every_days"),)}),
        (_("Safety"), {"fields": ("cautions",)}),
        (_("Evidence"), {"fields": ("sources",)}),
        CatalogueAdmin.record,
    )
