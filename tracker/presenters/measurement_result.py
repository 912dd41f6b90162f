"""What was found: the value of each side, against last time and the error of measuring."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from exercises.presenters.text import label_of
from tracker.domain.measuring import TestKind
from tracker.domain.rom_days import DayValue, value_of
from tracker.domain.self_tests import FABER_GAP_MDC, is_faber_gap, size_of_change
from tracker.models import Athlete, Measurement, SelfTest
from tracker.presenters.chart import day_text
from tracker.presenters.measured import SideValue, amount_of, method_of, side_values, test_values
from tracker.presenters.period import period_of
from tracker.presenters.rom_series import SIDES, RomSeries, RomSide, rom_from
from tracker.presenters.rom_words import degrees_words, method_words, notes_on, side_words


@dataclass(frozen=True, slots=True)
class SideResult:
    """One side's value, and a sentence each on last time and on the change since the first days."""

    value: SideValue
    last: str
    change: str


@dataclass(frozen=True, slots=True)
class Result:
    """What was saved, and what it says."""

    pk: UUID
    title: str
    day: date
    sides: tuple[SideResult, ...]
    remarks: tuple[str, ...]


def result_of(user: Any, measurement: Measurement, *, today: date) -> Result:
    """Return what a measurement says, among those of its own series."""
    method = method_of(measurement)
    rows = Measurement.objects.for_athlete(user).kept().of_series(*method).readings()
    # A traveller's day may be ahead of today.
    period = period_of("all", max(today, measurement.taken_on))
    series = next(iter(rom_from(rows, period, Athlete.of(user).norm_group).series), None)
    sides = {str(one.side): one for one in series.sides} if series else {}
    values = side_values(measurement)
    return Result(
        pk=measurement.pk,
        title=method_words(method),
        day=measurement.taken_on,
        sides=tuple(_side_result(measurement, one, sides.get(one.badge.side)) for one in values),
        remarks=tuple(_remarks(values, series)),
    )


def test_result_of(user: Any, test: SelfTest) -> Result:
    """Return what a test says, beside the last one of its kind (and activity)."""
    same = SelfTest.objects.for_athlete(user).kept().of_kind(test.kind).of_activity(test.activity)
    last = same.before(test.taken_on, test.created_at, test.pk).newest_first().first()
    return Result(
        pk=test.pk,
        title=test.activity or capfirst(label_of(test.kind)),
        day=test.taken_on,
        sides=tuple(
            SideResult(one, _last_test(last, one.badge.side), _size(test, last, one.badge.side))
            for one in test_values(test)
        ),
        remarks=tuple(_faber_gap(test)),
    )


def _remarks(values: Sequence[SideValue], series: RomSeries | None) -> list[str]:
    remarks = list(notes_on(series)) if series else []
    if any(one.is_short for one in values):
        remarks.append(_("Fewer than three readings have a larger error than three."))
    return remarks


def _side_result(measurement: Measurement, value: SideValue, side: RomSide | None) -> SideResult:
    if side is None:
        return SideResult(value, "", "")
    earlier = [one for one in side.days if one.day < measurement.taken_on]
    degrees = value_of(measurement.trials(side.side.value))
    return SideResult(
        value=value,
        last=_last_time(earlier[-1], degrees) if earlier else "",
        change=capfirst(_("%(sentence)s.") % {"sentence": side_words(side)}),
    )


def _last_time(last: DayValue, degrees: float) -> str:
    step = round(round(degrees, 1) - round(last.degrees, 1), 1)
    values = {
        "day": day_text(last.day),
        "last": degrees_words(last.degrees),
        "step": degrees_words(abs(step)),
    }
    if step == 0:
        return _("The same as last time, %(day)s.") % values
    if step > 0:
        return _("Last time, %(day)s, it was %(last)s: %(step)s more now.") % values
    return _("Last time, %(day)s, it was %(last)s: %(step)s less now.") % values


def _last_test(last: SelfTest | None, side: str) -> str:
    value = _value_of(last, side)
    if last is None or value is None:
        return ""
    return _("Last time, %(day)s: %(value)s.") % {
        "day": day_text(last.taken_on),
        "value": amount_of(last.kind, value),
    }


def _size(test: SelfTest, last: SelfTest | None, side: str) -> str:
    """Say how large the change since last time is, where anything is published about that."""
    value, before = _value_of(test, side), _value_of(last, side)
    if value is None or before is None:
        return ""
    size = size_of_change(test.kind, value - before)
    return _("Since then: %(size)s.") % {"size": label_of(size)} if size else ""


def _faber_gap(test: SelfTest) -> Iterable[str]:
    """Yield a gap between the knees' heights, as far as it is more than its error."""
    if test.kind is not TestKind.FABER or test.left is None or test.right is None:
        return
    gap = abs(test.left - test.right)
    if is_faber_gap(gap):
        yield _("The knees differ by %(gap)s; the error of that is %(error)s. About 2 cm is usual.") % {
            "gap": amount_of(test.kind, gap),
            "error": amount_of(test.kind, FABER_GAP_MDC),
        }


def _value_of(test: SelfTest | None, side: str) -> Decimal | None:
    return getattr(test, side if side in SIDES else "value") if test else None
