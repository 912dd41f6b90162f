"""The file of another app, and what the names in it stand for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tracker.services.begin_import import KEEP, LEAVE, field_of


class ImportFileForm(forms.Form):
    """Its values go to `survey_upload`."""

    file = forms.FileField(
        label=_("The file"),
        max_length=None,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv,text/plain"}),
        help_text=_("The CSV export of Strong, Hevy or FitNotes, at most 20 MB."),
        error_messages={
            "required": _("Choose a file first."),
            "invalid": _("Choose a file first."),
            "missing": _("Choose a file first."),
            "empty": _("The file is empty."),
        },
    )
    load_unit = forms.ChoiceField(
        label=_("Weights are in"), choices=[("kg", _("kilograms")), ("lb", _("pounds"))], initial="kg"
    )
    distance_unit = forms.ChoiceField(
        label=_("Distances are in"),
        choices=[("km", _("kilometres")), ("m", _("metres")), ("mi", _("miles"))],
        initial="km",
        help_text=_("Both count only where the file itself names no units, as some files of Strong do not."),
    )


class NamesForm(forms.Form):
    """What each name of a file stands for; `choices` goes to `begin_import`."""

    def __init__(self, data: Any, *, names: Sequence[str], slugs: Iterable[str]) -> None:
        super().__init__(data)
        self.names = names
        allowed = [(one, one) for one in (KEEP, LEAVE, *slugs)]
        for number in range(len(names)):
            self.fields[field_of(number)] = forms.ChoiceField(choices=allowed)

    @property
    def choices(self) -> dict[str, str]:
        """What was chosen for each name; only of a valid form."""
        return {name: self.cleaned_data[field_of(number)] for number, name in enumerate(self.names)}
