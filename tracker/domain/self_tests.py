"""Whether a change in one of the other tests is more than its error, or than the least that people notice.

Height of the knee in the FABER position: MDC 3.7 cm, of the gap between the sides 4.0 cm (PubMed 27999724).
Pain from 0 to 10: minimal important difference 1.5–3.5. An activity of one's own, as in the PSFS: 1.3 small,
2.3 medium, 2.7 large (both doi:10.2519/jospt.2014.5248). For squat depth, 90/90 without hands and single-leg
stance nothing verified exists, so nothing is said of them.
"""

from __future__ import annotations

from decimal import Decimal

from exercises.domain.text import LabelledEnum, gettext_noop
from tracker.domain.measuring import TestKind

FABER_GAP_MDC = Decimal("4.0")


class ChangeSize(LabelledEnum):
    """How much a change is, as far as it is published."""

    TOO_SMALL = "too-small", gettext_noop("too small to mean anything by itself")
    BEYOND_ERROR = "beyond-error", gettext_noop("more than the measurement error")
    MAY_MATTER = "may-matter", gettext_noop("may be a change that people notice")
    MATTERS = "matters", gettext_noop("a change that people notice")
    SMALL = "small", gettext_noop("a small change")
    MEDIUM = "medium", gettext_noop("a medium change")
    LARGE = "large", gettext_noop("a large change")


LIMITS: dict[TestKind, tuple[tuple[Decimal, ChangeSize], ...]] = {
    TestKind.FABER: ((Decimal("3.7"), ChangeSize.BEYOND_ERROR),),
    TestKind.PAIN: ((Decimal("1.5"), ChangeSize.MAY_MATTER), (Decimal("3.5"), ChangeSize.MATTERS)),
    TestKind.ACTIVITY: (
        (Decimal("1.3"), ChangeSize.SMALL),
        (Decimal("2.3"), ChangeSize.MEDIUM),
        (Decimal("2.7"), ChangeSize.LARGE),
    ),
}
"""From which change on (either way) it is how large."""


def size_of_change(kind: TestKind, change: Decimal | int) -> ChangeSize | None:
    """Return how large a change is, in the unit of the test; None where nothing is published for it."""
    if kind not in LIMITS:
        return None
    reached = [size for limit, size in LIMITS[kind] if abs(Decimal(change)) >= limit]
    return reached[-1] if reached else ChangeSize.TOO_SMALL


def is_faber_gap(gap: Decimal | int) -> bool:
    """Say whether the sides' knee heights differ by more than the error of that difference (in cm)."""
    return abs(Decimal(gap)) >= FABER_GAP_MDC
