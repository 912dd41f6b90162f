"""What is measured, how, and within which bounds: rotation of the hip, and other tests of one's own.

Rotation is kept in degrees, positive in the direction of the motion. A series is one motion, position,
instrument and side; two series are never joined (Roach 2013, PMC3811733: a goniometer and an inclinometer
differ by 4.5° for internal rotation).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

from exercises.domain.text import LabelledEnum, gettext_noop


class Motion(LabelledEnum):
    """Which way the thigh turns in its socket."""

    INTERNAL = "internal-rotation", gettext_noop("internal rotation")
    EXTERNAL = "external-rotation", gettext_noop("external rotation")


class Position(LabelledEnum):
    """How the person sits or lies. Supine with hip and knee at 90° is left out: gravity cannot see it."""

    SEATED = "seated", gettext_noop("seated")
    PRONE = "prone", gettext_noop("prone")
    SUPINE = "supine-knee-over-edge", gettext_noop("on the back, knee over the edge")


class Instrument(LabelledEnum):
    """What the angle is read from."""

    PHONE = "phone", gettext_noop("phone on the shin")
    GONIOMETER = "goniometer", gettext_noop("goniometer")
    INCLINOMETER = "inclinometer", gettext_noop("inclinometer")
    RULER = "ruler", gettext_noop("ruler")


class TestKind(LabelledEnum):
    """Tests of one's own beside rotation."""

    __test__ = False  # no test of pytest's

    FABER = "faber", gettext_noop("FABER knee height")
    SQUAT = "squat-depth", gettext_noop("squat depth")
    HANDS_FREE = "hands-free-90-90", gettext_noop("90/90 without hands")
    STANCE = "single-leg-stance", gettext_noop("single-leg stance")
    ACTIVITY = "own-activity", gettext_noop("an activity of your own")
    PAIN = "pain", gettext_noop("pain of the last day")


class NormGroup(LabelledEnum):
    """Whose published values are shown beside one's own; nobody is asked for more than this."""

    MEN = "men", gettext_noop("men")
    WOMEN = "women", gettext_noop("women")


@dataclass(frozen=True, slots=True)
class Scale:
    """What a test is counted in: its bounds, whether each side has a value, and whether more is better."""

    most: Decimal
    has_sides: bool
    is_more_better: bool
    least: Decimal = Decimal(0)


SCALES = {
    # Centimetres from the mat to the knee; the bounds are product limits.
    TestKind.FABER: Scale(Decimal(60), has_sides=True, is_more_better=False),
    # Centimetres from the floor to the seat at the lowest point with the heels down.
    TestKind.SQUAT: Scale(Decimal(120), has_sides=False, is_more_better=False),
    # 1 is yes.
    TestKind.HANDS_FREE: Scale(Decimal(1), has_sides=True, is_more_better=True),
    # Seconds.
    TestKind.STANCE: Scale(Decimal(600), has_sides=True, is_more_better=True),
    # 0 cannot do it, 10 as before: the PSFS, in our own words.
    TestKind.ACTIVITY: Scale(Decimal(10), has_sides=False, is_more_better=True),
    # 0 none, 10 the worst that one can imagine: the NPRS, in our own words.
    TestKind.PAIN: Scale(Decimal(10), has_sides=False, is_more_better=False),
}

LEAST_DEGREES, MOST_DEGREES = -30, 90
"""What the database holds (DESIGN §5); nobody's hip turns further."""
LEAST_SHANK_CM, MOST_SHANK_CM = 20, 70
"""From the knee to the ankle; product limits."""
TRIALS = 3
"""Clinical facts §4: one practice, then three trials, their mean."""
MOST_TRIALS = 4
MOST_SPREAD = 10
"""Degrees between trials above which one more is asked for."""


def angle_of_shift(shift_cm: float, shank_cm: float) -> float:
    """Return the degrees that an ankle's shift to the side stands for: asin(shift ÷ knee to ankle).

    Raises ValueError for a shift that is longer than the shank.
    """
    return math.degrees(math.asin(shift_cm / shank_cm))


def shift_of_angle(degrees: float, shank_cm: float) -> float:
    """Return the centimetres that `angle_of_shift` turns into these degrees."""
    return shank_cm * math.sin(math.radians(degrees))
