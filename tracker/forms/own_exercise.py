"""An exercise of a person's own: its name, and what its sets hold."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exercises.domain.own_exercise import MAX_NAME, Measure, UnfitNameError, own_name
from exercises.domain.vocabulary import Recorded
from exercises.models.fields import choices_of


class OwnNameField(forms.CharField):
    """A name that stands among others without disturbing them."""

    def __init__(self, **kwargs: Any) -> None:
        # Longer than a name may be, so that the words of `own_name` are shown and not the browser's silence.
        super().__init__(max_length=10 * MAX_NAME, **kwargs)

    def clean(self, value: Any) -> str:
        try:
            return own_name(super().clean(value))
        except UnfitNameError as error:
            raise forms.ValidationError(gettext(str(error)), code="name") from None


class RenameForm(forms.Form):
    """Its value goes to `rename_own_exercise`."""

    name = OwnNameField(label=_("Name"))


class OwnExerciseForm(RenameForm):
    """Its values go to `make_own_exercise`."""

    measure = forms.TypedChoiceField(
        label=_("Counted in"), choices=choices_of(Measure), coerce=Measure, initial=Measure.REPS
    )
    sides = forms.ChoiceField(
        label=_("Sides"),
        choices=[("one", _("both together")), ("each", _("each side apart"))],
        initial="one",
    )
    has_load = forms.BooleanField(label=_("Note the load as well"), required=False)
    has_distance = forms.BooleanField(label=_("Note the distance as well"), required=False)

    @property
    def values(self) -> dict[str, Any]:
        """What to make; only of a valid form."""
        data = self.cleaned_data
        records = ((Recorded.LOAD, data["has_load"]), (Recorded.DISTANCE, data["has_distance"]))
        return {
            "name": data["name"],
            "measure": data["measure"],
            "is_each_side": data["sides"] == "each",
            "records": tuple(one for one, is_wanted in records if is_wanted),
        }
