"""Which measurements fit a person: the screening's verdict on each, as on an exercise.

Guiding somebody through a measurement is gated like a prescription; recording one never is.
"""

from __future__ import annotations

from datetime import datetime

from exercises.domain.screening import Assessment, Screened, assess
from exercises.domain.vocabulary import Verdict
from exercises.services.judge_exercises import Judge
from tracker.domain.measuring import Motion, Position, TestKind
from tracker.domain.measuring_safety import QUESTIONS, screened_rotation, screened_test


def assess_rotation(judge: Judge, motion: Motion, position: Position) -> Assessment:
    """Return the verdict on measuring this rotation; without answers every question counts as a yes."""
    return _assess(judge, screened_rotation(motion, position))


def assess_test(judge: Judge, kind: TestKind) -> Assessment:
    """Return the verdict on a test; one that only asks is open to all."""
    return Assessment(Verdict.ALLOWED) if kind in QUESTIONS else _assess(judge, screened_test(kind))


def may_guide(judge: Judge, assessment: Assessment, now: datetime) -> bool:
    """Say whether to lead the person through it: the answers hold, and nothing is held or avoided."""
    return not judge.must_ask(now) and assessment.may_be_prescribed


def guided_rotations(judge: Judge, now: datetime) -> frozenset[tuple[Motion, Position]]:
    """Return what the person may be led through; who is led through nothing is not told to measure either."""
    return frozenset(
        (motion, position)
        for motion in Motion
        for position in Position
        if may_guide(judge, assess_rotation(judge, motion, position), now)
    )


def is_held(judge: Judge, now: datetime) -> bool:
    """Say whether the person's answers close every rotation; who has yet to answer is asked first instead."""
    return judge.is_stopped or (not judge.must_ask(now) and not guided_rotations(judge, now))


def _assess(judge: Judge, screened: Screened) -> Assessment:
    return assess(screened, ruleset=judge.ruleset, answers=judge.answers)
