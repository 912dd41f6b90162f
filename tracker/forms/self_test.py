"""The form of one of the other tests, made for its kind."""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal
from typing import Any, Self

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tracker.domain.measuring import SCALES, TestKind
from tracker.forms.fields import WholeNumberField
from tracker.forms.reading import ReadingField
from tracker.forms.taken import TakenForm
from tracker.models import SelfTest
from tracker.models.measurement import MAX_ACTIVITY
from tracker.services.measurement_entry import SelfTestEntry

ANSWERS = (("", _("not tried")), ("1", _("yes")), ("0", _("no")))
SIDES = {"left": _("Left"), "right": _("Right")}


class SelfTestForm(TakenForm):
    """Its fields are those of its kind: one for each side, or one, on the kind's scale."""

    kind = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self, data: QueryDict | None = None, *, kind: TestKind, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        self.of_kind = kind
        self.initial["kind"] = kind.value
        for name, field in _fields_of(kind).items():
            self.fields[name] = field
        self.order_fields(
            ("id", "version", "kind", "activity", "left", "right", "value", "taken_on", "notes")
        )

    @property
    def entry(self) -> SelfTestEntry:
        """What to record; only of a valid form."""
        data = self.cleaned_data
        return SelfTestEntry(
            id=data["id"],
            taken_on=data["taken_on"],
            kind=self.of_kind,
            left=_number(data.get("left")),
            right=_number(data.get("right")),
            value=_number(data.get("value")),
            activity=data.get("activity", ""),
            notes=data["notes"],
        )

    def clean(self) -> dict[str, Any]:
        """One side at least is there, or the one value."""
        data: dict[str, Any] = super().clean() or {}
        names = SIDES if SCALES[self.of_kind].has_sides else ("value",)
        if all(data.get(name) in (None, "") and name not in self.errors for name in names):
            first = next(iter(names))
            text = _("Fill in one side at least.") if SCALES[self.of_kind].has_sides else _("Enter a number.")
            self.add_error(first, text)
        return data

    def like(self, data: QueryDict) -> Self:
        return type(self)(data, kind=self.of_kind)


def opening_of_test(today: date) -> dict[str, Any]:
    """Return what a new form shows."""
    return {"id": uuid.uuid4(), "taken_on": today}


def initial_of_test(test: SelfTest) -> dict[str, Any]:
    """Return what the form of a stored test shows."""
    names = ("taken_on", "left", "right", "value", "activity", "notes", "version")
    return {"id": test.pk} | {name: _shown(getattr(test, name)) for name in names}


def _fields_of(kind: TestKind) -> dict[str, forms.Field]:
    scale = SCALES[kind]
    if kind is TestKind.HANDS_FREE:
        return {
            side: forms.ChoiceField(label=label, choices=ANSWERS, required=False)
            for side, label in SIDES.items()
        }
    if scale.has_sides:
        unit = "seconds" if kind is TestKind.STANCE else "cm"
        return {side: _reading(kind, label, unit) for side, label in SIDES.items()}
    if kind is TestKind.SQUAT:
        return {"value": _reading(kind, _("Height of the seat in cm"), "cm")}
    number = WholeNumberField(
        label=_("Pain, 0 to 10") if kind is TestKind.PAIN else _("How well it goes, 0 to 10"), most=10
    )
    if kind is TestKind.PAIN:
        return {"value": number}
    activity = forms.CharField(
        label=_("Activity"),
        max_length=MAX_ACTIVITY,
        widget=forms.TextInput(attrs={"list": "activities", "autocomplete": "off"}),
        error_messages={
            "required": _("Name the activity."),
            "max_length": _("Keep it to %(limit_value)d characters; these are %(show_value)d."),
        },
    )
    return {"activity": activity, "value": number}


def _reading(kind: TestKind, label: Any, unit: str) -> ReadingField:
    scale = SCALES[kind]
    return ReadingField(label=label, least=scale.least, most=scale.most, unit=unit, step="0.1")


def _number(value: Any) -> Decimal | None:
    return None if value in (None, "") else Decimal(value)


def _shown(value: Any) -> Any:
    """Return a stored number without idle zeros, as it was typed."""
    if isinstance(value, Decimal):
        return value.normalize() if value % 1 else value.quantize(Decimal(1))
    return value
