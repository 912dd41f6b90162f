"""A pause of the plan: from when, and until when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tracker.forms.fields import DayField

FURTHEST = timedelta(days=366)
"""How far back and ahead a pause may reach: a year, so that a slip of the finger is caught."""


class PauseForm(forms.Form):
    """Its values go to `pause_plan`."""

    first_day = DayField(label=_("First day"), missing=_("Enter the first day of the pause."))
    last_day = DayField(
        label=_("Last day"),
        required=False,
        help_text=_("Left empty, the plan is paused until you go on."),
    )

    def __init__(self, data: QueryDict | None = None, *, today: date) -> None:
        super().__init__(data, initial={"first_day": today})
        self.today = today

    def clean_first_day(self) -> date:
        return self._within_a_year(self.cleaned_data["first_day"])

    def clean_last_day(self) -> date | None:
        last: date | None = self.cleaned_data["last_day"]
        return last and self._within_a_year(last)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day lies before the first one."))
        return data

    def _within_a_year(self, day: date) -> date:
        if abs(day - self.today) > FURTHEST:
            raise forms.ValidationError(_("This is more than a year away."), code="far")
        return day
