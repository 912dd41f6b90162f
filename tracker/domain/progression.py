"""The next dose of an exercise after what was done: more, the same, or less, always with its reason.

- **2-for-2** (reference `two-for-two`): at least 2 extra reps in the last set, on each side, in two sessions
  in a row → 2.5–10 % more load, or the next progression.
- **Pain** as `tracker.domain.pain` has it: above 5, or not settled by the next morning → less; two worse
  mornings in a row → the easier exercise, and a clinician.
- **Product defaults**: two sessions in full, with pain of at most 2 and effort of at most 6 → holds 5 s
  longer; no more while pain lies above 2; more reps come in twos; where the ranges of the dose have no more
  room, the harder exercise is offered; the cut of a dose; five weeks; what a veto does not reach.

What is prescribed never lies above the ranges of the dose. Below them it lies after a cut alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from exercises.domain.dosage import Dosage
from tracker.domain.bouts import (
    Bout,
    BoutSet,
    Target,
    bouts_in_order,
    cut,
    dosage_of,
    low_of,
    lowered_to,
    raised_to,
    sides_of,
    target_of,
)
from tracker.domain.loads import next_load, percent_more
from tracker.domain.pain import BAD, SAFE_UP_TO, Sign, is_settling, worse_mornings_in_a_row
from tracker.domain.steps import NO_LADDER, STANDS, Figures, Kind, Ladder, LoadStep, Reason, Step

__all__ = ["Figures", "Kind", "Ladder", "LoadStep", "Reason", "Step", "next_step"]

EXTRA_REPS = 2
MORE_SECONDS = 5
SHORT_BELOW = 10
MORE_SECONDS_OF_SHORT = 1
"""A hold of a few seconds grows by one: five would be twice as much."""

MINUTES_FROM = 120
MORE_SECONDS_OF_MINUTES = 60
"""A dose of whole minutes grows by one of them."""

MOST_EFFORT = 6
FORGET_AFTER = timedelta(weeks=5)


def next_step(
    own: Dosage,
    bouts: Iterable[Bout],
    *,
    today: date,
    ladder: Ladder = NO_LADDER,
    held_on: Iterable[date] = (),
) -> Step:
    """Return the step of an exercise whose dose is `own`, after the bouts (in any order).

    `held_on` are the days after whose session the person wanted the dose to stay.
    """
    done = bouts_in_order(bouts)
    if not done or today - done[-1].day >= FORGET_AFTER:
        return Step(kind=Kind.HOLD, reason=Reason.OWN_DOSE, dosage=own)
    last = done[-1]
    is_held = last.day in set(held_on)
    target = target_of(last, own)
    if last.sign in BAD:
        found = _less(own, done, target, ladder, overrules=is_held)
        if found.reason in STANDS or not is_held:
            return found
    if is_held:
        return Step(kind=Kind.HOLD, reason=Reason.KEPT, dosage=dosage_of(target, own), since=last.day)
    if not target.covers(low_of(own)):
        return _after_less(own, done, target)
    return _more(own, done, target, ladder)


def _less(own: Dosage, done: Sequence[Bout], target: Target, ladder: Ladder, *, overrules: bool) -> Step:
    last = done[-1]
    worse = worse_mornings_in_a_row((one.morning, one.pain_before) for one in done)
    is_above = last.sign is Sign.TOO_MUCH
    again = is_above and len(done) > 1 and done[-2].sign is Sign.TOO_MUCH
    if is_above:
        reason, figures = Reason.PAIN_ABOVE, Figures(pain=last.pain)
    else:
        reason = Reason.WORSE_MORNINGS if worse > 1 else Reason.WORSE_MORNING
        figures = Figures(pain=last.morning, before=last.pain_before or 0)
    return Step(
        kind=Kind.REGRESS,
        reason=reason,
        dosage=dosage_of(cut(target, own), own),
        exercise=next(iter(ladder.easier), "") if reason in STANDS else "",
        figures=figures,
        see_clinician=worse > 1 or again,
        since=last.day,
        overrules=overrules and reason in STANDS,
    )


def _after_less(own: Dosage, done: Sequence[Bout], target: Target) -> Step:
    """Return the step after a session of less than the dose: less again, or the dose itself.

    Less without any pain before it comes from another routine, which asks for less.
    """
    since = done[-1].day
    signs = [one.sign for one in done]
    if is_settling(signs):
        return Step(
            kind=Kind.HOLD,
            reason=Reason.SETTLING,
            dosage=dosage_of(lowered_to(low_of(own), target), own),
            since=since,
        )
    reason = Reason.SETTLED if BAD.intersection(signs) else Reason.OWN_DOSE
    return Step(kind=Kind.PROGRESS, reason=reason, dosage=own, since=since)


def _more(own: Dosage, done: Sequence[Bout], target: Target, ladder: Ladder) -> Step:
    """Return the step after sessions without a bad sign, at the dose or above it."""
    last = done[-1]
    reason, figures = _why_not(own, last)
    if reason is None and not (len(done) > 1 and _leads_on(own, done[-2], last)):
        reason = Reason.ONCE
    if reason is None:
        return _up(own, last, target, ladder)
    return Step(kind=Kind.HOLD, reason=reason, dosage=dosage_of(target, own), figures=figures, since=last.day)


def _why_not(own: Dosage, bout: Bout) -> tuple[Reason | None, Figures]:
    """Say why a bout does not lead on, or None where it does."""
    if bout.highest_pain > SAFE_UP_TO:
        return Reason.PAIN_WATCHED, Figures(pain=bout.highest_pain)
    if own.reps is None and (bout.effort or 0) > MOST_EFFORT:
        return Reason.EFFORT, Figures(effort=bout.effort)
    if bout.sign in BAD or not _is_in_full(own, bout):
        return Reason.AS_BEFORE, Figures()
    if own.reps is not None and _extra_reps(own, bout) < EXTRA_REPS:
        return Reason.AS_BEFORE, Figures()
    return None, Figures()


def _leads_on(own: Dosage, earlier: Bout, last: Bout) -> bool:
    """Say whether the session before did too, at the same dose and load or above."""
    if _why_not(own, earlier)[0] is not None:
        return False
    if not _target(own, earlier).covers(_target(own, last)):
        return False
    for side in sides_of(own):
        before, now = earlier.done_on(side)[-1], last.done_on(side)[-1]
        if (before.load_kg or 0) < (now.load_kg or 0):
            return False
    return True


def _target(own: Dosage, bout: Bout) -> Target:
    return raised_to(low_of(own), target_of(bout, own))


def _is_in_full(own: Dosage, bout: Bout) -> bool:
    """Say whether every set that was asked for was done on each side, with all its reps or all its time."""
    target = _target(own, bout)
    return all(
        sum(_reaches(one, target) for one in bout.done_on(side)) >= target.sets for side in sides_of(own)
    )


def _reaches(one: BoutSet, target: Target) -> bool:
    if target.reps is not None:
        return (one.reps or 0) >= target.reps
    return (one.seconds or 0) >= (target.seconds or 0)


def _extra_reps(own: Dosage, bout: Bout) -> int:
    """Return by how many reps the last set of each side went over what was asked for; the smaller number."""
    asked = _target(own, bout).reps or 0
    return min((bout.done_on(side)[-1].reps or 0) - asked for side in sides_of(own))


def _up(own: Dosage, last: Bout, target: Target, ladder: Ladder) -> Step:
    """Return the next progression: load, then reps or time, then sets, then the harder exercise."""
    figures = Figures()
    exercise = ""
    loads = _loads(own, last)
    reps, hold = own.reps, own.hold_s
    if loads:
        reason = Reason.MORE_LOAD
        figures = Figures(
            extra_reps=EXTRA_REPS, percent=max(percent_more(one.old_kg, one.new_kg) for one in loads)
        )
    elif reps and target.reps and target.reps < reps.high:
        reason = Reason.MORE_REPS
        target = target._replace(reps=min(target.reps + EXTRA_REPS, reps.high))
        figures = Figures(extra_reps=EXTRA_REPS, reps=target.reps)
    elif reps is None and hold and target.seconds and target.seconds < hold.high:
        reason = Reason.LONGER_HOLD
        target = target._replace(seconds=min(target.seconds + _more_seconds(hold.low), hold.high))
        figures = Figures(seconds=target.seconds)
    elif target.sets < own.sets.high:
        reason = Reason.MORE_SETS
        target = target._replace(sets=target.sets + 1)
        figures = Figures(sets=target.sets)
    elif ladder.harder:
        reason = Reason.HARDER
        exercise = ladder.harder[0]
        figures = Figures(extra_reps=EXTRA_REPS if reps else None)
    else:
        reason = Reason.TOP
    return Step(
        kind=Kind.HOLD if reason is Reason.TOP else Kind.PROGRESS,
        reason=reason,
        dosage=dosage_of(target, own),
        exercise=exercise,
        loads=loads,
        figures=figures,
        since=last.day,
    )


def _more_seconds(low: int) -> int:
    if low < SHORT_BELOW:
        return MORE_SECONDS_OF_SHORT
    return MORE_SECONDS_OF_MINUTES if low >= MINUTES_FROM else MORE_SECONDS


def _loads(own: Dosage, last: Bout) -> tuple[LoadStep, ...]:
    """Return what rises where load was noted, set by set."""
    if own.reps is None:
        return ()
    found = []
    counted: Counter[str] = Counter()
    for one in last.in_order:
        nth = counted[one.side]
        counted[one.side] += 1
        more = None if one.skipped or not one.load_kg else next_load(one.load_kg)
        if one.load_kg and more:
            found.append(LoadStep(one.side, nth, one.load_kg, more))
    return tuple(found)
