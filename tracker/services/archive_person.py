"""The rows that an archive's records of a person become: answers, own exercises, the plan, settings."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from django.db.models import Model

from exercises.domain.own_exercise import MOST_OWN
from exercises.domain.text import gettext_noop
from exercises.domain.vocabulary import Status
from exercises.models import Exercise, Screening
from tracker.domain.archive.person_records import OwnExerciseRecord
from tracker.domain.archive.problems import ArchiveError, Reason
from tracker.domain.archive.reading import ArchiveRefusedError, Found
from tracker.models import Enrolment, PlanChange
from tracker.services.archive_here import Here
from tracker.services.archive_ids import Ids, only_new
from tracker.services.archive_plan import IN_FUTURE, ArchivePlan, Fate, unknown
from tracker.services.make_own_exercise import build_own_exercise

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


class PersonIn:
    """Makes the rows, and counts what becomes of each record."""

    def __init__(self, here: Here, plan: ArchivePlan, imported: uuid.UUID | None) -> None:
        self.here = here
        self.plan = plan
        self.imported = imported
        self.supersede: tuple[Screening, datetime] | None = None
        self.wanted: dict[str, Any] | None = None
        self.numbers: dict[int, Screening | None] = {}
        self._has_current = False
        self._own: dict[str, Exercise] = {}
        self._ids = {model: Ids(model, here.user.pk) for model in (Enrolment, PlanChange)}

    def screenings(self, found: list[Found]) -> Iterator[Model]:
        for one in found:
            record = one.record
            if record.number in self.numbers:
                raise ArchiveRefusedError([ArchiveError(f"{one.place}.number", NUMBER_TWICE)])
            if record.superseded_at is None:
                if self._has_current:
                    raise ArchiveRefusedError([ArchiveError(one.place, TWO_CURRENT)])
                self._has_current = True
            self.numbers[record.number] = self.here.screening(record)
            if self.numbers[record.number] is not None:
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
                self.numbers[record.number] = row
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

    def exercises(self, found: list[Found]) -> Iterator[Model]:
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

    def know_written(self) -> None:
        """Have what follows find the exercises of one's own; while nothing is written they have no key."""
        for slug, row in self._own.items():
            self.here.exercises[slug] = self.here.survivors[slug] = row.pk or UNWRITTEN

    def enrolments(self, found: list[Found]) -> Iterator[Model]:
        for one, key in only_new(self._ids[Enrolment], self.plan, found):
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

    def plan_changes(self, found: list[Found]) -> Iterator[Model]:
        for one, key in only_new(self._ids[PlanChange], self.plan, found):
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

    def settings(self, found: list[Found]) -> Iterator[Model]:
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
                self.wanted = wanted
        yield from ()
