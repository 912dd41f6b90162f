"""What measuring asks of the body: each test goes to the end of a range, or close to it.

The stress tags are those of the exercises of the catalogue that go through the same movement (clinical facts
§6 and §7: seated lift-out, prone foot drop-out, figure-4, 90/90 switch, single-leg stance).
"""

from __future__ import annotations

from exercises.domain.screening import Screened
from exercises.domain.vocabulary import StressTag
from tracker.domain.measuring import Motion, Position, TestKind

_END_OF = {
    Motion.INTERNAL: StressTag.END_RANGE_INTERNAL_ROTATION,
    Motion.EXTERNAL: StressTag.END_RANGE_EXTERNAL_ROTATION,
}
_IN = {
    Position.SEATED: (),
    Position.PRONE: (StressTag.PRONE,),
    Position.SUPINE: (StressTag.SUPINE,),
}
_TESTS = {
    TestKind.FABER: (StressTag.SUPINE, StressTag.END_RANGE_EXTERNAL_ROTATION),
    TestKind.SQUAT: (StressTag.FLEXION, StressTag.KNEELING),
    TestKind.HANDS_FREE: (
        StressTag.FLEXION,
        StressTag.FLEXION_WITH_INTERNAL_ROTATION,
        StressTag.END_RANGE_EXTERNAL_ROTATION,
        StressTag.KNEE_TWIST,
    ),
    TestKind.STANCE: (StressTag.BALANCE,),
}
QUESTIONS = frozenset({TestKind.ACTIVITY, TestKind.PAIN})
"""Tests that only ask, and ask nothing of the body."""


def screened_rotation(motion: Motion, position: Position) -> Screened:
    """Return measuring this rotation as something that the screening can judge."""
    tags = (_END_OF[motion], *_IN[position])
    if motion is Motion.INTERNAL and position is Position.SEATED:
        tags = (*tags, StressTag.FLEXION_WITH_INTERNAL_ROTATION)
    return _screened(tags)


def screened_test(kind: TestKind) -> Screened:
    """Return the test as something that the screening can judge."""
    return _screened(_TESTS.get(kind, ()))


def _screened(tags: tuple[StressTag, ...]) -> Screened:
    # No exercise: no rule by name can mean it.
    return Screened(slug="", name="", aim="", level=1, stress=tags)
