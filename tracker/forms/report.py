"""Making a link to the report: whose name it carries, how long it works, which time it shows first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tracker.models.sharing import MAX_NAME

DAYS_OPEN = (1, 7, 30, 90)
DEFAULT_DAYS = 30
"""Product defaults."""


class ShareForm(forms.Form):
    """Its name and days go to `make_link`; the period stands in the address alone."""

    name = forms.CharField(
        label=_("Name on the report"),
        max_length=MAX_NAME,
        required=False,
        help_text=_("As your clinician knows you. Left empty, the report names nobody."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    days = forms.TypedChoiceField(label=_("Works for"), coerce=int, initial=DEFAULT_DAYS)
    period = forms.ChoiceField(label=_("Shows the last"))

    def __init__(
        self, data: QueryDict | None = None, *, periods: Iterable[tuple[str, Any]], period: str
    ) -> None:
        super().__init__(data, initial={"period": period})
        self.fields["days"].choices = [(count, _days_words(count)) for count in DAYS_OPEN]  # type: ignore[attr-defined]
        self.fields["period"].choices = list(periods)  # type: ignore[attr-defined]


def _days_words(count: int) -> str:
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": count}
