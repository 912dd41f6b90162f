"""What a step of progression is: which way, which dose, what is offered, and the reason with its figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from exercises.domain.dosage import Dosage


class Kind(StrEnum):
    """Which way a step leads."""

    PROGRESS = "progress"
    HOLD = "hold"
    REGRESS = "regress"


class Reason(StrEnum):
    """Why; the figures of the step belong to it."""

    OWN_DOSE = "own-dose"
    """Not done in the last five weeks, or less was asked for in another routine."""
    AS_BEFORE = "as-before"
    ONCE = "once"
    """Done well once; a second time leads on."""
    PAIN_WATCHED = "pain-watched"
    EFFORT = "effort"
    TOP = "top"
    """Done well, and there is nothing above it."""
    KEPT = "kept"
    """The person's veto."""
    MORE_LOAD = "more-load"
    MORE_REPS = "more-reps"
    LONGER_HOLD = "longer-hold"
    MORE_SETS = "more-sets"
    HARDER = "harder"
    """The harder exercise is offered; the dose stays."""
    SETTLED = "settled"
    """The dose was lower, and is its own again."""
    SETTLING = "settling"
    """The dose stays lower until the pain has settled."""
    PAIN_ABOVE = "pain-above"
    WORSE_MORNING = "worse-morning"
    WORSE_MORNINGS = "worse-mornings"


STANDS = frozenset({Reason.PAIN_ABOVE, Reason.WORSE_MORNINGS})
"""What no veto reaches. A single worse morning may have come from something else: that one it does."""


@dataclass(frozen=True, slots=True)
class LoadStep:
    """More load for one set: the `nth` of its side, from 0."""

    side: str
    nth: int
    old_kg: Decimal
    new_kg: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The numbers that a reason speaks of; None where it speaks of none."""

    pain: int | None = None
    before: int | None = None
    effort: int | None = None
    extra_reps: int | None = None
    percent: int | None = None
    reps: int | None = None
    seconds: int | None = None
    sets: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The next dose, and why. `exercise` is the slug of what is offered instead (harder or easier), or "".

    `loads` holds only what rises; other loads stay as last time. `since` is the day of the session after
    which it was decided, None without one. `overrules` says that a veto stood against it.
    """

    kind: Kind
    reason: Reason
    dosage: Dosage
    exercise: str = ""
    loads: tuple[LoadStep, ...] = ()
    figures: Figures = field(default_factory=Figures)
    see_clinician: bool = False
    since: date | None = None
    overrules: bool = False

    @property
    def is_less(self) -> bool:
        """Whether the dose is lower than it was, or stays so, because of pain."""
        return self.kind is Kind.REGRESS or self.reason is Reason.SETTLING

    @property
    def is_held(self) -> bool:
        """Whether the person's veto keeps it; it can be taken back."""
        return self.reason is Reason.KEPT

    @property
    def may_be_held(self) -> bool:
        return self.kind is not Kind.HOLD and self.reason not in STANDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """The neighbours of an exercise that may be prescribed to the person, the nearest first."""

    easier: tuple[str, ...] = ()
    harder: tuple[str, ...] = ()


NO_LADDER = Ladder()
