"""The catalogue's filters, as they stand in the address of the page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.urls import reverse_lazy
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from exercises.domain.text import LabelledEnum
from exercises.domain.vocabulary import Aim, Equipment, Position, Sport
from exercises.models import Level

NOTHING_NEEDED = "none"
MAX_SEARCH = 100


class Select(forms.Select):
    """A select without groups, written in one go: the framework renders two templates for each option."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        widget = self.get_context(name, value, attrs)["widget"]
        options = format_html_join(
            "",
            "<option{}>{}</option>",
            (
                (flatatt({"value": one["value"], "selected": one["selected"]}), one["label"])
                for _group, members, _index in widget["optgroups"]
                for one in members
            ),
        )
        return format_html("<select{}>{}</select>", flatatt({"name": name, **widget["attrs"]}), options)


def _choices(vocabulary: type[LabelledEnum]) -> list[tuple[str, str | Promise]]:
    return [(one.value, capfirst(_(one.label))) for one in vocabulary]


def _at_once(trigger: str) -> dict[str, Any]:
    """Return the attributes that make a field's change show without a press of the button."""
    return {
        "hx-get": reverse_lazy("exercises:exercise-list"),
        "hx-trigger": trigger,
        "hx-include": "closest form",
    }


def _filter(label: Any, everything: Any, choices: list[Any]) -> forms.ChoiceField:
    unknown = {"invalid_choice": _("There is no such filter as “%(value).40s”, so it was left out.")}
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=[("", everything), *choices],
        widget=Select(attrs=_at_once("change")),
        error_messages=unknown,
    )


class CatalogueFilterForm(forms.Form):
    """Search words and filters. What is wrong is named and left out; what is right still counts."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=MAX_SEARCH,
        widget=forms.TextInput(
            attrs={
                "type": "search",
                "autocomplete": "off",
                "enterkeyhint": "search",
                "spellcheck": "false",
                **_at_once("input changed delay:300ms"),
            }
        ),
        error_messages={
            "max_length": _("Search for %(limit_value)d characters at most. This search was left out.")
        },
    )
    aim = _filter(_("Aim"), _("Any aim"), _choices(Aim))
    level = _filter(
        _("Level"), _("Any level"), [(str(value), capfirst(name)) for value, name in Level.choices]
    )
    position = _filter(_("Position"), _("Any position"), _choices(Position))
    equipment = _filter(
        _("Equipment"), _("Any equipment"), [(NOTHING_NEEDED, _("Nothing needed")), *_choices(Equipment)]
    )
    sport = _filter(_("Sport"), _("Any sport"), _choices(Sport))

    def wanted(self) -> dict[str, str]:
        """Return the valid fields that are filled in, by name; never raises."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
