"""Weeks of training by the services themselves: nothing is handed out on more days than its cap allows.

The domain's own properties are in `test_caps`. Here routines, own sessions, deleted ones and travel meet, by
the same calls that the pages make.
"""

from __future__ import annotations

import datetime as dt
import uuid
from contextlib import suppress
from random import Random

import pytest

from exercises.domain.vocabulary import Side
from exercises.models import Exercise, Routine
from tests.factories import AthleteFactory
from tracker.domain.local_time import day_of
from tracker.models import Athlete, Session, Set
from tracker.services.delete_session import delete_session, restore_session
from tracker.services.log_as_done import NothingToDoError, log_as_done
from tracker.services.log_session import log_session
from tracker.services.offer import offer_for
from tracker.services.prescribe_session import places_of_exercises
from tracker.services.session_entry import SessionEntry, SetEntry

pytestmark = pytest.mark.usefixtures("catalogue")

SLIDEBOARD = "slideboard-reverse-hyper"
MOST = 4
ZONES = ("Europe/Berlin", "Pacific/Pago_Pago", "Pacific/Kiritimati", "America/New_York")


def fullest_week(athlete: Athlete) -> int:
    """Return the most days of any seven in a row on which the slideboard was done."""
    done = Set.objects.for_athlete(athlete).filter(exercise__slug__startswith="slideboard", skipped=False)
    days = set(done.filter(session__deleted_at=None).values_list("day", flat=True))
    return max((sum(0 <= (one - first).days < 7 for one in days) for first in days), default=0)


def log_alone(athlete: Athlete, exercise: Exercise, now: dt.datetime) -> None:
    """Log one exercise as a page hands it out alone, if it does."""
    places = places_of_exercises([exercise], offer_for(athlete.user, today=day_of(now, athlete.tz)))
    for place in places:
        if place.exercise:
            one = SetEntry(id=uuid.uuid4(), exercise_id=place.exercise.pk, side=Side.BOTH, reps=5)
            entry = SessionEntry(id=uuid.uuid4(), started_at=now, sets=(one,))
            log_session(athlete=athlete, entry=entry, routine=None, now=now)


def live(athlete: Athlete, random: Random, *, travels: bool) -> None:
    """Do whatever is offered, several times a day."""
    now = dt.datetime(2026, 3, 20, 6, tzinfo=dt.UTC)
    routine = Routine.objects.whole("extended-hip-routine")
    slideboard = Exercise.objects.get(slug=SLIDEBOARD)
    assert routine is not None
    for _ in range(30):
        now += dt.timedelta(hours=random.randrange(4, 30))
        if travels and random.random() < 0.3:
            athlete.time_zone = random.choice(ZONES)
            athlete.save()
        if random.random() < 0.4:
            log_alone(athlete, slideboard, now)
            continue
        offer = offer_for(athlete.user, today=day_of(now, athlete.tz))
        with suppress(NothingToDoError):
            log_as_done(athlete=athlete, key=uuid.uuid4(), routine=routine, offer=offer, now=now)
        assert fullest_week(athlete) <= MOST


@pytest.mark.parametrize("travels", [False, True])
@pytest.mark.parametrize("seed", range(2))
def test_nothing_is_handed_out_on_more_days_than_its_cap(seed: int, travels: bool) -> None:
    athlete = AthleteFactory()
    live(athlete, Random(seed), travels=travels)
    assert fullest_week(athlete) == MOST


def test_a_session_that_was_deleted_frees_its_day_and_takes_it_again(athlete: Athlete) -> None:
    now = dt.datetime(2026, 3, 20, 6, tzinfo=dt.UTC)
    slideboard = Exercise.objects.get(slug=SLIDEBOARD)
    for number in range(6):
        log_alone(athlete, slideboard, now + dt.timedelta(days=number))
    last = Session.objects.order_by("-started_at").first()
    assert last
    assert fullest_week(athlete) == Session.objects.count() == MOST
    delete_session(session=last, now=now)
    log_alone(athlete, slideboard, now + dt.timedelta(days=5))
    assert fullest_week(athlete) == MOST
    restore_session(session=last)
    log_alone(athlete, slideboard, now + dt.timedelta(days=6))
    assert Session.objects.count() == MOST + 1
