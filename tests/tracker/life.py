"""Somebody who lives by the site for years: every step is a call that a page makes.

Their clock is a plain value; nothing is asked of the real one. Most sessions are written as rows, as "log as
done" would have them: by the service, hundreds of them cost minutes and show no more.
"""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from exercises.domain.dosage import prescribed_sets
from exercises.domain.vocabulary import Side
from exercises.models import Exercise, Programme, Routine
from tests.tracker.courses import fullest_week
from tracker.domain.local_time import day_of
from tracker.domain.schedule import Done, Plan, ReasonKind, plan_for
from tracker.models import Athlete, Evidence, Session, Set
from tracker.services.log_as_done import NothingToDoError, log_as_done
from tracker.services.log_session import log_session
from tracker.services.offer import Offer, offer_for
from tracker.services.plan_state import PlanState, plan_state
from tracker.services.prescribe_session import places_of_exercises, places_of_routine
from tracker.services.session_entry import SessionEntry, SetEntry, build_sets, prescribed_by, put_entry

SLIDEBOARD = "slideboard-reverse-hyper"
MOST = 4


def done_by(athlete: Athlete, since: date = date.min) -> list[Done]:
    """Return what the rules count: the kept sessions of a routine of which anything was done."""
    done = Set.objects.for_athlete(athlete).since(since).of_kept_sessions().done()
    rows = done.exclude(session__routine=None).order_by()
    return [Done(*one) for one in rows.values_list("session__day", "session__routine__slug").distinct()]


def slideboard_days(athlete: Athlete, since: date = date.min) -> set[date]:
    """Return the days on which the slideboard was done, in any of its three exercises."""
    done = Set.objects.for_athlete(athlete).since(since).of_kept_sessions().done().order_by()
    return set(done.filter(exercise__slug__startswith="slideboard").values_list("session__day", flat=True))


@dataclass
class Life:
    """A person, their clock, and their plan as they last looked at it."""

    athlete: Athlete
    random: Random
    now: datetime
    by_service: float = 0.3
    handed_out: int = 0
    is_looked_at: bool = False

    def __post_init__(self) -> None:
        self.user = self.athlete.user
        self.programmes = {one.slug: one for one in Programme.objects.all()}
        slugs = Routine.objects.order_by("slug").values_list("slug", flat=True)
        self.routines = {slug: routine for slug in slugs if (routine := Routine.objects.whole(slug))}
        # The catalogue and the answers stay as they are: both are read once.
        self.known = offer_for(self.user, today=self.today)
        self.slideboard: Exercise = self.known.by_slug[SLIDEBOARD]

    @property
    def today(self) -> date:
        return day_of(self.now, self.athlete.tz)

    def look(self) -> None:
        """Read what the page of the day reads, unless nothing has happened since."""
        if self.is_looked_at:
            return
        self.is_looked_at = True
        self.state: PlanState = plan_state(self.user, self.today)
        self.offer: Offer = dataclasses.replace(
            self.known, today=self.today, known_changes=self.state.changes, known_training=None
        )
        self.plan: Plan = plan_for(self.state.course, self.offer.training.history, self.today)

    @property
    def due(self) -> list[str]:
        return [one.routine for one in self.plan.today.due]

    @property
    def due_by_programme(self) -> list[str]:
        return [one.routine for one in self.plan.today.due if one.reason.kind is not ReasonKind.DAILY]

    def pass_hours(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        self.is_looked_at = False

    def train(self, slug: str) -> None:
        """Do a routine as it is handed out."""
        self.look()
        self.is_looked_at = False
        routine = self.routines[slug]
        if self.random.random() >= self.by_service:
            self._write_down(routine)
            return
        self._check(one.exercise for one in places_of_routine(routine, self.offer))
        with suppress(NothingToDoError):
            log_as_done(athlete=self.athlete, key=self.key(), routine=routine, offer=self.offer, now=self.now)

    def train_alone(self) -> None:
        """Do the slideboard by itself, if it is handed out."""
        self.look()
        self.is_looked_at = False
        for place in places_of_exercises([self.slideboard], self.offer):
            if place.exercise:
                self._check([place.exercise])
                self.record(place.exercise, self.now)

    def record(self, exercise: Exercise, at: datetime) -> Session:
        """Log an exercise on one's own, whatever was handed out."""
        one = SetEntry(
            id=self.key(), exercise_id=exercise.pk, side=Side.BOTH, reps=self.random.randrange(4, 20)
        )
        entry = SessionEntry(id=self.key(), started_at=at, sets=(one,))
        return log_session(athlete=self.athlete, entry=entry, routine=None, now=self.now)

    def key(self) -> uuid.UUID:
        return uuid.UUID(int=self.random.getrandbits(128), version=4)

    def _check(self, exercises: Iterable[Exercise | None]) -> None:
        """Nothing goes over its ceiling in the moment in which it is handed out."""
        if any(one and one.slug.startswith("slideboard") for one in exercises):
            days = slideboard_days(self.athlete, self.today - timedelta(days=7))
            assert self.today not in days
            assert fullest_week({*days, self.today}, about=self.today) <= MOST
            self.handed_out += 1

    def _write_down(self, routine: Routine) -> None:
        """Write the rows of what may be handed out of a routine, two sets of each dose that it names."""
        items = [one for one in routine.current_items if self.offer.may_prescribe(one.exercise)]
        self._check(one.exercise for one in items)
        sets = [
            SetEntry(
                id=self.key(), exercise_id=item.exercise_id, side=one.side, reps=one.reps, seconds=one.seconds
            )
            for item in items
            for one in prescribed_sets(item.dosage)[-2:]
        ]
        if not sets:
            return
        entry = SessionEntry(id=self.key(), started_at=self.now, sets=tuple(sets))
        session = Session(id=entry.id, athlete=self.athlete, routine=routine, evidence=Evidence.LIVE)
        put_entry(session, entry, self.athlete, self.now)
        session.save(force_insert=True)
        doses = prescribed_by((one.exercise_id, one.dosage) for one in items)
        Set.objects.bulk_create(build_sets(session, entry, doses))
