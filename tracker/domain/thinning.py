"""Leaving out points of a line that is too dense to be read, evenly and without a word lost about it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeVar

One = TypeVar("One")


def thinned(points: Sequence[One], most: int) -> list[One]:
    """Return at most `most` of the points: the first, the last, and every so many of those between."""
    if len(points) <= most:
        return list(points)
    every = math.ceil((len(points) - 1) / (most - 1))
    # Counted from the end: the latest points are what people look for.
    kept = list(points[::-1][::every][::-1])
    return kept if (len(points) - 1) % every == 0 else [points[0], *kept[1:]]
