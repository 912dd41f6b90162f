"""Model fields for the catalogue's closed vocabularies."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from exercises.domain.text import LabelledEnum

if TYPE_CHECKING:
    # A row's value is a member of the field's own vocabulary, which only the field knows.
    _CharField = models.CharField[Any, Any]
    _TextField = models.TextField[Any, Any]
else:
    _CharField = models.CharField
    _TextField = models.TextField


def choices_of(vocabulary: type[LabelledEnum]) -> list[tuple[str, str | Promise]]:
    """Return the vocabulary as Django choices, its labels translated."""
    return [(one.value, _(one.label)) for one in vocabulary]


class VocabularyField(_CharField):
    """One value of a vocabulary, read as its enum member."""

    def __init__(self, *args: Any, vocabulary: type[LabelledEnum], **kwargs: Any) -> None:
        self.vocabulary = vocabulary
        kwargs.setdefault("max_length", 40)
        kwargs["choices"] = choices_of(vocabulary)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["choices"]
        kwargs["vocabulary"] = self.vocabulary
        return name, path, args, kwargs

    def from_db_value(self, value: str | None, *_args: object) -> StrEnum | str | None:
        return self.to_python(value)

    def to_python(self, value: Any) -> Any:
        """Return the member; a value that no member has stays text, for validation to refuse."""
        if value in self.empty_values:
            return value
        try:
            return self.vocabulary(value)
        except ValueError:
            return str(value)


class VocabularyListField(_TextField):
    """Several values of a vocabulary in one column, as `|wall|pad|`.

    The bars make `has` an ordinary LIKE on both databases: `filter(equipment__has="wall")`. A handful of tags
    is read with its row this way; link tables would cost a query each on every page.
    """

    def __init__(self, *args: Any, vocabulary: type[LabelledEnum], **kwargs: Any) -> None:
        self.vocabulary = vocabulary
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", tuple)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs["vocabulary"] = self.vocabulary
        return name, path, args, kwargs

    def from_db_value(self, value: str | None, *_args: object) -> tuple[Any, ...]:
        return self.to_python(value)

    def to_python(self, value: Any) -> tuple[Any, ...]:
        if isinstance(value, str):
            value = [one for one in value.split("|") if one]
        return tuple(self._member(one) for one in value or ())

    def get_prep_value(self, value: Iterable[str] | None) -> str:
        values = [str(one) for one in value or ()]
        return f"|{'|'.join(values)}|" if values else ""

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj))

    def validate(self, value: Iterable[str], model_instance: models.Model | None) -> None:
        values = list(value)
        if not values and not self.blank:
            raise ValidationError(self.error_messages["blank"], code="blank")
        for one in values:
            if not isinstance(one, self.vocabulary):
                raise ValidationError(
                    _("%(value)s is not a known value."), code="invalid_choice", params={"value": one}
                )

    def formfield(self, **kwargs: Any) -> forms.Field:
        """Return checkboxes; a widget that a caller chose for text, as the admin does, would not fit."""
        kwargs.pop("widget", None)
        defaults = {
            "choices": choices_of(self.vocabulary),
            "required": not self.blank,
            "label": capfirst(self.verbose_name),
            "help_text": self.help_text,
            "widget": forms.CheckboxSelectMultiple,
        }
        return forms.MultipleChoiceField(**{**defaults, **kwargs})

    def save_form_data(self, instance: models.Model, data: Iterable[str]) -> None:
        """Take the ticked values, those that were there before in the order that they had.

        Saving a form in which nothing was changed then changes nothing.
        """
        chosen = self.to_python(data)
        before = [one for one in self.value_from_object(instance) if one in chosen]
        setattr(instance, self.name, (*before, *(one for one in chosen if one not in before)))

    def _member(self, value: str) -> str:
        try:
            return self.vocabulary(value)
        except ValueError:
            return value


@VocabularyListField.register_lookup
class Has(models.Lookup):
    """`field__has=value`: the list holds the value."""

    lookup_name = "has"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        lhs, lhs_params = self.process_lhs(compiler, connection)
        wanted = connection.ops.prep_for_like_query(self.rhs)
        return rf"{lhs} LIKE %s ESCAPE '\'", (*lhs_params, f"%|{wanted}|%")
