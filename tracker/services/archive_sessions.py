"""The rows that an archive's sessions become: with their sets, what was handed out, and the morning after."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping

from django.db.models import Model

from exercises.domain.text import gettext_noop
from exercises.models import Screening
from tracker.domain.archive.problems import ArchiveError, Reason
from tracker.domain.archive.reading import ArchiveRefusedError, Found
from tracker.domain.archive.session_records import SessionRecord, SetRecord
from tracker.models import Morning, PrescribedExercise, Session, Set
from tracker.services.archive_here import Here
from tracker.services.archive_ids import Ids, Placed
from tracker.services.archive_plan import IN_FUTURE, ArchivePlan, Fate, unknown

NO_ANSWERS = Reason(gettext_noop("There are no answers of this number."))
ELSEWHERE = Reason(gettext_noop("This set stands in another session of yours."))
NOTHING_LEFT = Reason(gettext_noop("None of its sets can be taken, so the session stays out."))
OTHER_CATALOGUE = Reason(
    gettext_noop("This site never held that version of the catalogue; the session comes without it.")
)


class SessionsIn:
    """Makes the rows, and counts what becomes of each."""

    def __init__(
        self,
        here: Here,
        plan: ArchivePlan,
        imported: uuid.UUID | None,
        screenings: Mapping[int, Screening | None],
    ) -> None:
        self.here = here
        self.plan = plan
        self.imported = imported
        self.screenings = screenings
        self.ids = Ids(Session, here.user.pk)
        self.set_ids = Ids(Set, here.user.pk)

    def rows(self, found: list[Found]) -> Iterator[Model]:
        """Yield the new rows of a portion, sessions before what belongs to them."""
        placed = self.ids.place((one.record.id, one.place) for one in found)
        new = [one for one in found if self._is_new(one, placed)]
        sets = self.set_ids.place(
            (each.id, f"{one.place}.sets[{index}]")
            for one in new
            for index, each in enumerate(one.record.sets)
        )
        for one in new:
            key = placed[one.record.id].id
            kept = list(self._sets(one, key, sets))
            if one.record.sets and not kept:
                self.plan.leave_out("sessions", one.place, NOTHING_LEFT)
                continue
            self.plan.count("sessions", Fate.NEW)
            self.plan.count("sets", Fate.NEW, len(kept))
            yield self._session(one, key)
            yield from kept
            yield from self._prescribed(one, key)
            yield from self._morning(one.record, key)

    def _is_new(self, one: Found, placed: Mapping[uuid.UUID, Placed]) -> bool:
        record: SessionRecord = one.record
        if record.screening is not None and record.screening not in self.screenings:
            raise ArchiveRefusedError([ArchiveError(f"{one.place}.screening", NO_ANSWERS)])
        if placed[record.id].is_here:
            self.plan.count("sessions", Fate.HERE)
            self.plan.count("sets", Fate.HERE, len(record.sets))
            return False
        if record.started_at > self.here.latest:
            self.plan.leave_out("sessions", one.place, IN_FUTURE)
            self.plan.count("sets", Fate.LEFT_OUT, len(record.sets))
            return False
        return True

    def _session(self, one: Found, key: uuid.UUID) -> Session:
        record: SessionRecord = one.record
        if record.routine is not None and record.routine not in self.here.routines:
            reason = gettext_noop("The routine “%(name)s” is not on this site; its sessions come without it.")
            self.plan.note(f"{one.place}.routine", Reason(reason, {"name": record.routine}))
        catalogue = self.here.catalogue(record.catalogue) if record.catalogue else None
        if record.catalogue and catalogue is None:
            self.plan.note(f"{one.place}.catalogue", OTHER_CATALOGUE)
        screening = self.screenings.get(record.screening or 0)
        return Session(
            id=key,
            athlete_id=self.here.user.pk,
            routine_id=self.here.routines.get(record.routine or ""),
            started_at=record.started_at,
            finished_at=record.finished_at,
            day=record.day,
            effort=record.effort,
            pain_before=record.pain_before,
            pain_after=record.pain_after,
            notes=record.notes,
            evidence=record.evidence,
            version=record.version,
            screening_id=screening.pk if screening else None,
            catalogue_version_id=catalogue,
            created_at=record.created_at,
            # What was changed after the import is told by this, so it never lies in the future.
            updated_at=min(record.updated_at, self.here.now),
            deleted_at=record.deleted_at,
            imported_id=self.imported,
        )

    def _sets(self, one: Found, session: uuid.UUID, placed: Mapping[uuid.UUID, Placed]) -> Iterator[Set]:
        for index, record in enumerate(one.record.sets):
            exercise = self.here.survivors.get(record.exercise)
            if exercise is None or placed[record.id].is_here:
                reason = unknown(record.exercise) if exercise is None else ELSEWHERE
                self.plan.leave_out("sets", f"{one.place}.sets[{index}]", reason)
                continue
            yield self._set(record, one.record, session, placed[record.id].id, exercise)

    def _set(
        self, record: SetRecord, of: SessionRecord, session: uuid.UUID, key: uuid.UUID, exercise: int
    ) -> Set:
        asked = record.prescribed
        return Set(
            id=key,
            athlete_id=self.here.user.pk,
            session_id=session,
            exercise_id=exercise,
            day=of.day,
            position=record.position,
            side=record.side,
            reps=record.reps,
            seconds=record.seconds,
            distance_m=record.distance_m,
            load_kg=record.load_kg,
            pain=record.pain,
            skipped=record.skipped,
            prescribed=asked and {"reps": asked.reps, "seconds": asked.seconds},
            completed_at=record.completed_at,
        )

    def _prescribed(self, one: Found, session: uuid.UUID) -> Iterator[PrescribedExercise]:
        for index, record in enumerate(one.record.prescribed):
            slugs = [slug for slug in (record.exercise, record.instead_of) if slug is not None]
            absent = [slug for slug in slugs if slug not in self.here.exercises]
            if absent:
                self.plan.note(f"{one.place}.prescribed[{index}]", unknown(absent[0]))
                continue
            yield PrescribedExercise(
                athlete_id=self.here.user.pk,
                session_id=session,
                position=record.position,
                exercise_id=self.here.exercises.get(record.exercise),
                instead_of_id=self.here.exercises.get(record.instead_of),
                cause=record.cause,
            )

    def _morning(self, record: SessionRecord, session: uuid.UUID) -> Iterator[Morning]:
        if record.morning is not None:
            self.plan.count("mornings", Fate.NEW)
            yield Morning(
                session_id=session,
                athlete_id=self.here.user.pk,
                pain=record.morning.pain,
                answered_at=record.morning.answered_at,
            )
