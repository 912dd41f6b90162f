"""What an archive is held against: the catalogue's names, and what the person has already."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.contrib.auth.models import User

from exercises.domain.own_exercise import own_slug
from exercises.models import Exercise, Programme, Routine, Screening, Version
from tracker.domain.archive.person_records import OwnExerciseRecord, PlanChangeRecord, ScreeningRecord
from tracker.domain.archive.session_records import CatalogueRecord
from tracker.domain.vocabulary import ChangeKind
from tracker.models import Athlete, Enrolment, Measurement, PlanChange, SelfTest, Session

NAMESPACE = uuid.UUID("6a0d1d0e-1f0c-5d0a-9f57-0d5b6f5f9a51")
"""Of ids that take the place of somebody else's."""

SLACK = timedelta(days=1)
"""Clocks differ, and so do days."""


class Here:
    """Everything that is looked up once, before the archive is read."""

    def __init__(self, user: User, now: datetime) -> None:
        self.user = user
        self.athlete = Athlete.of(user)
        self.latest = now + SLACK
        self.now = now
        self.routines = dict(Routine.objects.order_by().values_list("slug", "pk"))
        self.programmes = dict(Programme.objects.order_by().values_list("slug", "pk"))
        self.exercises: dict[str, int] = {}
        self.survivors: dict[str, int] = {}
        known = Exercise.objects.known().order_by()
        for slug, pk, merged_into in known.values_list("slug", "pk", "merged_into"):
            self.exercises[slug] = pk
            self.survivors[slug] = merged_into or pk
        self.own = {one.slug: one for one in Exercise.logged.own(user)}
        self.exercises |= {slug: one.pk for slug, one in self.own.items()}
        self.survivors |= {slug: one.pk for slug, one in self.own.items()}
        self.screenings = list(Screening.objects.for_user(user))
        self.current = next((one for one in self.screenings if one.superseded_at is None), None)
        active = list(Enrolment.objects.for_athlete(user).active())
        self.follows_a_programme = any(one.programme_id for one in active)
        self.daily = {one.routine_id for one in active if one.routine_id}
        changes = PlanChange.objects.for_athlete(user)
        self.changes = {
            key
            for row in changes.values_list("kind", "first_day", "last_day", "routine", "exercise")
            if (key := _change_key(*row)) is not None
        }
        self.is_empty = is_unused(user)
        self._catalogues: dict[CatalogueRecord, int | None] = {}

    def catalogue(self, record: CatalogueRecord) -> int | None:
        """Return the key of the same version of the same entry, or None where it is not held here."""
        if record not in self._catalogues:
            found = Version.objects.of(record.kind, record.slug).filter(
                number=record.number, digest=record.digest
            )
            self._catalogues[record] = found.values_list("pk", flat=True).first()
        return self._catalogues[record]

    def screening(self, record: ScreeningRecord) -> Screening | None:
        """Return the same answers of the same moment, if the person gave them here."""
        for one in self.screenings:
            if one.answered_at == record.answered_at and one.answers == record.answers:
                return one
        return None

    def own_exercise(self, record: OwnExerciseRecord) -> Exercise | None:
        """Return the exercise of the person's own that has this address or this name, if they have one."""
        named = (one for one in self.own.values() if one.name.lower() == record.name.lower())
        return self.own.get(record.slug) or self.own.get(self.fresh_slug(record.slug)) or next(named, None)

    def fresh_slug(self, slug: str) -> str:
        """Return the address that takes the place of one which is somebody else's."""
        return own_slug(uuid.uuid5(NAMESPACE, f"{self.user.pk} {slug}"))

    def takes_change(self, record: PlanChangeRecord) -> bool:
        """Say whether the plan was not changed like this already, and remember it."""
        routine = self.routines.get(record.routine or "")
        exercise = self.exercises.get(record.exercise or "")
        key = _change_key(record.kind, record.first_day, record.last_day, routine, exercise)
        if key in self.changes:
            return False
        if key is not None:
            self.changes.add(key)
        return True


def is_unused(user: User) -> bool:
    """Say whether a person has answered nothing, logged nothing and planned nothing yet."""
    owned = (Session, Measurement, SelfTest, Enrolment, PlanChange)
    is_known = Screening.objects.for_user(user).exists()
    return not is_known and not any(model.objects.for_athlete(user).exists() for model in owned)


def _change_key(
    kind: str, first_day: object, last_day: object, routine: int | None, exercise: int | None
) -> tuple[object, ...] | None:
    """Return what may be there once, as PlanChange's constraints have it; None for a pause that ended."""
    match ChangeKind(kind):
        case ChangeKind.PAUSE:
            return ("pause",) if last_day is None else None
        case ChangeKind.PUT_OFF:
            return ("put off", first_day, routine)
        case ChangeKind.HOLD:
            return ("hold", first_day, exercise)
        case _:
            return ("exercise", first_day, routine, exercise)
