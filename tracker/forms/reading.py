"""Fields for what is read off an instrument, and the day on which it was."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tracker.domain.weeks import AHEAD
from tracker.forms.fields import EARLIEST, DayField

MOST_CHARACTERS = 12
NUMBER = re.compile(r"[+-]?\d{1,4}(?:\.\d{0,2})?|[+-]?\.\d{1,2}")
SIGNS = str.maketrans({",": ".", "٫": ".", "\N{MINUS SIGN}": "-", "\N{EN DASH}": "-"})
UNITS = {"°": "degrees", "º": "degrees", "cm": "cm", "s": "seconds"}


class ReadingField(forms.Field):
    """An optional number as it is read off: "31", "31,5", "31°", "12 cm"; a Decimal in `step`s, or None."""

    default_error_messages = {
        "invalid": _("Enter a number, like 31 or 31.5."),
        "min_value": _("Enter %(limit_value)s or more."),
        "max_value": _("Enter %(limit_value)s or less."),
    }

    def __init__(
        self,
        *,
        least: Decimal | None = None,
        most: Decimal | None = None,
        unit: str = "",
        step: str = "0.01",
        **kwargs: Any,
    ) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off"}
        super().__init__(required=False, widget=forms.TextInput(attrs=attrs), **kwargs)
        self.least, self.most, self.unit, self.step = least, most, unit, Decimal(step)

    def to_python(self, value: Any) -> Decimal | None:
        text = "" if value is None else str(value).strip()
        if not text:
            return None
        if len(text) > MOST_CHARACTERS:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        number, unit = _apart(text)
        if self.unit and unit and unit != self.unit:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        if not NUMBER.fullmatch(number):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return Decimal(number).quantize(self.step) + 0  # "-0" is 0

    def validate(self, value: Decimal | None) -> None:
        super().validate(value)
        if value is None:
            return
        for limit, is_beyond, code in (
            (self.least, self.least is not None and value < self.least, "min_value"),
            (self.most, self.most is not None and value > self.most, "max_value"),
        ):
            if is_beyond:
                raise forms.ValidationError(
                    self.error_messages[code], code=code, params={"limit_value": limit}
                )

    @staticmethod
    def unit_in(text: object) -> str:
        """Return which unit was typed with a number: "degrees", "cm", "seconds", or "" for none."""
        return _apart(str(text).strip())[1]


def _apart(text: str) -> tuple[str, str]:
    """Return a typed number as Python reads it, and the unit that stood behind it."""
    for ending, unit in UNITS.items():
        if text.endswith(ending):
            return text.removesuffix(ending).strip().translate(SIGNS), unit
    return text.translate(SIGNS), ""


class TakenOnField(DayField):
    """The day of a measurement; none that has not come anywhere yet."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(missing=_("Enter the day."), **kwargs)

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is None:
            return
        # A traveller's day may be ahead of the day at home.
        if value > timezone.localdate() + timedelta(days=AHEAD):
            raise forms.ValidationError(_("This day lies in the future."), code="future")
        if value < EARLIEST.date():
            raise forms.ValidationError(_("This is before the year 2000."), code="past")
