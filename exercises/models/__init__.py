"""The catalogue's tables, one module a subject."""

from __future__ import annotations

from exercises.models.exercise import Exercise, Level
from exercises.models.guide import Guide, Reference
from exercises.models.ladder import Progression
from exercises.models.plan import Programme, ProgrammeTrack, Routine, RoutineItem
from exercises.models.safety import Condition, Contraindication
from exercises.models.screening import Screening
from exercises.models.stamp import Stamp
from exercises.models.steps import Fault, Step
from exercises.models.version import Version

__all__ = [
    "Condition",
    "Contraindication",
    "Exercise",
    "Fault",
    "Guide",
    "Level",
    "Programme",
    "ProgrammeTrack",
    "Progression",
    "Reference",
    "Routine",
    "RoutineItem",
    "Screening",
    "Stamp",
    "Step",
    "Version",
]
