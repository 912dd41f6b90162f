"""A made-up person's sessions, kept in memory as they are trained and written at the end."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from exercises.domain.dosage import SECONDS_TO_CHANGE, prescribed_sets, work_seconds
from exercises.models import Exercise, Routine
from tracker.domain.demo_story import DemoStory, Feel
from tracker.domain.schedule import LOOK_BACK
from tracker.models import Athlete, Evidence, Morning, PrescribedExercise, Session, Set
from tracker.services.keep_prescription import Kept, build_prescribed, put_prescription
from tracker.services.offer import Offer
from tracker.services.prescribe_session import Place, places_of_routine
from tracker.services.recent_training import RecentTraining, TrainedSession, TrainedSet
from tracker.services.seal_prescription import opened_prescription, sealed_prescription
from tracker.services.session_entry import SessionEntry, SetEntry, build_sets, prescribed_by, put_entry

NOON = time(12)
EVENING = time(17)

KEYS = {"athlete", "routine", "screening", "catalogue_version"}


@dataclass(frozen=True, slots=True)
class _Written:
    """The rows of one session."""

    session: Session
    sets: list[Set]
    handed_out: list[PrescribedExercise]
    morning: Morning | None


class Diary:
    """The sessions of a story, each as the services that log one would have it."""

    def __init__(self, athlete: Athlete, story: DemoStory) -> None:
        self.athlete = athlete
        self.story = story
        self.written: list[_Written] = []
        self.trained: list[TrainedSession] = []

    def training(self, day: date) -> RecentTraining:
        """Return what was done of late, as it would be read on that day."""
        first = day - timedelta(days=LOOK_BACK)
        return RecentTraining(day, tuple(one for one in reversed(self.trained) if one.day >= first))

    def train(self, routine: Routine, offer: Offer, *, key: uuid.UUID) -> None:
        """Do a routine as it is prescribed on the offer's day, with the story's ups and downs."""
        feel = self.story.feel(offer.today)
        places = places_of_routine(routine, offer)
        sets = list(self._sets(places, feel, offer.today))
        if not sets:
            return
        minutes = timedelta(minutes=self.story.minutes_after_five())
        entry = SessionEntry(
            id=key,
            started_at=self._moment(offer.today, EVENING) + minutes,
            sets=tuple(one for one, _pause in sets),
            effort=feel.effort,
            pain_before=feel.pain_before,
            pain_after=feel.pain_after,
        )
        pauses = [pause for _one, pause in sets] if self.story.is_guided() else None
        written = self._written(entry, routine, _kept(places, offer, routine), pauses, feel)
        self.written.append(written)
        self.trained.append(_trained(written, {one.pk: one.slug for one in offer.exercises}))

    def write(self) -> None:
        """Write all rows; the database itself holds the constraints."""
        Session.objects.bulk_create(one.session for one in self.written)
        Set.objects.bulk_create(row for one in self.written for row in one.sets)
        PrescribedExercise.objects.bulk_create(row for one in self.written for row in one.handed_out)
        Morning.objects.bulk_create(one.morning for one in self.written if one.morning)

    def _moment(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, tzinfo=self.athlete.tz).astimezone(UTC)

    def _sets(self, places: Iterable[Place], feel: Feel, day: date) -> Iterator[tuple[SetEntry, int]]:
        """Return the sets that were done of what was prescribed, each with the rest before it in seconds."""
        for place in places:
            if place.exercise is None or place.dosage is None:
                continue
            pause = place.dosage.rest_s or SECONDS_TO_CHANGE
            for wanted in prescribed_sets(place.dosage):
                amount = self.story.amount(wanted, day, feel)
                entry = SetEntry(
                    id=uuid.uuid4(),
                    exercise_id=place.exercise.pk,
                    side=wanted.side,
                    reps=amount.reps,
                    seconds=amount.seconds,
                    pain=amount.pain,
                    skipped=amount.skipped,
                )
                yield entry, pause

    def _written(
        self, entry: SessionEntry, routine: Routine, kept: Kept | None, pauses: list[int] | None, feel: Feel
    ) -> _Written:
        """Return the rows of a session; with `pauses` between its sets, as the player times them."""
        session = Session(id=entry.id, athlete=self.athlete, routine=routine)
        put_entry(session, entry, self.athlete, now=entry.started_at)
        put_prescription(session, kept)
        sets = build_sets(session, entry, kept.snapshots if kept else {})
        if pauses is not None:
            session.evidence = Evidence.TIMED
            at = session.started_at
            for one, pause in zip(sets, pauses, strict=True):
                at += timedelta(seconds=pause + work_seconds(one.reps, one.seconds))
                one.completed_at = at
            session.finished_at = at
        session.full_clean(exclude=KEYS, validate_unique=False, validate_constraints=False)
        return _Written(session, sets, build_prescribed(session, kept), self._morning(session, feel))

    def _morning(self, session: Session, feel: Feel) -> Morning | None:
        if feel.morning is None:
            return None
        answered_at = self._moment(session.day + timedelta(days=1), NOON)
        return Morning(session=session, athlete=self.athlete, pain=feel.morning, answered_at=answered_at)


def _kept(places: tuple[Place, ...], offer: Offer, routine: Routine) -> Kept | None:
    """Return what was handed out, by the same note as a sheet carries."""
    note = sealed_prescription(places, offer=offer, routine=routine.slug, user=offer.user)
    prescription = opened_prescription(note, user=offer.user, routine=routine.slug)
    if prescription is None:
        return None
    exercises: dict[int, Exercise] = {one.pk: one for one in offer.exercises}
    doses = [(one.exercise, one.dosage) for one in prescription.items if one.exercise and one.dosage]
    return Kept(prescription, exercises, prescribed_by(doses))


def _trained(written: _Written, slugs: dict[int, str]) -> TrainedSession:
    """Return a session as it will be read once it is written."""
    session = written.session
    routine = session.routine
    return TrainedSession(
        id=session.pk,
        day=session.day,
        started_at=session.started_at,
        finished_at=session.finished_at,
        evidence=session.evidence,
        routine=routine.slug if routine else "",
        routine_name=routine.name if routine else "",
        effort=session.effort,
        pain_before=session.pain_before,
        pain_after=session.pain_after,
        morning=written.morning.pain if written.morning else None,
        sets=tuple(
            TrainedSet(
                id=one.pk,
                exercise=one.exercise_id,
                slug=slugs[one.exercise_id],
                position=one.position,
                side=str(one.side),
                reps=one.reps,
                seconds=one.seconds,
                distance_m=one.distance_m,
                load_kg=one.load_kg,
                pain=one.pain,
                skipped=one.skipped,
                prescribed=one.prescribed,
            )
            for one in written.sets
        ),
    )
