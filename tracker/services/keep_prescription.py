"""Keeping what a session was prescribed under: the answers, the catalogue, and what was handed out."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists

from exercises.models import Exercise, Screening, Version
from exercises.services.judge_exercises import judge_for
from tracker.models import Athlete, PrescribedExercise, Session
from tracker.services.seal_prescription import Prescription
from tracker.services.session_entry import Snapshots, prescribed_by


@dataclass(frozen=True, slots=True)
class Kept:
    """A prescription checked against the rows that are there now."""

    prescription: Prescription
    exercises: dict[int, Exercise]
    snapshots: Snapshots


def checked_prescription(athlete: Athlete, prescription: Prescription | None) -> Kept | None:
    """Return what of a prescription is to be kept, or None; three queries.

    What was handed out stands, also where the answers changed since. But no set counts as prescribed whose
    exercise may not be prescribed now.
    """
    if prescription is None or not _stands(athlete, prescription):
        return None
    exercises = Exercise.objects.in_bulk(prescription.keys)
    judge = judge_for(athlete.user)
    doses = [
        (one.exercise, one.dosage)
        for one in prescription.items
        if one.exercise is not None
        and one.dosage
        and one.exercise in exercises
        and judge.may_prescribe(exercises[one.exercise])
    ]
    return Kept(prescription, exercises, prescribed_by(doses))


def put_prescription(session: Session, kept: Kept | None) -> None:
    """Write the answers and the catalogue on the session's row, which is not saved yet."""
    if kept:
        session.screening_id = kept.prescription.screening
        session.catalogue_version_id = kept.prescription.catalogue_version


def build_prescribed(session: Session, kept: Kept | None) -> list[PrescribedExercise]:
    """Return the unsaved rows of what was handed out; an exercise that was deleted since has none."""
    items = kept.prescription.items if kept else ()
    known = {None, *(kept.exercises if kept else ())}
    return [
        PrescribedExercise(
            athlete_id=session.athlete_id,
            session=session,
            position=position,
            exercise_id=one.exercise,
            instead_of_id=one.instead_of,
            cause=one.cause,
        )
        for position, one in enumerate(items, start=1)
        if {one.exercise, one.instead_of} <= known
    ]


def _stands(athlete: Athlete, prescription: Prescription) -> bool:
    """Say whether the answers are this person's, and the catalogue's version is there."""
    version = prescription.catalogue_version
    own = Screening.objects.for_user(athlete.user).filter(pk=prescription.screening)
    if version is not None:
        own = own.filter(Exists(Version.objects.filter(pk=version)))
    return own.exists()
