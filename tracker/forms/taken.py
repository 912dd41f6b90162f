"""What the forms of measurements and of other tests have in common: which row it is, and its day."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tracker.forms.fields import NotesField
from tracker.forms.reading import TakenOnField
from tracker.models.taken import MAX_NOTES

MOST_VERSION = 2**31 - 1


class TakenForm(forms.Form):
    """The hidden fields say which row it is; `version` is that of the row when the form was opened."""

    id = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": _("The form was damaged.")})
    version = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=1, max_value=MOST_VERSION
    )
    taken_on = TakenOnField(label=_("Day"))
    notes = NotesField(
        label=_("Notes"),
        required=False,
        max_length=MAX_NOTES,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "max_length": _("Keep notes to %(limit_value)d characters; these are %(show_value)d.")
        },
    )

    @property
    def entry(self) -> Any:
        """What to record; only of a valid form."""
        raise NotImplementedError

    @property
    def posted_version(self) -> int:
        """The version that was open when the form was sent; 0 where the form names none."""
        return self.cleaned_data.get("version") or 0

    @property
    def is_damaged(self) -> bool:
        """Whether a field is wrong that nobody fills in."""
        return any(field.errors for field in self.hidden_fields())

    @property
    def has_visible_errors(self) -> bool:
        """Whether a field that a person fills in is wrong."""
        return any(field.errors for field in self.visible_fields())

    def again(self, **values: str) -> Self:
        """Return the same form, checked, with other values of hidden fields."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        for name, value in values.items():
            data[name] = value
        form = self.like(data)
        form.is_valid()
        return form

    def like(self, data: QueryDict) -> Self:
        """Return a form of the same kind with other data."""
        return type(self)(data)

    def with_fresh_id(self) -> Self:
        return self.again(id=str(uuid.uuid4()))
