"""The rows that an archive's records become in a person's account, portion by portion."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import groupby, islice
from typing import Any
from zoneinfo import available_timezones

from django.contrib.auth.models import User
from django.db.models import Model

from exercises.domain.own_exercise import MOST_OWN
from exercises.domain.text import gettext_noop
from exercises.domain.vocabulary import Status
from exercises.models import Exercise, Screening
from tracker.domain.archive.person_records import OwnExerciseRecord
from tracker.domain.archive.problems import ArchiveError, Reason
from tracker.domain.archive.reading import ArchiveRefusedError, Found
from tracker.domain.archive.taken_records import MeasurementRecord
from tracker.domain.measuring import MOST_TRIALS
from tracker.models import Enrolment, Measurement, PlanChange, RemovedSet, SelfTest
from tracker.services.archive_here import Here
from tracker.services.archive_ids import Ids
from tracker.services.archive_out import TAKEN
from tracker.services.archive_plan import ArchivePlan, Fate, unknown
from tracker.services.archive_sessions import SessionsIn
from tracker.services.make_own_exercise import build_own_exercise

PORTION = 100

IN_FUTURE = Reason(gettext_noop("It lies in the future."))
TWO_CURRENT = Reason(gettext_noop("Two sets of answers are the last one."))
NUMBER_TWICE = Reason(gettext_noop("This number is there twice."))
FOLLOWS_ONE = Reason(
    gettext_noop("You follow another programme now, so this one, which was never left, stays out.")
)
DAILY_ALREADY = Reason(gettext_noop("You do this routine every day already."))
CHANGED_ALREADY = Reason(gettext_noop("The plan was changed like this already."))
SETTINGS_STAY = Reason(gettext_noop("Your settings stay as they are: this account is in use."))
NO_ZONE = Reason(gettext_noop("This time zone is not known here."))

TOO_MANY = Reason(gettext_noop("You have as many exercises of your own as there can be."))

UNWRITTEN = -1
Portion = list[Model]


class Intake:
    """An archive on its way into an account. What is there already stays as it is.

    The rows of a portion must be written before the next one is asked for, or none of them.
    """

    def __init__(self, user: User, now: datetime, imported: uuid.UUID | None = None) -> None:
        self.here = Here(user, now)
        self.plan = ArchivePlan()
        self.imported = imported
        self.supersede: tuple[Screening, datetime] | None = None
        self.settings: dict[str, Any] | None = None
        self._has_current = False
        self._own: dict[str, Exercise] = {}
        self._numbers: dict[int, Screening | None] = {}
        self._ids = {
            model: Ids(model, user.pk) for model in (Enrolment, Measurement, PlanChange, RemovedSet, SelfTest)
        }
        self._sessions = SessionsIn(self.here, self.plan, imported, self._numbers)
        self._ways: dict[str, Callable[[list[Found]], Iterable[Model]]] = {
            "enrolments": self._enrolments,
            "exercises": self._exercises,
            "measurements": self._measurements,
            "plan_changes": self._plan_changes,
            "removed_sets": self._removed_sets,
            "screenings": self._screenings,
            "sessions": self._sessions.rows,
            "settings": self._settings,
            "tests": self._tests,
        }

    def portions(self, found: Iterable[Found]) -> Iterator[Portion]:
        """Yield the new rows; raises ArchiveRefusedError."""
        for member, records in groupby(found, key=lambda one: one.member):
            way = self._ways.get(member)
            while portion := list(islice(records, PORTION)):
                self._know_written()
                if way is not None:
                    yield list(way(portion))

    def _new(self, model: Any, found: list[Found]) -> Iterator[tuple[Found, uuid.UUID]]:
        """Yield what the person does not have yet, with the id that it gets."""
        placed = self._ids[model].place((_id(one), one.place) for one in found)
        for one in found:
            here = placed[_id(one)]
            if here.is_here:
                self.plan.count(one.member, Fate.HERE)
            else:
                yield one, here.id

    def _screenings(self, found: list[Found]) -> Iterator[Model]:
        for one in found:
            record = one.record
            if record.number in self._numbers:
                raise ArchiveRefusedError([ArchiveError(f"{one.place}.number", NUMBER_TWICE)])
            if record.superseded_at is None:
                if self._has_current:
                    raise ArchiveRefusedError([ArchiveError(one.place, TWO_CURRENT)])
                self._has_current = True
            self._numbers[record.number] = self.here.screening(record)
            if self._numbers[record.number] is not None:
                self.plan.count(one.member, Fate.HERE)
            elif record.answered_at > self.here.latest:
                self.plan.leave_out(one.member, one.place, IN_FUTURE)
            else:
                self.plan.count(one.member, Fate.NEW)
                row = Screening(
                    user=self.here.user,
                    answers=record.answers,
                    answered_at=record.answered_at,
                    superseded_at=record.superseded_at or self._superseded_here(record.answered_at),
                    asked_again_at=record.asked_again_at,
                )
                self._numbers[record.number] = row
                yield row

    def _superseded_here(self, answered_at: datetime) -> datetime | None:
        """Of two last sets of answers the later one counts; return since when the archive's does not."""
        current = self.here.current
        if current is None:
            return None
        if current.answered_at >= answered_at:
            return current.answered_at
        self.supersede = (current, answered_at)
        return None

    def _exercises(self, found: list[Found]) -> Iterator[Model]:
        for one in found:
            record: OwnExerciseRecord = one.record
            known = self.here.own_exercise(record)
            if known is not None:
                self.plan.count(one.member, Fate.HERE)
                self._own[record.slug] = known
            elif len(self.here.own) >= MOST_OWN:
                self.plan.leave_out(one.member, one.place, TOO_MANY)
            else:
                self.plan.count(one.member, Fate.NEW)
                row = self._own_exercise(record)
                self.here.own[row.slug] = self._own[record.slug] = row
                yield row

    def _own_exercise(self, record: OwnExerciseRecord) -> Exercise:
        row = build_own_exercise(
            user=self.here.user,
            name=record.name,
            measure=record.measure,
            is_each_side=record.is_each_side,
            records=record.records,
        )
        is_taken = Exercise.logged.filter(slug=record.slug).exists()
        row.slug = self.here.fresh_slug(record.slug) if is_taken else record.slug
        row.status = Status.ARCHIVED if record.is_put_away else Status.DRAFT
        return row

    def _know_written(self) -> None:
        """Have what follows find the exercises of one's own; while nothing is written they have no key."""
        for slug, row in self._own.items():
            self.here.exercises[slug] = self.here.survivors[slug] = row.pk or UNWRITTEN

    def _enrolments(self, found: list[Found]) -> Iterator[Model]:
        for one, key in self._new(Enrolment, found):
            record = one.record
            programme = self.here.programmes.get(record.programme or "")
            routine = self.here.routines.get(record.routine or "")
            reason = None
            if programme is None and routine is None:
                reason = unknown(record.programme or record.routine)
            elif record.ended_on is None and programme and self.here.follows_a_programme:
                reason = FOLLOWS_ONE
            elif record.ended_on is None and routine in self.here.daily:
                reason = DAILY_ALREADY
            if reason is not None:
                self.plan.leave_out(one.member, one.place, reason)
                continue
            if record.ended_on is None:
                self.here.follows_a_programme |= programme is not None
                self.here.daily |= {routine} if routine else set()
            self.plan.count(one.member, Fate.NEW)
            yield Enrolment(
                id=key,
                athlete_id=self.here.user.pk,
                programme_id=programme,
                routine_id=routine,
                started_on=record.started_on,
                ended_on=record.ended_on,
                imported_id=self.imported,
            )

    def _plan_changes(self, found: list[Found]) -> Iterator[Model]:
        for one, key in self._new(PlanChange, found):
            record = one.record
            known = self.here.exercises
            named = ((record.routine, self.here.routines), (record.exercise, known), (record.instead, known))
            absent = [slug for slug, slugs in named if slug is not None and slug not in slugs]
            if absent or not self.here.takes_change(record):
                reason = unknown(absent[0]) if absent else CHANGED_ALREADY
                self.plan.leave_out(one.member, one.place, reason)
                continue
            self.plan.count(one.member, Fate.NEW)
            yield PlanChange(
                id=key,
                athlete_id=self.here.user.pk,
                kind=record.kind,
                first_day=record.first_day,
                last_day=record.last_day,
                routine_id=self.here.routines.get(record.routine),
                exercise_id=self.here.exercises.get(record.exercise),
                instead_id=self.here.exercises.get(record.instead),
                imported_id=self.imported,
            )

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
        for one, key in self._new(model, found):
            if one.record.taken_on > self.here.latest.date():
                self.plan.leave_out(one.member, one.place, IN_FUTURE)
                continue
            self.plan.count(one.member, Fate.NEW)
            values = {name: getattr(one.record, name) for name in TAKEN}
            values |= {"updated_at": min(one.record.updated_at, self.here.now)}
            yield one, values | {"id": key, "athlete_id": self.here.user.pk, "imported_id": self.imported}

    def _removed_sets(self, found: list[Found]) -> Iterator[Model]:
        for one, key in self._new(RemovedSet, found):
            self.plan.count(one.member, Fate.NEW)
            yield RemovedSet(id=key, athlete_id=self.here.user.pk)

    def _settings(self, found: list[Found]) -> Iterator[Model]:
        for one in found:
            record, athlete = one.record, self.here.athlete
            wanted = {
                "time_zone": record.time_zone,
                "sessions_a_week": record.sessions_a_week,
                "norm_group": record.norm_group or "",
            }
            if all(getattr(athlete, name) == value for name, value in wanted.items()):
                self.plan.count(one.member, Fate.HERE)
            elif not self.here.is_empty:
                self.plan.leave_out(one.member, one.place, SETTINGS_STAY)
            elif record.time_zone not in available_timezones():
                self.plan.leave_out(one.member, one.place, NO_ZONE)
            else:
                self.plan.count(one.member, Fate.NEW)
                self.settings = wanted
        yield from ()


def _id(one: Found) -> uuid.UUID:
    return one.record if isinstance(one.record, uuid.UUID) else one.record.id


def _trials(record: MeasurementRecord) -> dict[str, Any]:
    return {
        f"{side}_{number}": readings[number - 1] if number <= len(readings) else None
        for side, readings in (("left", record.left), ("right", record.right))
        for number in range(1, MOST_TRIALS + 1)
    }
