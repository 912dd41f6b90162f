"""What athletes own, one module a subject."""

from __future__ import annotations

from tracker.models.athlete import Athlete
from tracker.models.merge import Merge, MergedSet
from tracker.models.prescription import PrescribedExercise
from tracker.models.session import Evidence, Session, Set

__all__ = ["Athlete", "Evidence", "Merge", "MergedSet", "PrescribedExercise", "Session", "Set"]
