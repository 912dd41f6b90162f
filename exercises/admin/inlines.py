"""Inlines that stay quick however many rows they hold, and that can put their rows in another order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminIntegerFieldWidget, AutocompleteSelect
from django.db import models
from django.db.models import F
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

ASIDE = 10_000
"""Added to the positions of rows while others take their places; no list grows as long as that."""


class NamedAutocompleteSelect(AutocompleteSelect):
    """Autocomplete that knows the names of the rows chosen so far; Django's own asks for each by itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Every form of a formset has its own copy of this widget, and all copies share this mapping.
        self.names: dict[str, str] = {}

    def optgroups(self, name: str, value: Sequence[str], attrs: dict[str, Any] | None = None) -> Any:
        chosen = [one for one in value if one]
        if any(one not in self.names for one in chosen):
            return super().optgroups(name, value, attrs)
        options = [self.create_option(name, "", "", False, 0)]
        options += [self.create_option(name, one, self.names[one], True, 1) for one in chosen]
        return [(None, options, 0)]


class NamedInlineFormSet(BaseInlineFormSet):
    """Tells its autocomplete widgets the names of the rows that it shows."""

    def get_queryset(self) -> models.QuerySet[Any]:
        is_first = not hasattr(self, "_queryset")
        rows = super().get_queryset()
        if is_first:
            for row in rows:
                # Rows are named by what they belong to; without this each would fetch it again.
                setattr(row, self.fk.name, self.instance)
            self._tell_names(rows)
        return rows

    def _tell_names(self, rows: models.QuerySet[Any]) -> None:
        for name, field in self.form.base_fields.items():
            widget = getattr(field.widget, "widget", None)
            if isinstance(widget, NamedAutocompleteSelect):
                related = [getattr(row, name) for row in rows if getattr(row, f"{name}_id") is not None]
                widget.names.update({str(one.pk): str(one) for one in related})


class CatalogueInline(admin.TabularInline):
    """An inline whose related rows come with it in one query."""

    extra = 0
    formset = NamedInlineFormSet
    formfield_overrides: ClassVar[dict[Any, Any]] = {
        column: {"widget": forms.Textarea(attrs={"rows": 3, "cols": 40})}
        for column in (models.CharField, models.TextField)
    }
    related: tuple[str, ...] = ()

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        rows = super().get_queryset(request)
        return rows.select_related(*self.related) if self.related else rows

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = NamedAutocompleteSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class OrderedForm(forms.ModelForm):
    """A row with a position, which may stay empty: the row then goes to the end."""

    position = forms.IntegerField(
        label=_("position"), required=False, min_value=1, max_value=ASIDE - 1, widget=AdminIntegerFieldWidget
    )

    def _get_validation_exclusions(self) -> set[str]:
        # Positions are dealt out anew on saving; whether the database holds one at the moment says nothing.
        return {*super()._get_validation_exclusions(), "position"}  # type: ignore[misc]


class OrderedFormSet(NamedInlineFormSet):
    """Rows that may change places, though the database allows each position once."""

    def save(self, commit: bool = True) -> Any:
        if commit and self.has_changed():
            self._deal_out_positions()
        return super().save(commit)

    def _deal_out_positions(self) -> None:
        """Number the rows from 1, in the order that their positions say."""
        kept = sorted(kept_forms(self), key=_place)
        model: Any = self.model
        rows = model._default_manager.filter(**{self.fk.name: self.instance})
        rows.update(position=F("position") + ASIDE)
        for position, form in enumerate(kept, start=1):
            form.instance.position = position
            if form.instance.pk is not None:
                rows.filter(pk=form.instance.pk).update(position=position)


def kept_forms(formset: BaseInlineFormSet) -> list[Any]:
    """Return the forms of the rows that will be there after saving."""
    return [
        form
        for form in formset.forms
        if form not in formset.deleted_forms and (form.instance.pk is not None or form.has_changed())
    ]


def _place(form: forms.ModelForm) -> tuple[int, int]:
    """Return what to sort by: a row that moves up goes before the one in its new place, else after it."""
    wanted = form.cleaned_data.get("position") or ASIDE
    before = form.initial.get("position", ASIDE)
    return wanted, (wanted > before) - (wanted < before)


class OrderedInline(CatalogueInline):
    """Ordered rows: steps of an exercise, exercises of a routine."""

    form = OrderedForm
    formset = OrderedFormSet
    ordering = ("position",)
