"""A person's training over months or years, for benchmarks, screenshots and tests: the same at every run."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import count, cycle

from exercises.domain.dosage import PrescribedSet, prescribed_sets
from exercises.domain.vocabulary import Side
from exercises.models import Routine
from tracker.domain.measuring import Instrument, Motion, Position
from tracker.models import Athlete, Measurement, Morning, Session, Set
from tracker.services.session_entry import (
    SessionEntry,
    SetEntry,
    build_sets,
    prescribed_by,
    put_entry,
)

ROUTINES = ("hip-mobility-routine", "extended-hip-routine", "hip-mobility-routine", "balance-and-agility")
DAYS_BETWEEN = (1, 2, 2, 2, 2, 3, 3)
HOLIDAY = 10
NOTES = ("", "", "Left side tight after the long drive.", "", "Felt easy. Deeper than last week.", "", "")


def build_history(athlete: Athlete, *, sets: int, until: date, sessions_daily: int | None = None) -> None:
    """Give the athlete that many sets, in sessions of the shipped routines, the last of them on `until`.

    With `sessions_daily` so many sessions, one a day; `sets` then only bounds them. Needs the catalogue.
    The doses grow towards `until` and the pain wanes, as they do when training helps.
    """
    chance = random.Random(f"{athlete.pk} {sets}")
    shipped = {one.slug: one for one in Routine.objects.filter(slug__in=ROUTINES).with_items()}
    routines = cycle([shipped[slug] for slug in ROUTINES])
    sessions: list[Session] = []
    rows: list[Set] = []
    days = _days_back(chance, until) if sessions_daily is None else _every_day(until)
    for day in days:
        if len(rows) == sets or len(sessions) == sessions_daily:
            break
        routine = next(routines)
        weeks_ago = (until - day).days // 7
        entry = _entry(chance, routine, day, weeks_ago, at_most=sets - len(rows))
        session = Session(id=entry.id, athlete=athlete, routine=routine)
        put_entry(session, entry, athlete, now=entry.started_at)
        sessions.append(session)
        doses = [(item.exercise_id, item.dosage) for item in routine.current_items]
        rows += build_sets(session, entry, prescribed_by(doses))
    Session.objects.bulk_create(sessions, batch_size=500)
    Set.objects.bulk_create(rows, batch_size=500)


def build_mornings(athlete: Athlete) -> None:
    """Answer most mornings after the athlete's sessions: now and then it hurts more than before."""
    chance = random.Random(f"{athlete.pk} mornings")
    Morning.objects.bulk_create(
        (
            Morning(
                session=one,
                athlete=athlete,
                pain=max(0, (one.pain_before or 0) + chance.choice((-1, -1, 0, 0, 0, 1))),
                answered_at=one.started_at + timedelta(hours=14),
            )
            for one in Session.objects.for_athlete(athlete.user).kept().order_by("day")
            if chance.random() < 0.8
        ),
        batch_size=500,
    )


def build_measurements(athlete: Athlete, *, number: int, until: date) -> None:
    """Give the athlete that many measurements, one a week, the last of them on `until`.

    Most are of internal rotation, which grows by six degrees in the last half year, on the left more than on
    the right; every fifth is of external rotation.
    """
    chance = random.Random(f"{athlete.pk} {number} measurements")
    Measurement.objects.bulk_create(
        (_measurement(chance, athlete, until, back) for back in range(number)), batch_size=500
    )


def _measurement(chance: random.Random, athlete: Athlete, until: date, back: int) -> Measurement:
    motion = Motion.EXTERNAL if back % 5 == 3 else Motion.INTERNAL
    of_day = chance.gauss(0, 1.5)
    gain = max(0.0, 1 - back / 26)
    more = 12 if motion is Motion.EXTERNAL else 0
    means = {"left": 24 + 9 * gain + of_day + more, "right": 29 + 3 * gain + of_day + more}
    return Measurement(
        id=_uuid(chance),
        athlete=athlete,
        taken_on=until - timedelta(days=7 * back),
        motion=motion,
        position=Position.SEATED,
        instrument=Instrument.PHONE,
        pain=chance.choice((0, 0, 1, 2)),
        **{
            f"{side}_{nth}": Decimal(f"{mean + chance.gauss(0, 1):.1f}")
            for side, mean in means.items()
            for nth in (1, 2, 3)
        },
    )


def _every_day(until: date) -> Iterator[date]:
    return (until - timedelta(days=number) for number in count())


def _days_back(chance: random.Random, until: date) -> Iterator[date]:
    day = until
    while True:
        yield day
        day -= timedelta(days=HOLIDAY if chance.random() < 0.02 else chance.choice(DAYS_BETWEEN))


def _entry(
    chance: random.Random, routine: Routine, day: date, weeks_ago: int, *, at_most: int
) -> SessionEntry:
    sets = [
        _set(chance, item.exercise_id, one, weeks_ago)
        for item in routine.current_items
        for one in prescribed_sets(item.dosage)
    ]
    pain = min(4, weeks_ago // 8) + chance.randint(0, 1)
    return SessionEntry(
        id=_uuid(chance),
        started_at=datetime.combine(day, time(17, chance.randrange(60)), tzinfo=UTC),
        sets=tuple(sets[:at_most]),
        effort=chance.randint(3, 6),
        pain_before=pain,
        pain_after=max(0, pain - chance.randint(0, 2)),
        notes=chance.choice(NOTES),
    )


def _set(chance: random.Random, exercise_id: int, one: PrescribedSet, weeks_ago: int) -> SetEntry:
    """Return a set near its dose: less of it long ago, and a little less on the left."""
    share = 1 - min(weeks_ago, 30) / 60 - (0.1 if one.side == Side.LEFT else 0) + chance.uniform(-0.05, 0.15)
    reps, seconds = one.reps, one.seconds
    if reps is not None:
        reps = max(1, round(reps * share))
    elif seconds is not None:
        seconds = max(5, 5 * round(seconds * share / 5))
    return SetEntry(
        id=_uuid(chance),
        exercise_id=exercise_id,
        side=one.side,
        reps=reps,
        seconds=seconds,
        pain=chance.choice((None, 0, 0, 1, min(4, weeks_ago // 8))),
        skipped=chance.random() < 0.03,
    )


def _uuid(chance: random.Random) -> uuid.UUID:
    return uuid.UUID(int=chance.getrandbits(128), version=4)
