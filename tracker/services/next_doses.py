"""The next dose of each exercise for one person, from what was read already: no query of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from exercises.domain.dosage import Dosage
from exercises.models import Exercise
from exercises.models.exercise import Direction
from tracker.domain.bouts import Amount, Bout, BoutSet, bouts_in_order
from tracker.domain.pain import Sign, is_settling
from tracker.domain.progression import Ladder, Step, next_step
from tracker.domain.steps import NO_LADDER
from tracker.models import ChangeKind, PlanChange
from tracker.services.recent_training import RecentTraining, TrainedSession, TrainedSet

MayPrescribe = Callable[[Exercise], bool]


def next_steps(
    exercises: Iterable[Exercise],
    training: RecentTraining,
    changes: Iterable[PlanChange],
    may_prescribe: MayPrescribe,
    *,
    today: date,
    doses: Mapping[int, Dosage] | None = None,
) -> dict[int, Step]:
    """Return the step of each exercise, by its key.

    `exercises` are all that are offered, read `for_choice()`: a neighbour on the ladder is offered only
    where it is among them, `may_prescribe` allows it, and it did not hurt too much itself of late. `doses`
    holds the dose that a routine names for an exercise, by its key, where that is not the exercise's own.
    """
    offered = {one.slug: one for one in exercises}
    bouts = bouts_by_exercise(training, today=today)

    def may_offer(other: Exercise) -> bool:
        signs = [one.sign for one in bouts_in_order(bouts.get(other.pk, ()))]
        return not is_settling(signs) and may_prescribe(other)

    held = days_held(changes)
    return {
        one.pk: next_step(
            (doses or {}).get(one.pk) or one.dosage,
            bouts.get(one.pk, ()),
            today=today,
            ladder=_ladder(one, offered, may_offer) if one.pk in bouts else NO_LADDER,
            held_on=held.get(one.pk, ()),
        )
        for one in offered.values()
    }


def days_held(changes: Iterable[PlanChange]) -> dict[int, set[date]]:
    """Return the days after whose session a person kept the dose of an exercise, by its key."""
    held: dict[int, set[date]] = {}
    for change in changes:
        if change.kind is ChangeKind.HOLD and change.exercise_id:
            held.setdefault(change.exercise_id, set()).add(change.first_day)
    return held


def bouts_by_exercise(training: RecentTraining, *, today: date) -> dict[int, list[Bout]]:
    """Return what was done of each exercise, by its key.

    A session that is under way changes nothing in itself, or its own plan would change while it is followed;
    but pain above 5 in it counts at once.
    """
    found: dict[int, list[Bout]] = {}
    for session in training.sessions:
        is_open = session.is_under_way and session.day >= today
        sets: dict[int, list[TrainedSet]] = {}
        for one in session.sets:
            sets.setdefault(one.exercise, []).append(one)
        for exercise, own in sets.items():
            bout = _bout(session, own)
            if not is_open or bout.sign is Sign.TOO_MUCH:
                found.setdefault(exercise, []).append(bout)
    return found


def _ladder(exercise: Exercise, offered: Mapping[str, Exercise], may_offer: MayPrescribe) -> Ladder:
    """Return what may be offered next to an exercise: the same aim first, then the nearest level."""
    ways: dict[str, list[Exercise]] = {direction: [] for direction in Direction}
    for direction, slug in getattr(exercise, "neighbours", None) or ():
        other = offered.get(slug)
        if other is not None and may_offer(other):
            ways[direction].append(other)
    easier, harder = (
        sorted(
            ways[way], key=lambda one: (one.aim != exercise.aim, abs(one.level - exercise.level), one.slug)
        )
        for way in (Direction.EASIER, Direction.HARDER)
    )
    return Ladder(easier=tuple(one.slug for one in easier), harder=tuple(one.slug for one in harder))


def _bout(session: TrainedSession, sets: Iterable[TrainedSet]) -> Bout:
    return Bout(
        key=session.id.hex,
        day=session.day,
        started_at=session.started_at,
        effort=session.effort,
        pain_before=session.pain_before,
        pain_after=session.pain_after,
        morning=session.morning,
        sets=tuple(_set(one) for one in sets),
    )


def _set(one: TrainedSet) -> BoutSet:
    prescribed = one.prescribed
    return BoutSet(
        key=one.id.hex,
        position=one.position,
        side=one.side,
        reps=one.reps,
        seconds=one.seconds,
        load_kg=one.load_kg,
        pain=one.pain,
        skipped=one.skipped,
        prescribed=None if prescribed is None else Amount(prescribed.get("reps"), prescribed.get("seconds")),
    )
