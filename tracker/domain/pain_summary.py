"""What the pain of many sessions comes to: its middle, its highest, and how often it was too much.

The median, because a single bad day should not speak for a month.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from tracker.domain.pain import is_too_much


@dataclass(frozen=True, slots=True)
class PainSummary:
    """The numbers of the sessions that have one; `count` is how many these are."""

    count: int
    median: float
    highest: int
    too_much: int


def summary_of(pains: Iterable[int | None]) -> PainSummary | None:
    """Return what the numbers come to, or None where there are none."""
    noted = [pain for pain in pains if pain is not None]
    if not noted:
        return None
    return PainSummary(
        count=len(noted),
        median=median(noted),
        highest=max(noted),
        too_much=sum(is_too_much(pain) for pain in noted),
    )
