"""The next dose of each exercise for one person, from what was read already: no query of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from exercises.domain.dosage import Dosage
from exercises.models import Exercise
from exercises.models.ladder import Direction
from tracker.domain.bouts import Amount, Bout, BoutSet, bouts_in_order
from tracker.domain.pain import Sign, is_settling
from tracker.domain.progression import Ladder, Step, next_step
from tracker.domain.steps import NO_LADDER
from tracker.models import ChangeKind, PlanChange
from tracker.services.recent_training import RecentTraining, TrainedSession, TrainedSet

MayPrescribe = Callable[[Exercise], bool]


@dataclass(frozen=True)
class NextDoses:
    """What the next doses follow from, sorted once for all the routines of a page.

    `exercises` are all that are offered, read `for_choice()`: a neighbour on the ladder is offered only where
    it is among them, `may_prescribe` allows it, and it did not hurt too much itself of late. `changes` are
    read when the first dose is asked for: what hurt is known without them.
    """

    exercises: Iterable[Exercise]
    training: RecentTraining
    changes: Callable[[], Iterable[PlanChange]]
    may_prescribe: MayPrescribe
    today: date

    @cached_property
    def bouts(self) -> Mapping[int, Sequence[Bout]]:
        return bouts_by_exercise(self.training, today=self.today)

    @cached_property
    def held(self) -> Mapping[int, set[date]]:
        return days_held(self.changes())

    @cached_property
    def by_slug(self) -> Mapping[str, Exercise]:
        return {one.slug: one for one in self.exercises}

    @cached_property
    def by_key(self) -> Mapping[int, Exercise]:
        return {one.pk: one for one in self.exercises}

    def step(self, exercise: Exercise, dosage: Dosage) -> Step:
        """Return the step of an exercise in a dose: its own, or the one that a routine names."""
        bouts = self.bouts.get(exercise.pk, ())
        return next_step(
            dosage,
            bouts,
            today=self.today,
            ladder=_ladder(exercise, self.by_slug, self.may_offer) if bouts else NO_LADDER,
            held_on=self.held.get(exercise.pk, ()),
        )

    def hurt_today(self, exercise: Exercise) -> bool:
        """Say whether it hurt too much today: it has to settle until the next morning first."""
        bouts = self.bouts.get(exercise.pk, ())
        return any(one.day >= self.today and one.sign is Sign.TOO_MUCH for one in bouts)

    def may_offer(self, other: Exercise) -> bool:
        """Say whether it may stand in for another: prescribed, and not settling itself after pain."""
        signs = [one.sign for one in bouts_in_order(self.bouts.get(other.pk, ()))]
        return not is_settling(signs) and self.may_prescribe(other)


class Steps(Mapping[int, Step]):
    """The step of each offered exercise by its key, worked out when it is asked for."""

    def __init__(self, source: NextDoses, doses: Mapping[int, Dosage]) -> None:
        self.source = source
        self.doses = doses

    def __getitem__(self, key: int) -> Step:
        exercise = self.source.by_key[key]
        return self.source.step(exercise, self.doses.get(key) or exercise.dosage)

    def __iter__(self) -> Iterator[int]:
        return iter(self.source.by_key)

    def __len__(self) -> int:
        return len(self.source.by_key)


def next_steps(
    exercises: Iterable[Exercise],
    training: RecentTraining,
    changes: Iterable[PlanChange],
    may_prescribe: MayPrescribe,
    *,
    today: date,
    doses: Mapping[int, Dosage] | None = None,
) -> Steps:
    """Return the step of each exercise, by its key.

    `doses` holds the dose that a routine names for an exercise, by its key, where that is not its own. For
    several routines at once keep one `NextDoses`.
    """
    return Steps(NextDoses(exercises, training, lambda: changes, may_prescribe, today), doses or {})


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
