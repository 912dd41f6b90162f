"""A person's rows as the records of an archive, read in portions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.contrib.auth.models import User

from exercises.domain.own_exercise import Measure
from exercises.domain.vocabulary import Each, Status
from exercises.models import Exercise, Programme, Routine, Screening, Version
from tracker.domain.archive.person_records import (
    EnrolmentRecord,
    OwnExerciseRecord,
    PlanChangeRecord,
    ScreeningRecord,
    SettingsRecord,
)
from tracker.domain.archive.session_records import (
    AskedRecord,
    CatalogueRecord,
    MorningRecord,
    PrescribedRecord,
    SessionRecord,
    SetRecord,
)
from tracker.domain.archive.taken_records import MeasurementRecord, SelfTestRecord
from tracker.models import Athlete, Enrolment, Measurement, PlanChange, RemovedSet, SelfTest, Session, Set

PORTION = 200
"""Sessions that are read at once."""

TAKEN = ("id", "taken_on", "notes", "version", "created_at", "updated_at", "deleted_at")


class OwnRows:
    """What one person owns, as records; each list is read when it is gone through."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.own = list(Exercise.logged.own(user).order_by("slug"))
        self.exercises: dict[int | None, str] = dict(Exercise.everything.order_by().values_list("pk", "slug"))
        self.exercises |= {one.pk: one.slug for one in self.own}
        self.routines: dict[int | None, str] = dict(Routine.objects.order_by().values_list("pk", "slug"))
        self.programmes: dict[int | None, str] = dict(Programme.objects.order_by().values_list("pk", "slug"))
        ordered = Screening.objects.for_user(user).order_by("answered_at", "pk")
        self.screenings = list(ordered)
        self.numbers: dict[int | None, int] = {
            one.pk: number for number, one in enumerate(self.screenings, start=1)
        }

    def entries(self) -> Mapping[str, Iterable[Any]]:
        """Return the records by the member of the document that holds them."""
        return {
            "enrolments": self._enrolments(),
            "exercises": self._exercises(),
            "measurements": self._measurements(),
            "plan_changes": self._plan_changes(),
            "removed_sets": RemovedSet.objects.for_athlete(self.user)
            .order_by("pk")
            .values_list("pk", flat=True)
            .iterator(),
            "screenings": self._screenings(),
            "sessions": self._sessions(),
            "settings": [self._settings()],
            "tests": self._tests(),
        }

    def _settings(self) -> SettingsRecord:
        athlete = Athlete.of(self.user)
        return SettingsRecord(
            time_zone=athlete.time_zone,
            sessions_a_week=athlete.sessions_a_week,
            norm_group=athlete.norm_group or None,
        )

    def _screenings(self) -> Iterator[ScreeningRecord]:
        for one in self.screenings:
            yield ScreeningRecord(
                number=self.numbers[one.pk],
                answered_at=one.answered_at,
                superseded_at=one.superseded_at,
                asked_again_at=one.asked_again_at,
                answers=one.answers,
            )

    def _enrolments(self) -> Iterator[EnrolmentRecord]:
        for one in Enrolment.objects.for_athlete(self.user).order_by("started_on", "pk"):
            yield EnrolmentRecord(
                id=one.pk,
                programme=self.programmes.get(one.programme_id),
                routine=self.routines.get(one.routine_id),
                started_on=one.started_on,
                ended_on=one.ended_on,
            )

    def _exercises(self) -> Iterator[OwnExerciseRecord]:
        for one in self.own:
            yield OwnExerciseRecord(
                slug=one.slug,
                name=one.name,
                measure=Measure.REPS if one.reps_max else Measure.SECONDS,
                is_each_side=one.each is Each.SIDE,
                records=tuple(one.records),
                is_put_away=one.status is Status.ARCHIVED,
            )

    def _plan_changes(self) -> Iterator[PlanChangeRecord]:
        for one in PlanChange.objects.for_athlete(self.user).order_by("first_day", "pk").iterator():
            yield PlanChangeRecord(
                id=one.pk,
                kind=one.kind,
                first_day=one.first_day,
                last_day=one.last_day,
                routine=self.routines.get(one.routine_id),
                exercise=self.exercises.get(one.exercise_id),
                instead=self.exercises.get(one.instead_id),
            )

    def _measurements(self) -> Iterator[MeasurementRecord]:
        for one in (
            Measurement.objects.for_athlete(self.user).order_by("taken_on", "created_at", "pk").iterator()
        ):
            yield MeasurementRecord(
                **{name: getattr(one, name) for name in TAKEN},
                motion=one.motion,
                position=one.position,
                instrument=one.instrument,
                left=one.trials("left"),
                right=one.trials("right"),
                shank_cm=one.shank_cm,
                pain=one.pain,
            )

    def _tests(self) -> Iterator[SelfTestRecord]:
        for one in (
            SelfTest.objects.for_athlete(self.user).order_by("taken_on", "created_at", "pk").iterator()
        ):
            yield SelfTestRecord(
                **{name: getattr(one, name) for name in TAKEN},
                kind=one.kind,
                left=one.left,
                right=one.right,
                value=one.value,
                activity=one.activity,
            )

    def _sessions(self) -> Iterator[SessionRecord]:
        own = Session.objects.for_athlete(self.user)
        versions = own.exclude(catalogue_version=None).order_by().values("catalogue_version").distinct()
        catalogues: dict[int | None, CatalogueRecord] = {
            pk: CatalogueRecord(kind=kind, slug=slug, number=number, digest=digest)
            for pk, kind, slug, number, digest in Version.objects.filter(pk__in=versions)
            .order_by()
            .values_list("pk", "kind", "slug", "number", "digest")
        }
        for one in own.whole_from_the_first().iterator(chunk_size=PORTION):
            yield self._session(one, catalogues)

    def _session(self, one: Session, catalogues: Mapping[int | None, CatalogueRecord]) -> SessionRecord:
        morning = getattr(one, "morning", None)
        return SessionRecord(
            id=one.pk,
            routine=self.routines.get(one.routine_id),
            started_at=one.started_at,
            finished_at=one.finished_at,
            day=one.day,
            effort=one.effort,
            pain_before=one.pain_before,
            pain_after=one.pain_after,
            notes=one.notes,
            evidence=one.evidence,
            version=one.version,
            screening=self.numbers.get(one.screening_id),
            catalogue=catalogues.get(one.catalogue_version_id),
            created_at=one.created_at,
            updated_at=one.updated_at,
            deleted_at=one.deleted_at,
            morning=morning and MorningRecord(pain=morning.pain, answered_at=morning.answered_at),
            prescribed=tuple(
                PrescribedRecord(
                    position=each.position,
                    exercise=self.exercises.get(each.exercise_id),
                    instead_of=self.exercises.get(each.instead_of_id),
                    cause=each.cause,
                )
                for each in one.prescribed_exercises.all()
            ),
            sets=tuple(self._set(each) for each in one.sets.all()),
        )

    def _set(self, one: Set) -> SetRecord:
        asked = one.prescribed
        return SetRecord(
            id=one.pk,
            exercise=self.exercises[one.exercise_id],
            position=one.position,
            side=one.side,
            reps=one.reps,
            seconds=one.seconds,
            distance_m=one.distance_m,
            load_kg=one.load_kg,
            pain=one.pain,
            skipped=one.skipped,
            prescribed=None
            if asked is None
            else AskedRecord(reps=asked.get("reps"), seconds=asked.get("seconds")),
            completed_at=one.completed_at,
        )
