"""Form fields for what people type on a phone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tracker.domain.local_time import moment_of
from tracker.models.athlete import DEFAULT_TIME_ZONE, validate_time_zone

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LONGEST_DATE = 12
CLOCK_SLACK = timedelta(minutes=10)
"""A product default: the clock of a phone is allowed to be so far ahead."""


class WholeNumberField(forms.IntegerField):
    """An optional whole number, typed on the phone's number pad."""

    def __init__(self, *, most: int, least: int = 0, **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off", "placeholder": f"{least}–{most}"}
        super().__init__(
            min_value=least,
            max_value=most,
            required=False,
            widget=forms.TextInput(attrs=attrs),
            error_messages={
                "invalid": _("Enter a whole number."),
                "min_value": _("Enter %(limit_value)s or more."),
                "max_value": _("Enter %(limit_value)s or less."),
            },
            **kwargs,
        )

    def to_python(self, value: Any) -> int | None:
        # int() of a very long text takes quadratic time and Python refuses it above 4,300 digits.
        if isinstance(value, str) and len(value.strip()) > 12:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class AmountField(forms.DecimalField):
    """An optional number with up to two decimals, after a point or a comma."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        super().__init__(
            min_value=0,
            max_value=most,
            max_digits=8,
            decimal_places=2,
            required=False,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            error_messages={
                "invalid": _("Enter a number."),
                "min_value": _("Enter %(limit_value)s or more."),
                "max_value": _("Enter %(limit_value)s or less."),
                "max_digits": _("Enter a number with at most two decimals."),
                "max_decimal_places": _("Enter a number with at most two decimals."),
            },
            **kwargs,
        )

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.replace(",", ".", 1)
        return super().to_python(value)


def wall_text(moment: datetime) -> str:
    """Return a moment as `<input type="datetime-local">` shows it: to the minute, in the active zone."""
    return f"{timezone.make_naive(moment):%Y-%m-%dT%H:%M}"


class LocalMomentField(forms.Field):
    """A date and time in the active zone, as `<input type="datetime-local">` sends it; none in the future."""

    widget = forms.TextInput(attrs={"type": "datetime-local"})
    default_error_messages = {
        "invalid": _("Enter a date and a time, like 2026-11-23T18:30."),
        "future": _("This lies in the future. A session is logged once it has begun."),
        "past": _("This is before the year 2000."),
    }

    def prepare_value(self, value: Any) -> Any:
        return wall_text(value) if isinstance(value, datetime) else value

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        try:
            typed = datetime.fromisoformat(str(value).strip())
            if typed.tzinfo is not None:
                raise ValueError("A time on the wall has no zone of its own.")
            return moment_of(typed, timezone.get_current_timezone())
        except (ValueError, OverflowError):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None

    def validate(self, value: datetime | None) -> None:
        super().validate(value)
        if value is None:
            return
        if value > timezone.now() + CLOCK_SLACK:
            raise forms.ValidationError(self.error_messages["future"], code="future")
        if value < EARLIEST:
            raise forms.ValidationError(self.error_messages["past"], code="past")


class NotesField(forms.CharField):
    """Text of several lines. Browsers send a line's end as two characters; it counts, and is kept, as one."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


class BrowserTimeZoneField(forms.CharField):
    """The browser's time zone, from a hidden field that a script fills in (`hm-time-zone`).

    Nobody typed it, so nobody can mend it: what is no time zone counts as UTC.
    """

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def clean(self, value: Any) -> str:
        try:
            name = str(super().clean(value))
            validate_time_zone(name)
        except forms.ValidationError:
            return DEFAULT_TIME_ZONE
        return name


class DayField(forms.DateField):
    """A date as `<input type="date">` sends it; `missing` is said where there is none."""

    def __init__(self, *, missing: Any = "", **kwargs: Any) -> None:
        super().__init__(
            input_formats=["%Y-%m-%d"],
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            error_messages={"invalid": _("Enter a date, like 2026-11-23."), "required": missing},
            **kwargs,
        )

    def to_python(self, value: Any) -> date | None:
        # Trying to read a very long text takes long, and no date is longer.
        if isinstance(value, str) and len(value.strip()) > LONGEST_DATE:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)
