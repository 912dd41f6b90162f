"""Traces of a phone on a shin, of which the true angle is known.

The leg is built of rotations in the room, and the phone is laid on it: nothing here comes from the formulas
that are tested. The axes of the room are forward, left and up. A sample is what a browser tells of such a
phone, in its own axes, with noise, drift, rounding, and what the movement itself adds to gravity.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

HERTZ = 30
MOVING_S = 1.0
HELD_S = 1.4
G = 9.81
FROM_KNEE_M = 0.2
FORWARD, LEFT, UP = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)

Vector = tuple[float, float, float]


def dot(a: Vector, b: Vector) -> float:
    return sum(one * other for one, other in zip(a, b, strict=True))


def scaled(a: Vector, factor: float) -> Vector:
    return (a[0] * factor, a[1] * factor, a[2] * factor)


def added(*vectors: Vector) -> Vector:
    x, y, z = (sum(parts) for parts in zip(*vectors, strict=True))
    return (x, y, z)


def cross(a: Vector, b: Vector) -> Vector:
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def turned(a: Vector, axis: Vector, degrees: float) -> Vector:
    """Turn a vector about an axis, right-handed (Rodrigues)."""
    angle = math.radians(degrees)
    cos, sin = math.cos(angle), math.sin(angle)
    return added(scaled(a, cos), scaled(cross(axis, a), sin), scaled(axis, dot(axis, a) * (1 - cos)))


@dataclass(frozen=True)
class Wearing:
    """Whose leg, how the phone is on it, and what the sensor is like."""

    side: str = "left"
    motion: str = "internal-rotation"
    mounting: str = "front"
    position: str = "seated"
    roll: float = 0  # degrees round the shin
    lean: float = 0  # of the phone against the shin, with the shape of the calf
    spin: float = 0  # round the normal of its screen: 180 is upside down
    slope: float = 0  # of the thigh, which ought to be level
    sway: float = 0  # degrees by which the knee bends along with a turn
    source: str = "orientation"  # or "acceleration"
    gravity: int = 1  # −1 as iOS tells it
    noise: float = 0.4  # degrees
    drift: float = 0  # degrees a second
    trials: tuple[float, ...] = (30, 31, 29)
    practice: float = 27
    before: tuple[
        tuple[float, float], ...
    ] = ()  # other turns before these: to so many degrees, for so many seconds
    late: float = 0  # the angle at which it rests at first, before it hangs for some seconds
    seed: int = field(default=1, compare=False)

    @property
    def settings(self) -> dict[str, str]:
        return {"mounting": self.mounting, "side": self.side, "motion": self.motion}

    def course(self) -> Iterator[tuple[float, float]]:
        """Yield angle and bend of the knee for each sample: rest, turn, hold, and back."""
        turns = [*self.before, *((one, HELD_S) for one in (self.practice, *self.trials))]
        yield from ((self.late, 0) for _ in range(int(1.5 * HERTZ)))
        if self.late:
            yield from ((0, 0) for _ in range(10 * HERTZ))
        for angle, hold in turns:
            moving = int(MOVING_S * HERTZ)
            for step in range(moving):
                part = (1 - math.cos(math.pi * step / moving)) / 2
                yield angle * part, self.sway * part
            yield from ((angle, self.sway) for _ in range(int(hold * HERTZ)))
            for step in range(moving):
                part = (1 + math.cos(math.pi * step / moving)) / 2
                yield angle * part, self.sway * part
            yield from ((0, 0) for _ in range(int(HELD_S * HERTZ)))

    def samples(self) -> list[list[float]]:
        """Return [milliseconds, beta, gamma], or [milliseconds, x, y, z] of an acceleration."""
        chance = random.Random(self.seed)
        course = list(self.course())
        lying = self._phone()
        found = []
        for index, (angle, bend) in enumerate(course):
            drifted = angle + self.drift * index / HERTZ
            axes = self._moved(lying, drifted, bend)
            if self.source == "orientation":
                shaken = turned(UP, _any_axis(chance), chance.gauss(0, self.noise))
                x, y, z = (dot(shaken, one) for one in axes)
                found.append([1000 * index / HERTZ, *_beta_gamma((x, y, z))])
                continue
            before, after = (course[max(0, min(len(course) - 1, index + step))][0] for step in (-1, 1))
            pull = self._felt(angle, before, after)
            felt = [dot(pull, one) * self.gravity + chance.gauss(0, self.noise * 0.1) for one in axes]
            # Browsers round what could tell devices apart.
            found.append([1000 * index / HERTZ, *(round(one, 1) for one in felt)])
        return found

    def orientation(self, angle: float) -> tuple[float, float]:
        """Return beta and gamma of the phone at an angle, without noise."""
        x, y, z = (dot(UP, one) for one in self._moved(self._phone(), angle, 0))
        return _beta_gamma((x, y, z))

    def _leg(self) -> tuple[Vector, Vector, Vector]:
        """Return where the shin's front, the person's left and the knee lie, from the middle of the shin."""
        if self.position == "prone":
            return scaled(FORWARD, -1), LEFT, scaled(UP, -1)
        return FORWARD, LEFT, UP

    def _phone(self) -> list[Vector]:
        """Return the phone's x, y and z in the room while the shin hangs."""
        front, left, knee = self._leg()
        out = front if self.mounting == "front" else left if self.side == "left" else scaled(left, -1)
        axes = [cross(knee, out), knee, out]
        axes = [turned(one, axes[2], self.spin) for one in axes]
        axes = [turned(one, cross(knee, out), self.lean) for one in axes]
        return [turned(one, knee, self.roll) for one in axes]

    def _moved(self, axes: list[Vector], angle: float, bend: float) -> list[Vector]:
        """Bend the knee, then turn the thigh."""
        front, left, _knee = self._leg()
        thigh = turned(front, left, self.slope)
        return [turned(turned(one, left, bend), thigh, angle * self._sense) for one in axes]

    @property
    def _sense(self) -> int:
        """Round the thigh, seen against its front: inner rotation carries the left foot to the left."""
        inward = 1 if self.motion == "internal-rotation" else -1
        return inward if self.side == "left" else -inward

    def _felt(self, angle: float, before: float, after: float) -> Vector:
        """Return what an accelerometer feels: the push against gravity, and what the swing adds."""
        front, _left, knee = self._leg()
        speed = math.radians(after - before) * HERTZ / 2
        gain = math.radians(after - 2 * angle + before) * HERTZ**2
        foot = turned(scaled(knee, -FROM_KNEE_M), front, angle * self._sense)
        swing = scaled(cross(front, foot), gain * self._sense)
        return added(scaled(UP, G), swing, scaled(foot, -(speed**2)))


def _any_axis(chance: random.Random) -> Vector:
    return _normed((chance.gauss(0, 1), chance.gauss(0, 1), chance.gauss(0, 1)))


def _normed(a: Any) -> Vector:
    return scaled(a, 1 / math.sqrt(dot(a, a)))


def _beta_gamma(up: Vector) -> tuple[float, float]:
    """Return the angles of a deviceorientation event (W3C): beta −180…180, gamma −90…90."""
    sense = 1 if up[2] >= 0 else -1
    flat = sense * math.hypot(up[0], up[2])
    beta = math.degrees(math.atan2(up[1], flat))
    gamma = math.degrees(math.atan2(-up[0] / flat, up[2] / flat)) if flat else 0
    return round(beta, 1), round(gamma, 1)
