"""A form that does not write over what somebody else saved while it was open."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext as _

from exercises.models import Exercise
from exercises.services.write_document import describe, digest


class WatchfulForm(forms.ModelForm):
    """Carries the digest of what its row said when it was opened, parts included."""

    opened = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            # Asked when it is needed: whoever may only read pays nothing for it.
            self.fields["opened"].initial = lambda: says_now(self.instance)

    @property
    def said(self) -> str:
        """The digest of what the row says, as the form was shown or sent; "" for a new row."""
        return str(self["opened"].initial or "")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.data.get("opened", "") != self.said:
            # Saving once more is meant: whoever does has been told.
            data = cast("QueryDict", self.data).copy()
            data["opened"] = self.said
            self.data = data
            raise ValidationError(
                _(
                    "Somebody else saved this while you had it open. Nothing of yours is saved yet: it "
                    "stands below as you typed it. Look in another tab at what it says now. Saving once more "
                    "saves what stands below."
                )
            )
        return cleaned


def says_now(row: models.Model) -> str:
    """Return the digest of what a row of the catalogue says in the database."""
    rows: Any = Exercise.everything if isinstance(row, Exercise) else type(row)._default_manager
    return digest(describe(rows.for_document().filter(pk=row.pk)[0]))
