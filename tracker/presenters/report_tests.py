"""The report's other tests: what each showed first and last in the time that the report is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from exercises.presenters.text import label_of
from tracker.domain.measuring import TestKind
from tracker.domain.self_tests import size_of_change
from tracker.presenters.measured import SIDES, amount_of
from tracker.presenters.words import Badge, badge_of

MOST_ROWS = 8


class Taken(NamedTuple):
    """A value of a test on a day."""

    day: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class TestRow:
    """One test of a side, or of the person (without a badge); `first_day` is None where it was done once."""

    __test__ = False  # no test of pytest's

    name: str
    badge: Badge | None
    first: str
    first_day: date | None
    last: str
    last_day: date
    said: str


@dataclass(frozen=True, slots=True)
class OtherTests:
    """The whole part; `more` counts the rows beyond those shown."""

    rows: tuple[TestRow, ...]
    more: int


def build_tests(gathered: Iterable[Sequence[Any]], *, since: date) -> OtherTests:
    """Return what the tests from the day `since` on showed; `gathered` as `report_parts` gathers them.

    An activity of one's own has a number here, in the order in which they were first rated: its name is in
    the person's own words, and stays with them.
    """
    series: dict[tuple[TestKind, str, str], list[Taken]] = {}
    for kind, day, left, right, value, activity in sorted(gathered, key=lambda row: str(row[1])):
        taken_on = date.fromisoformat(day)
        if taken_on < since or kind not in KINDS:
            continue
        for side, number in zip((*SIDES, ""), (left, right, value), strict=True):
            if number is not None:
                key = (KINDS[kind], side, activity.casefold())
                series.setdefault(key, []).append(Taken(taken_on, Decimal(str(number))))
    activities = [activity for kind, _side, activity in series if kind is TestKind.ACTIVITY]
    in_order = sorted(series.items(), key=lambda pair: ORDER.index(pair[0][0]))
    rows = [
        _row(_name(kind, activity, activities), kind, side, taken)
        for (kind, side, activity), taken in in_order
    ]
    return OtherTests(tuple(rows[:MOST_ROWS]), len(rows[MOST_ROWS:]))


KINDS = {kind.value: kind for kind in TestKind}
ORDER = tuple(TestKind)


def _name(kind: TestKind, activity: str, activities: Sequence[str]) -> str:
    if kind is not TestKind.ACTIVITY:
        return capfirst(label_of(kind))
    return _("Own activity %(number)s") % {"number": activities.index(activity) + 1}


def _row(name: str, kind: TestKind, side: str, taken: Sequence[Taken]) -> TestRow:
    first, last = taken[0], taken[-1]
    is_once = len(taken) == 1
    return TestRow(
        name=name,
        badge=badge_of(side) if side else None,
        first="" if is_once else amount_of(kind, first.value),
        first_day=None if is_once else first.day,
        last=amount_of(kind, last.value),
        last_day=last.day,
        said="" if is_once else _said(kind, last.value - first.value),
    )


def _said(kind: TestKind, change: Decimal) -> str:
    size = size_of_change(kind, change)
    return "" if size is None else capfirst(label_of(size))
