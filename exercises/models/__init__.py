"""The catalogue's tables, one module a subject."""

from __future__ import annotations

from exercises.models.exercise import Exercise, Fault, Level, Progression, Step
from exercises.models.guide import Guide, Reference
from exercises.models.plan import Programme, ProgrammeTrack, Routine, RoutineItem
from exercises.models.safety import Condition, Contraindication

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
    "Step",
]
