"""The rows that an archive's records become in a person's account, portion by portion."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import groupby, islice
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Model

from tracker.domain.archive.reading import Found
from tracker.domain.archive.taken_records import MeasurementRecord
from tracker.domain.measuring import MOST_TRIALS
from tracker.models import Measurement, RemovedSet, SelfTest
from tracker.services.archive_here import Here
from tracker.services.archive_ids import Ids, only_new
from tracker.services.archive_out import TAKEN
from tracker.services.archive_person import PersonIn
from tracker.services.archive_plan import IN_FUTURE, ArchivePlan, Fate
from tracker.services.archive_sessions import SessionsIn

PORTION = 100


Portion = list[Model]


class Intake:
    """An archive on its way into an account. What is there already stays as it is.

    The rows of a portion must be written before the next one is asked for, or none of them.
    """

    def __init__(self, user: User, now: datetime, imported: uuid.UUID | None = None) -> None:
        self.here = Here(user, now)
        self.plan = ArchivePlan()
        self.imported = imported
        self.person = PersonIn(self.here, self.plan, imported)
        self._ids = {model: Ids(model, user.pk) for model in (Measurement, RemovedSet, SelfTest)}
        self._sessions = SessionsIn(self.here, self.plan, imported, self.person.numbers)
        self._ways: dict[str, Callable[[list[Found]], Iterable[Model]]] = {
            "enrolments": self.person.enrolments,
            "exercises": self.person.exercises,
            "measurements": self._measurements,
            "plan_changes": self.person.plan_changes,
            "removed_sets": self._removed_sets,
            "screenings": self.person.screenings,
            "sessions": self._sessions.rows,
            "settings": self.person.settings,
            "tests": self._tests,
        }

    def portions(self, found: Iterable[Found]) -> Iterator[Portion]:
        """Yield the new rows; raises ArchiveRefusedError."""
        for member, records in groupby(found, key=lambda one: one.member):
            way = self._ways.get(member)
            while portion := list(islice(records, PORTION)):
                self.person.know_written()
                if way is not None:
                    yield list(way(portion))

    def _measurements(self, found: list[Found]) -> Iterator[Model]:
        for one, values in self._taken(Measurement, found):
            record = one.record
            yield Measurement(
                **values,
                **_trials(record),
                motion=record.motion,
                position=record.position,
                instrument=record.instrument,
                shank_cm=record.shank_cm,
                pain=record.pain,
            )

    def _tests(self, found: list[Found]) -> Iterator[Model]:
        names = ("kind", "left", "right", "value", "activity")
        for one, values in self._taken(SelfTest, found):
            yield SelfTest(**values, **{name: getattr(one.record, name) for name in names})

    def _taken(self, model: Any, found: list[Found]) -> Iterator[tuple[Found, dict[str, Any]]]:
        for one, key in only_new(self._ids[model], self.plan, found):
            if one.record.taken_on > self.here.latest.date():
                self.plan.leave_out(one.member, one.place, IN_FUTURE)
                continue
            self.plan.count(one.member, Fate.NEW)
            values = {name: getattr(one.record, name) for name in TAKEN}
            values |= {"updated_at": min(one.record.updated_at, self.here.now)}
            yield one, values | {"id": key, "athlete_id": self.here.user.pk, "imported_id": self.imported}

    def _removed_sets(self, found: list[Found]) -> Iterator[Model]:
        for one, key in only_new(self._ids[RemovedSet], self.plan, found):
            self.plan.count(one.member, Fate.NEW)
            yield RemovedSet(id=key, athlete_id=self.here.user.pk)


def _trials(record: MeasurementRecord) -> dict[str, Any]:
    return {
        f"{side}_{number}": readings[number - 1] if number <= len(readings) else None
        for side, readings in (("left", record.left), ("right", record.right))
        for number in range(1, MOST_TRIALS + 1)
    }
