"""The one answer of the morning after."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tracker.domain.pain import PAINS


class MorningForm(forms.Form):
    """Its value goes to `answer_morning`."""

    pain = forms.TypedChoiceField(
        choices=[(number, number) for number in PAINS],
        coerce=int,
        error_messages={
            "required": _("Choose a number from 0 to 10."),
            "invalid_choice": _("Choose a number from 0 to 10."),
        },
    )
