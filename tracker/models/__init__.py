"""What athletes own, one module a subject."""

from __future__ import annotations

from tracker.models.athlete import Athlete
from tracker.models.imported import Import, Upload
from tracker.models.measurement import Measurement, SelfTest
from tracker.models.merge import Merge, MergedSet
from tracker.models.morning import Morning
from tracker.models.plan import ChangeKind, Enrolment, PlanChange
from tracker.models.prescription import Cause, PrescribedExercise
from tracker.models.removed_set import RemovedSet
from tracker.models.session import Evidence, Session, Set
from tracker.models.sharing import ReportLink, ReportOpening

__all__ = [
    "Athlete",
    "Cause",
    "ChangeKind",
    "Enrolment",
    "Evidence",
    "Import",
    "Measurement",
    "Merge",
    "MergedSet",
    "Morning",
    "PlanChange",
    "PrescribedExercise",
    "RemovedSet",
    "ReportLink",
    "ReportOpening",
    "SelfTest",
    "Session",
    "Set",
    "Upload",
]
