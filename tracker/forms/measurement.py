"""The typed form of a measurement: up to four readings a side, in degrees, or in centimetres with a ruler."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exercises.domain.text import LabelledEnum
from tracker.domain.measuring import (
    LEAST_DEGREES,
    LEAST_SHANK_CM,
    MOST_DEGREES,
    MOST_SHANK_CM,
    MOST_SPREAD,
    MOST_TRIALS,
    Instrument,
    Motion,
    Position,
    angle_of_shift,
    shift_of_angle,
)
from tracker.domain.rom_days import spread
from tracker.forms.fields import WholeNumberField
from tracker.forms.reading import ReadingField
from tracker.forms.taken import TakenForm
from tracker.models import Measurement
from tracker.services.measurement_entry import MeasurementEntry

SIDES = {"left": _("Left"), "right": _("Right")}
NUMBERS = range(1, MOST_TRIALS + 1)
HUNDREDTH, TENTH = Decimal("0.01"), Decimal("0.1")


def _choices(vocabulary: type[LabelledEnum]) -> list[tuple[str, str]]:
    return [(one.value, capfirst(gettext(one.label))) for one in vocabulary]


def _reading(side: str, number: int) -> ReadingField:
    return ReadingField(label=format_lazy(_("{side}, reading {number}"), side=SIDES[side], number=number))


class MeasurementForm(TakenForm):
    """`keep` says that readings far apart are kept as they are, without one more."""

    field_order = ("id", "version", "motion", "position", "instrument", "taken_on", "shank_cm")

    motion = forms.ChoiceField(label=_("Motion"), choices=lambda: _choices(Motion))
    position = forms.ChoiceField(label=_("Position"), choices=lambda: _choices(Position))
    instrument = forms.ChoiceField(label=_("Measured with"), choices=lambda: _choices(Instrument))
    shank_cm = ReadingField(
        label=_("Knee to ankle, in cm"),
        least=Decimal(LEAST_SHANK_CM),
        most=Decimal(MOST_SHANK_CM),
        unit="cm",
        step="0.1",
    )
    left_1, left_2, left_3, left_4 = (_reading("left", number) for number in NUMBERS)
    right_1, right_2, right_3, right_4 = (_reading("right", number) for number in NUMBERS)
    pain = WholeNumberField(label=_("Pain while measuring"), most=10)
    keep = forms.BooleanField(label=_("Keep these readings as they are"), required=False)

    @property
    def entry(self) -> MeasurementEntry:
        """What to record; only of a valid form."""
        data = self.cleaned_data
        return MeasurementEntry(
            id=data["id"],
            taken_on=data["taken_on"],
            motion=Motion(data["motion"]),
            position=Position(data["position"]),
            instrument=Instrument(data["instrument"]),
            left=data["left"],
            right=data["right"],
            shank_cm=data["shank_cm"] if data["instrument"] == Instrument.RULER else None,
            pain=data["pain"],
            notes=data["notes"],
        )

    def clean(self) -> dict[str, Any]:
        """Readings become degrees, those of each side together; far apart, they want one more."""
        data: dict[str, Any] = super().clean() or {}
        is_ruler = data.get("instrument") == Instrument.RULER
        if is_ruler and data.get("shank_cm") is None and "shank_cm" not in self.errors:
            self.add_error("shank_cm", _("With a ruler, the length from knee to ankle is needed too."))
        for side in SIDES:
            data[side] = self._trials(side, data, is_ruler=is_ruler)
            if not any(name in self.errors for name in _names(side)):
                self._ask_for_one_more(side, data[side], is_kept=data.get("keep", False))
        names = {name for side in SIDES for name in _names(side)}
        if not any(data.get(name) is not None or name in self.errors for name in names):
            self.add_error("left_1", _("Give a reading of one side at least."))
        return data

    def _trials(self, side: str, data: dict[str, Any], *, is_ruler: bool) -> tuple[Decimal, ...]:
        """Return the degrees of one side; a box that was left empty in between is no gap."""
        trials = []
        for name in _names(side):
            reading = data.get(name)
            if reading is None:
                continue
            try:
                trials.append(self._degrees(name, reading, data.get("shank_cm"), is_ruler=is_ruler))
            except forms.ValidationError as error:
                self.add_error(name, error)
        return tuple(trials)

    def _degrees(self, name: str, reading: Decimal, shank: Decimal | None, *, is_ruler: bool) -> Decimal:
        typed = ReadingField.unit_in(self.data.get(name, ""))
        if typed and typed != ("cm" if is_ruler else "degrees"):
            text = _("A ruler is read in centimetres.") if is_ruler else _("This is read in degrees.")
            raise forms.ValidationError(text)
        degrees = reading
        if is_ruler:
            if shank is None:
                return Decimal(0)  # the form is refused already
            if abs(reading.quantize(TENTH)) > shank:
                raise forms.ValidationError(_("This is more than the length from knee to ankle."))
            shift = float(reading.quantize(TENTH))
            degrees = Decimal(angle_of_shift(shift, float(shank))).quantize(HUNDREDTH)
        if not LEAST_DEGREES <= degrees <= MOST_DEGREES:
            raise forms.ValidationError(
                _("A hip turns between −%(back)s and %(most)s degrees. Look at the reading again."),
                params={"back": -LEAST_DEGREES, "most": MOST_DEGREES},
            )
        return degrees

    def _ask_for_one_more(self, side: str, trials: tuple[Decimal, ...], *, is_kept: bool) -> None:
        apart = spread(trials)
        if is_kept or apart <= MOST_SPREAD or len(trials) == MOST_TRIALS:
            return
        self.add_error(
            f"{side}_{len(trials) + 1}",
            forms.ValidationError(
                _(
                    "These readings lie %(apart)s° apart. Measure this side once more and add the reading "
                    "here, or tick the box below to keep them as they are."
                ),
                code="spread",
                params={"apart": round(apart)},
            ),
        )


def initial_of(measurement: Measurement) -> dict[str, Any]:
    """Return what the form of a stored measurement shows; a ruler's degrees as the shift that was read."""
    shown: dict[str, Any] = {
        name: getattr(measurement, name)
        for name in ("motion", "position", "instrument", "taken_on", "shank_cm", "pain", "notes", "version")
    }
    shown |= {"id": measurement.pk, "keep": False}
    for side in SIDES:
        trials = measurement.trials(side)
        shown["keep"] |= spread(trials) > MOST_SPREAD and len(trials) < MOST_TRIALS
        shown |= dict(zip(_names(side), (_as_read(one, measurement) for one in trials), strict=False))
    return shown


def _as_read(degrees: Decimal, measurement: Measurement) -> Decimal:
    reading = degrees
    if measurement.shank_cm is not None:
        reading = Decimal(shift_of_angle(float(degrees), float(measurement.shank_cm))).quantize(TENTH)
    return reading.normalize() if reading % 1 else reading.quantize(Decimal(1))


def _names(side: str) -> list[str]:
    return [f"{side}_{number}" for number in NUMBERS]
