"""Measurements and other tests as lists and forms name them: series, values by side, days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from tracker.domain.measuring import TRIALS, TestKind
from tracker.domain.rom_days import value_of
from tracker.models import Measurement, SelfTest
from tracker.presenters.chart import number_text
from tracker.presenters.rom_series import SIDES, Method
from tracker.presenters.rom_words import degrees_words, method_words
from tracker.presenters.words import Badge, badge_of, unbroken


@dataclass(frozen=True, slots=True)
class SideValue:
    """What one side came to, in words: its value, and of how many readings it is the mean."""

    badge: Badge
    text: str
    trials: int = 0

    @property
    def is_short(self) -> bool:
        """Whether fewer readings were taken than the method asks for."""
        return 0 < self.trials < TRIALS


def method_of(measurement: Measurement) -> Method:
    return Method(measurement.motion, measurement.position, measurement.instrument)


def side_values(measurement: Measurement) -> tuple[SideValue, ...]:
    """Return what each measured side came to."""
    found = []
    for side in SIDES:
        trials: Sequence[Decimal] = measurement.trials(side)
        if trials:
            found.append(SideValue(badge_of(side), degrees_words(value_of(trials)), len(trials)))
    return tuple(found)


def test_values(test: SelfTest) -> tuple[SideValue, ...]:
    """Return what a test came to, by side or for the whole person."""
    sides = ((badge_of(side), getattr(test, side)) for side in SIDES)
    found = [SideValue(badge, amount_of(test.kind, value)) for badge, value in sides if value is not None]
    if test.value is not None:
        found.append(SideValue(badge_of("both"), amount_of(test.kind, test.value)))
    return tuple(found)


def amount_of(kind: TestKind, value: Decimal) -> str:
    """Return a test's value with its unit: "12.5 cm", "20 s", "yes", "3 of 10"."""
    if kind is TestKind.HANDS_FREE:
        return _("yes") if value else _("no")
    text = {
        TestKind.FABER: _("%(number)s cm"),
        TestKind.SQUAT: _("%(number)s cm"),
        TestKind.STANCE: _("%(number)s s"),
    }.get(kind, _("%(number)s of 10"))
    return unbroken(text % {"number": number_text(value)})


@dataclass(frozen=True, slots=True)
class LastTime:
    """What a series showed when it was measured last."""

    series: str
    day: date
    values: tuple[SideValue, ...]


def last_times(newest_first: Iterable[Measurement]) -> dict[Method, LastTime]:
    """Return the latest of each series, the series that was used last first."""
    found: dict[Method, LastTime] = {}
    for one in newest_first:
        key = method_of(one)
        if key not in found:
            found[key] = LastTime(method_words(key), one.taken_on, side_values(one))
    return found
