"""What belongs to an exercise and is edited with it: steps, faults, ladder and rules."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exercises.admin.inlines import CatalogueInline, NamedInlineFormSet, OrderedInline
from exercises.models import Contraindication, Fault, Progression, Step


class StepInline(OrderedInline):
    model = Step
    fields = ("position", "text")


class FaultInline(OrderedInline):
    model = Fault
    fields = ("position", "fault", "fix")


class ProgressionFormSet(NamedInlineFormSet):
    """Knows that a working copy and what it revises are one exercise."""

    def clean(self) -> None:
        super().clean()
        own = {self.instance.pk, self.instance.revises_id} - {None}
        for form in self.forms:
            other = form.cleaned_data.get("other") if hasattr(form, "cleaned_data") else None
            if other is not None and other.pk in own:
                raise ValidationError(gettext("An exercise is not its own neighbour."))


class ProgressionInline(CatalogueInline):
    model = Progression
    formset = ProgressionFormSet
    fk_name = "exercise"
    fields = ("direction", "other", "when")
    autocomplete_fields = ("other",)
    related = ("other",)
    ordering = ("pk",)


class ExerciseRuleInline(CatalogueInline):
    model = Contraindication
    fields = ("condition", "verdict", "advice", "once_cleared", "source")
    autocomplete_fields = ("condition", "source")
    related = ("condition", "source")
    ordering = ("pk",)
    verbose_name = _("contraindication of this exercise")
    verbose_name_plural = _("contraindications of this exercise, beside those of its stress tags")
