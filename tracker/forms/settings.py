"""What an athlete can set: the time zone, the sessions a week, and whose published values are shown."""

from __future__ import annotations

from functools import cache
from itertools import groupby
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from exercises.models.fields import choices_of
from tracker.domain.measuring import NormGroup
from tracker.models.athlete import DEFAULT_TIME_ZONE

REGIONS = {
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
}
Choices = list[tuple[str, Any]]


@cache
def time_zone_choices() -> Choices:
    """Return the places of the time zone database, grouped by region; its old aliases are left out."""
    names = sorted(name for name in available_timezones() if name.split("/")[0] in REGIONS and "/" in name)
    groups = groupby(names, key=lambda name: name.split("/")[0])
    places = [(region, [(name, _place(name)) for name in members]) for region, members in groups]
    return [(DEFAULT_TIME_ZONE, DEFAULT_TIME_ZONE), *places]


def _place(name: str) -> str:
    """Return "Argentina, Buenos Aires" for "America/Argentina/Buenos_Aires"."""
    return ", ".join(name.split("/")[1:]).replace("_", " ")


class SettingsForm(forms.Form):
    """Its values go to `change_settings`."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("Decides on which day a session counts. Days that you have logged stay as they are."),
    )
    sessions_a_week = forms.IntegerField(
        label=_("Sessions a week"),
        min_value=1,
        max_value=14,
        help_text=_("How many you want to do, 1 to 14. Your progress is shown against this number."),
    )
    norm_group = forms.ChoiceField(
        label=_("Published values of"),
        required=False,
        choices=[("", _("all people")), *choices_of(NormGroup)],
        help_text=_("Whose published range of motion stands beside yours. It is used for nothing else."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = time_zone_choices()
        current = self.initial.get("time_zone", DEFAULT_TIME_ZONE)
        if current.split("/")[0] not in REGIONS | {DEFAULT_TIME_ZONE}:
            choices = [(current, current), *choices]
        self.fields["time_zone"].choices = choices  # type: ignore[attr-defined]
