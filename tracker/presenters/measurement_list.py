"""The list of what was measured, a page at a time, each series by itself; and what was deleted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from heapq import merge
from itertools import islice
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.text import capfirst

from exercises.presenters.text import label_of
from exercises.services.judge_exercises import judge_for
from tracker.domain.cursor import Cursor, encode_cursor
from tracker.models import Measurement, SelfTest
from tracker.presenters.measured import SideValue, method_of, side_values, test_values
from tracker.presenters.measurement_result import Result, result_of, test_result_of
from tracker.presenters.rom_words import method_words
from tracker.services.judge_measuring import is_held

PAGE_SIZE = 20

Taken = Measurement | SelfTest


class UnknownPageError(Exception):
    """No row of the person's has the id after which a page was to begin."""


@dataclass(frozen=True, slots=True)
class TakenRow:
    """One measurement or test in a list."""

    pk: UUID
    what: str
    day: date
    values: tuple[SideValue, ...]
    pain: int | None
    notes: str
    edit_url: str
    delete_url: str
    restore_url: str


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one series, or of one test, on this page."""

    title: str
    rows: tuple[TakenRow, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A page of one of the two parts; `next_id` is empty on its last page."""

    groups: tuple[Group, ...]
    is_first: bool
    next_id: UUID | None


@dataclass(frozen=True, slots=True)
class MeasurementList:
    """Rotation, other tests, what was just saved, and what was just deleted.

    `is_held`: nothing is there yet, and the screening holds the person back from measuring.
    """

    rotation: Part
    tests: Part
    saved: Result | None
    undo: TakenRow | None
    is_held: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was measured yet."""
        return not (self.rotation.groups or self.tests.groups) and self.is_first

    @property
    def is_first(self) -> bool:
        return self.rotation.is_first and self.tests.is_first


@dataclass(frozen=True, slots=True)
class DeletedMeasurements:
    """A page of what was deleted, the latest deleted first."""

    rows: tuple[TakenRow, ...]
    is_first: bool
    next_cursor: str


def build_measurement_list(
    user: Any,
    *,
    today: date,
    now: datetime,
    before: UUID | None = None,
    tests_before: UUID | None = None,
    saved: UUID | None = None,
    deleted: UUID | None = None,
) -> MeasurementList:
    """Return a page of each part; `saved` tells what was found, `deleted` can be brought back.

    Raises UnknownPageError.
    """
    page = MeasurementList(
        rotation=_part(
            Measurement.objects.for_athlete(user), before, lambda one: method_words(method_of(one))
        ),
        tests=_part(SelfTest.objects.for_athlete(user), tests_before, _name_of_test),
        saved=_result(user, saved, today) if saved else None,
        undo=_deleted_row(user, deleted) if deleted else None,
    )
    # Only an empty list tells anybody to measure.
    return replace(page, is_held=is_held(judge_for(user), now)) if page.is_empty else page


def build_deleted_measurements(user: Any, *, before: Cursor | None = None) -> DeletedMeasurements:
    """Return a page of the user's deleted measurements and tests, together."""
    found: list[Iterable[Taken]] = []
    for model in (Measurement, SelfTest):
        gone = model.objects.for_athlete(user).deleted()
        found.append((gone.deleted_before(*before) if before else gone)[: PAGE_SIZE + 1])
    both = merge(*found, key=lambda one: (one.deleted_at, one.pk), reverse=True)
    rows = list(islice(both, PAGE_SIZE + 1))
    return DeletedMeasurements(
        rows=tuple(taken_row(one) for one in rows[:PAGE_SIZE]),
        is_first=before is None,
        next_cursor=_cursor_after(rows[PAGE_SIZE - 1]) if len(rows) > PAGE_SIZE else "",
    )


def taken_row(one: Taken) -> TakenRow:
    """Return a measurement or a test as a row of a list."""
    if isinstance(one, Measurement):
        kind, what, values, pain = "measurement", method_words(method_of(one)), side_values(one), one.pain
    else:
        kind, what, values, pain = "test", _name_of_test(one), test_values(one), None
    return TakenRow(
        pk=one.pk,
        what=what,
        day=one.taken_on,
        values=values,
        pain=pain,
        notes=one.notes,
        edit_url=reverse(f"tracker:{kind}-edit", args=[one.pk]),
        delete_url=reverse(f"tracker:{kind}-delete", args=[one.pk]),
        restore_url=reverse(f"tracker:{kind}-restore", args=[one.pk]),
    )


def _name_of_test(test: SelfTest) -> str:
    """Return what was tested; an activity of one's own by its own name."""
    return test.activity or capfirst(label_of(test.kind))


def _part(own: Any, before: UUID | None, title: Callable[[Any], str]) -> Part:
    rows = own.kept().newest_first()
    if before:
        # By its row, not by its date in the address: what was measured when stays out of addresses.
        last = own.filter(pk=before).first()
        if last is None:
            raise UnknownPageError
        rows = rows.before(last.taken_on, last.created_at, last.pk)
    shown = list(rows[: PAGE_SIZE + 1])
    groups: dict[str, list[TakenRow]] = {}
    for one in shown[:PAGE_SIZE]:
        groups.setdefault(title(one), []).append(taken_row(one))
    return Part(
        groups=tuple(Group(name, tuple(members)) for name, members in groups.items()),
        is_first=before is None,
        next_id=shown[PAGE_SIZE - 1].pk if len(shown) > PAGE_SIZE else None,
    )


def _result(user: Any, saved: UUID, today: date) -> Result | None:
    measurement = Measurement.objects.for_athlete(user).kept().filter(pk=saved).first()
    if measurement:
        return result_of(user, measurement, today=today)
    test = SelfTest.objects.for_athlete(user).kept().filter(pk=saved).first()
    return test_result_of(user, test) if test else None


def _deleted_row(user: Any, deleted: UUID) -> TakenRow | None:
    for model in (Measurement, SelfTest):
        row = model.objects.for_athlete(user).deleted().filter(pk=deleted).first()
        if row:
            return taken_row(row)
    return None


def _cursor_after(one: Taken) -> str:
    return encode_cursor(Cursor(one.deleted_at, one.pk)) if one.deleted_at else ""
