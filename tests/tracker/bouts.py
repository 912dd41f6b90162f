"""Bouts of one exercise for tests of the rules: no rows, only values."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from exercises.domain.dosage import Dosage, prescribed_sets
from exercises.domain.vocabulary import Side
from tracker.domain.bouts import Amount, Bout, BoutSet
from tracker.domain.progression import Step

TODAY = date(2026, 11, 23)


def done(
    dosage: Dosage,
    *,
    ago: int = 2,
    extra: int = 0,
    seconds: int = 0,
    load: str | None = None,
    pains: tuple[int | None, ...] = (),
    skip: int = 0,
    asked: bool = True,
    effort: int | None = None,
    before: int | None = None,
    after: int | None = None,
    morning: int | None = None,
) -> Bout:
    """Do a dose as it is handed out, so many days ago: with `extra` reps or more `seconds` in every set.

    The last `skip` sets are skipped; `pains` are noted on the first sets; `asked` says it was prescribed.
    """
    day = TODAY - timedelta(days=ago)
    wanted = prescribed_sets(dosage)
    sets = []
    for position, one in enumerate(wanted):
        is_skipped = position >= len(wanted) - skip
        sets.append(
            BoutSet(
                key=f"{position:03}",
                position=position,
                side=one.side,
                reps=None if is_skipped or one.reps is None else one.reps + extra,
                seconds=None if is_skipped or one.seconds is None else one.seconds + seconds,
                load_kg=Decimal(load) if load else None,
                pain=pains[position] if position < len(pains) else None,
                skipped=is_skipped,
                prescribed=Amount(one.reps, one.seconds) if asked else None,
            )
        )
    return Bout(
        key=str(ago),
        day=day,
        started_at=datetime.combine(day, time(12), tzinfo=UTC),
        sets=tuple(sets),
        effort=effort,
        pain_before=before,
        pain_after=after,
        morning=morning,
    )


def work_of(step: Step) -> tuple[int, int, int]:
    """Return what a step asks for: sets, reps and seconds, as they are handed out."""
    sets = prescribed_sets(step.dosage)
    one_side = [one for one in sets if one.side in {Side.LEFT, Side.BOTH}]
    return len(one_side), one_side[0].reps or 0, one_side[0].seconds or 0
