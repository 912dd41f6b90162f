"""Conditions and red flags with their rules."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from exercises.admin.base import CatalogueAdmin
from exercises.admin.inlines import CatalogueInline
from exercises.models import Condition, Contraindication


class ConditionRuleInline(CatalogueInline):
    model = Contraindication
    fields = ("stress", "exercise", "verdict", "advice", "source")
    autocomplete_fields = ("exercise", "source")
    related = ("exercise", "source")
    ordering = ("pk",)


@admin.register(Condition)
class ConditionAdmin(CatalogueAdmin):
    list_display = ("name", "kind", "order", "question", "updated_at")
    list_filter = ("kind",)
    search_fields = ("name", "slug", "question", "explanation")
    ordering = ("kind", "order", "name")
    inlines = (ConditionRuleInline,)
    fieldsets = (
        (None, {"fields": ("name", "slug", "kind", "order", "question", "explanation")}),
        (_("Safety"), {"fields": ("action", "clinician_if")}),
        (_("Evidence"), {"fields": ("sources",)}),
        CatalogueAdmin.record,
    )


@admin.register(Contraindication)
class ContraindicationAdmin(admin.ModelAdmin):
    """All rules in one list, to be reviewed across conditions."""

    list_display = ("condition", "stress", "exercise", "verdict", "advice", "source")
    list_filter = ("verdict", "stress", "condition__kind")
    list_select_related = ("condition", "exercise", "source")
    search_fields = ("condition__name", "exercise__name", "stress", "advice")
    autocomplete_fields = ("condition", "exercise", "source")
    ordering = ("condition__kind", "condition__order", "condition__name", "pk")
