"""What may be handed out to one person on a day: under their answers, and within their caps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from exercises.domain.dosage import Dosage
from exercises.models import Exercise
from exercises.services.judge_exercises import Judge, judge_for
from exercises.services.kept_catalogue import Kept, is_keeping
from tracker.domain.caps import Cap, CapUse, cap_use, shared_caps
from tracker.domain.progression import Step
from tracker.domain.schedule import LOOK_BACK
from tracker.models import PlanChange
from tracker.services.next_doses import NextDoses, Steps
from tracker.services.recent_training import RecentTraining, recent_training


@dataclass(frozen=True)
class Offer:
    """What may be handed out to one person on a day: their judge, and all that the catalogue offers.

    What they did of late and what they changed about the plan are read when they are first asked for: a page
    that only shows a sheet again needs neither.
    """

    user: Any
    judge: Judge
    exercises: tuple[Exercise, ...]
    today: date
    known_changes: tuple[PlanChange, ...] | None = None
    known_training: RecentTraining | None = None
    own: tuple[Exercise, ...] = ()
    """The person's own exercises, where they were asked for: to record, never handed out."""

    @cached_property
    def training(self) -> RecentTraining:
        if self.known_training is not None:
            return self.known_training
        return recent_training(self.user, self.today)

    @cached_property
    def changes(self) -> tuple[PlanChange, ...]:
        """What the person changed about the plan of late and from this day on."""
        if self.known_changes is not None:
            return self.known_changes
        first = self.today - timedelta(days=LOOK_BACK)
        return tuple(PlanChange.objects.for_athlete(self.user).since(first))

    @cached_property
    def next_doses(self) -> NextDoses:
        return NextDoses(self.exercises, self.training, lambda: self.changes, self.may_prescribe, self.today)

    def steps_from(self, doses: Mapping[int, Dosage]) -> Mapping[int, Step]:
        """Return the steps where a routine names other doses for some exercises, by their keys."""
        return Steps(self.next_doses, doses)

    @cached_property
    def by_slug(self) -> Mapping[str, Exercise]:
        return {one.slug: one for one in self.exercises}

    @cached_property
    def neighbours(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """By slug, what is next to it on the ladder: direction and slug."""
        pairs = {one.slug: getattr(one, "neighbours", None) or () for one in self.exercises}
        return {slug: tuple((way, other) for way, other in found) for slug, found in pairs.items()}

    @cached_property
    def caps(self) -> Mapping[str, Cap]:
        """The caps, by the slugs of the exercises that they bind."""
        doses = {one.slug: one.dosage.days_a_week for one in self.exercises}
        steps = ((slug, other) for slug, found in self.neighbours.items() for _way, other in found)
        return shared_caps(doses, steps)

    def cap_use(self, exercise: Exercise) -> CapUse | None:
        """Return how far an exercise's cap is used up; None where it has none."""
        cap = self.caps.get(exercise.slug)
        if cap is None:
            return None
        days = {day for slug in cap.slugs for day in self.training.days_of_exercises.get(slug, ())}
        return cap_use(days, cap, self.today)

    def may_prescribe(self, exercise: Exercise) -> bool:
        """Say whether the exercise may be handed out today: by the screening, its cap, and today's pain."""
        use = self.cap_use(exercise)
        is_open = use is None or use.is_open
        return self.judge.may_prescribe(exercise) and is_open and not self.hurt_today(exercise)

    @cached_property
    def open_now(self) -> tuple[Exercise, ...]:
        """All that may be handed out in the place of something else."""
        return tuple(one for one in self.exercises if self.may_offer(one))

    def may_offer(self, exercise: Exercise) -> bool:
        """Say whether the exercise may be handed out in the place of another."""
        return self.next_doses.may_offer(exercise)

    def hurt_today(self, exercise: Exercise) -> bool:
        """Say whether pain above 5 was noted in the exercise today."""
        return self.next_doses.hurt_today(exercise)

    @property
    def catalogue_version(self) -> int | None:
        """The key of the latest version of all, or None where none is kept."""
        return getattr(self.exercises[0], "catalogue_version", None) if self.exercises else None


def offer_for(user: Any, *, today: date, changes: tuple[PlanChange, ...] | None = None) -> Offer:
    """Return what may be handed out to a user on a day: two queries, and two more once a dose is asked for.

    Where the process keeps the catalogue, the first two are saved. `changes` are those of the user's plan,
    where they were read already (`PlanState.changes`).
    """
    return Offer(user, judge_for(user), _offered.at(getattr(user, "catalogue_stamp", None)), today, changes)


def offer_to_log(user: Any, *, today: date) -> Offer:
    """Return the same with the user's own exercises, for a sheet: also two queries, or one."""
    stamp = getattr(user, "catalogue_stamp", None)
    if is_keeping(stamp):
        offered, own = _offered.at(stamp), tuple(Exercise.logged.own(user).in_use())
    else:
        found = tuple(Exercise.logged.to_log(user).for_choice().in_order())
        offered = tuple(one for one in found if not one.is_own)
        own = tuple(one for one in found if one.is_own)
    return Offer(user, judge_for(user), offered, today, own=own)


_offered = Kept(lambda: tuple(Exercise.objects.current().for_choice().in_order()))
