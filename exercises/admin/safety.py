"""Conditions and red flags with their rules: for those who may review what is safe."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from exercises.admin.base import CatalogueAdmin, ReasonForm
from exercises.admin.inlines import CatalogueInline, NamedInlineFormSet
from exercises.domain.vocabulary import ConditionKind
from exercises.models import Condition, Contraindication
from exercises.services.staff_rules import REVIEW_SAFETY


class ConditionForm(ReasonForm):
    """Says what an import would refuse: a question that nobody is asked, a red flag that has rules."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if _leads_back(self.instance, cleaned.get("follows")):
            self.add_error("follows", gettext("It leads back to this condition: nobody would be asked."))
        is_flag = cleaned.get("kind") == ConditionKind.RED_FLAG
        if is_flag and self.instance.pk and _rules_of_exercises([self.instance]).exists():
            self.add_error(
                "kind", gettext("Exercises have rules for it. A red flag stops every exercise as it is.")
            )
        return cleaned


class ConditionRuleForm(forms.ModelForm):
    """A rule about a stress tag. Those about one exercise are part of it, and published with it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "stress" in self.fields:
            self.fields["stress"].required = True


class ConditionRuleFormSet(NamedInlineFormSet):
    """Says what the database would refuse: two new rules for one tag."""

    def clean(self) -> None:
        super().clean()
        kept = [one for one in self.forms if one not in self.deleted_forms and hasattr(one, "cleaned_data")]
        if self.instance.kind == ConditionKind.RED_FLAG and any(one.cleaned_data for one in kept):
            raise ValidationError(gettext("A red flag stops every exercise as it is, and has no rules."))
        seen: set[str] = set()
        for form in kept:
            tag = form.cleaned_data.get("stress")
            if not tag:
                continue
            if tag in seen:
                raise ValidationError(gettext("The condition has a rule for this stress tag already."))
            seen.add(tag)


class ConditionRuleInline(CatalogueInline):
    model = Contraindication
    form = ConditionRuleForm
    formset = ConditionRuleFormSet
    fields = ("stress", "verdict", "advice", "once_cleared", "source")
    autocomplete_fields = ("source",)
    related = ("source",)
    ordering = ("pk",)
    verbose_name = _("rule for a stress tag")
    verbose_name_plural = _("rules for stress tags; those for single exercises are part of the exercises")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).filter(exercise=None)


@admin.register(Condition)
class ConditionAdmin(CatalogueAdmin):
    form = ConditionForm
    list_display = ("name", "kind", "order", "question", "follows", "updated_at")
    list_select_related = ("follows",)
    list_filter = ("kind",)
    search_fields = ("name", "slug", "question", "explanation")
    ordering = ("kind", "order", "name")
    autocomplete_fields = ("sources", "follows")
    inlines = (ConditionRuleInline,)
    parts = (Contraindication,)
    fieldsets = (
        (None, {"fields": ("name", "slug", "kind", "order", "question", "follows", "explanation")}),
        (_("Safety"), {"fields": ("action", "clinician_if")}),
        (_("Evidence"), {"fields": ("sources",)}),
        CatalogueAdmin.record,
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and request.user.has_perm(REVIEW_SAFETY)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and request.user.has_perm(REVIEW_SAFETY)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and request.user.has_perm(REVIEW_SAFETY)

    def in_the_way(self, objs: Any) -> list[str]:
        found = super().in_the_way(objs)
        count = _rules_of_exercises(objs).count()
        if count:
            found.append(ngettext("%d rule of an exercise", "%d rules of exercises", count) % count)
        return found


@admin.register(Contraindication)
class ContraindicationAdmin(admin.ModelAdmin):
    """All rules in one list, to be reviewed across conditions.

    They are changed where they belong, so that each change becomes a version: with the condition, or in a
    draft of the exercise.
    """

    list_display = ("condition", "stress", "exercise", "verdict", "advice", "once_cleared", "source")
    list_filter = ("verdict", "stress", "condition__kind")
    list_select_related = ("condition", "exercise", "source")
    search_fields = ("condition__name", "exercise__name", "stress", "advice")
    ordering = ("condition__kind", "condition__order", "condition__name", "pk")

    class Media:
        css: ClassVar[dict[str, tuple[str, ...]]] = {"all": ("exercises/admin.css",)}

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).filter(exercise__revises=None)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _rules_of_exercises(conditions: Any) -> models.QuerySet[Contraindication]:
    return Contraindication.objects.filter(condition__in=conditions).exclude(exercise=None)


def _leads_back(condition: Condition, follows: Condition | None) -> bool:
    """Say whether what a condition is asked after is, in the end, asked after itself; a query a step."""
    seen: set[int | None] = set()
    while follows is not None and follows.pk not in seen:
        if follows.pk == condition.pk:
            return True
        seen.add(follows.pk)
        follows = follows.follows
    return False
