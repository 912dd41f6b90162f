"""What holds for any history: within the dose, at most 10 % more load, no order, and pain never leads on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.domain.dosage import Dosage, Range, prescribed_sets
from exercises.domain.vocabulary import Each, Side
from tests.tracker.bouts import TODAY, done, work_of
from tracker.domain.bouts import Amount, Bout, BoutSet
from tracker.domain.pain import BAD, QUIET_SESSIONS, Sign, is_settling, worse_mornings_in_a_row
from tracker.domain.progression import Kind, Ladder, Reason, Step, next_step

LADDER = Ladder(easier=("easier",), harder=("harder",))
HOLD = Dosage(sets=Range(2, 2), hold_s=Range(30, 60), each=Each.SIDE)
REPS = Dosage(sets=Range(2, 2), reps=Range(8, 12))
HARDNESS = {Kind.REGRESS: 0, Kind.HOLD: 1, Kind.PROGRESS: 2}


def ranges(least: int, most: int) -> st.SearchStrategy[Range]:
    numbers = st.tuples(st.integers(least, most), st.integers(least, most))
    return numbers.map(lambda pair: Range(min(pair), max(pair)))


doses = st.builds(
    Dosage,
    sets=ranges(1, 4),
    reps=ranges(1, 15) | st.none(),
    hold_s=ranges(1, 90),
    each=st.sampled_from([None, Each.SIDE, Each.WAY]),
) | st.builds(Dosage, sets=ranges(1, 4), reps=ranges(1, 15), each=st.sampled_from([None, Each.SIDE]))

pains = st.none() | st.integers(0, 10)
seldom = st.sampled_from([None] * 4 + [0, 0]) | st.sampled_from([None, 0, 1, 2, 3, 5, 6, 10])
loads = st.none() | st.decimals("0", "500", places=2)
numbers = st.none() | st.integers(0, 100)


@st.composite
def bouts_of(draw: Any, own: Dosage, ago: int) -> Bout:
    """A session with the exercise as it may have been: as prescribed, more or less, or anything at all."""
    sides = (Side.LEFT, Side.RIGHT) if own.each else (Side.BOTH,)
    if draw(st.integers(0, 9)) == 0:
        sides = (Side.LEFT, Side.BOTH)
    reps, seconds = (
        draw(st.integers(1, one.high + 3)) if one and draw(st.booleans()) else one and one.low
        for one in (own.reps, own.hold_s)
    )
    asked = draw(st.none() | st.just(Amount(reps, seconds)) | st.just(Amount(reps, seconds)))
    extra = draw(st.sampled_from([-1, 0, 0, 2, 2, 3]))
    load = draw(loads)
    sets = []
    for position in range(draw(st.integers(1, own.sets.high + 1)) * len(sides)):
        is_odd = draw(st.integers(0, 11)) == 0
        sets.append(
            BoutSet(
                key=str(position),
                position=position // 2,
                side=sides[position % len(sides)],
                reps=draw(numbers) if is_odd else reps and max(0, reps + extra),
                seconds=draw(numbers) if is_odd else seconds and max(0, seconds + extra),
                load_kg=draw(loads) if is_odd else load,
                pain=draw(pains) if draw(st.integers(0, 19)) == 0 else draw(st.sampled_from([None, 0, 2])),
                skipped=is_odd and draw(st.booleans()),
                prescribed=asked,
            )
        )
    day = TODAY - timedelta(days=ago)
    return Bout(
        key=str(ago),
        day=day,
        started_at=datetime.combine(day, time(draw(st.integers(0, 23))), tzinfo=UTC),
        sets=tuple(sets),
        effort=draw(st.sampled_from([None, None, 3, 6, 7])),
        pain_before=draw(st.sampled_from([None, None, 0, 2, 3])),
        pain_after=draw(seldom),
        morning=draw(seldom),
    )


@st.composite
def good_histories(draw: Any) -> tuple[Dosage, list[Bout]]:
    """Sessions that lead on, but for a little: of such a history a single pain changes the step."""
    own = draw(doses)
    load = draw(st.sampled_from([None, None, "20"]))
    return own, [
        replace(
            done(
                own,
                ago=ago,
                extra=2,
                load=load,
                pains=draw(st.sampled_from([(), (), (0, 1), (2,)])),
                effort=draw(st.sampled_from([None, 5])),
                after=draw(st.sampled_from([None, None, 1, 3, 6])),
                morning=draw(st.sampled_from([None, 0, 0])),
            ),
            key=str(ago),
        )
        for ago in range(2, draw(st.integers(4, 7)))
    ]


@st.composite
def any_histories(draw: Any) -> tuple[Dosage, list[Bout]]:
    own = draw(doses)
    days = draw(st.lists(st.integers(3, 36), max_size=5))
    # The same session again now and then, a few days later: two in a row are what leads on.
    found = [replace(draw(bouts_of(own, ago)), key=str(key)) for key, ago in enumerate(days)]
    if found and draw(st.booleans()):
        twin = found[-1]
        later = timedelta(days=draw(st.integers(1, 3)))
        found.append(replace(twin, key="twin", day=twin.day + later, started_at=twin.started_at + later))
    return own, found


def histories() -> st.SearchStrategy[tuple[Dosage, list[Bout]]]:
    return good_histories() | any_histories()


def step(own: Dosage, bouts: list[Bout], **more: Any) -> Step:
    return next_step(own, bouts, today=TODAY, ladder=LADDER, **more)


def asks_no_more(one: Step, other: Step) -> bool:
    """Say whether a step asks for at most what the other one does, in everything."""
    new = {(load.side, load.nth): load.new_kg for load in other.loads}
    return (
        HARDNESS[one.kind] <= HARDNESS[other.kind]
        and all(mine <= yours for mine, yours in zip(work_of(one), work_of(other), strict=True))
        and all(load.new_kg <= new.get((load.side, load.nth), 0) for load in one.loads)
        and (one.exercise != "harder" or other.exercise == "harder")
    )


@given(histories(), st.booleans())
def test_every_step_stays_within_the_dose_and_its_loads(
    history: tuple[Dosage, list[Bout]], held: bool
) -> None:
    own, bouts = history
    found = step(own, bouts, held_on=[one.day for one in bouts] if held else ())
    assert found.dosage.problem() is None
    for mine, whole in (
        (found.dosage.sets, own.sets),
        (found.dosage.reps, own.reps),
        (found.dosage.hold_s, own.hold_s),
    ):
        assert (mine is None) == (whole is None)
        assert mine is None or whole is None or mine.high <= whole.high
    low = tuple(one.low if one else 0 for one in (own.sets, own.reps, own.hold_s))
    if found.kind is not Kind.REGRESS and found.reason not in {Reason.SETTLING, Reason.KEPT}:
        assert all(mine >= least for mine, least in zip(work_of(found), low, strict=True))
    for load in found.loads:
        assert found.kind is Kind.PROGRESS
        assert load.old_kg * Decimal("1.025") <= load.new_kg <= load.old_kg * Decimal("1.10")
    if held:
        assert found.kind is not Kind.PROGRESS
        assert found.exercise != "harder"


@given(histories(), st.randoms())
def test_the_order_in_which_it_is_read_changes_nothing(history: tuple[Dosage, list[Bout]], dice: Any) -> None:
    own, bouts = history
    shuffled = [replace(one, sets=tuple(dice.sample(one.sets, len(one.sets)))) for one in bouts]
    dice.shuffle(shuffled)
    assert step(own, shuffled) == step(own, bouts)


@given(histories(), st.data(), st.booleans())
def test_more_pain_never_leads_to_a_harder_step(
    history: tuple[Dosage, list[Bout]], data: Any, held: bool
) -> None:
    """More in a set, after the session or on a morning; a pain that was not noted may become any."""
    own, bouts = history
    if not bouts:
        return
    which = data.draw(st.integers(0, len(bouts) - 1))
    one = bouts[which]
    field = data.draw(st.sampled_from(["set", "pain_after", "morning"]))
    if field == "set":
        place = data.draw(st.integers(0, len(one.sets) - 1))
        before = one.sets[place].pain
        # A first note on a set takes the place of the pain after the session: it has to be as high.
        least = before if before is not None else max((one.pain_after or 0, *(s.pain or 0 for s in one.sets)))
        pain = data.draw(st.integers(least, 10))
        sets = (*one.sets[:place], replace(one.sets[place], pain=pain), *one.sets[place + 1 :])
        worse = replace(one, sets=sets)
    else:
        value = getattr(one, field)
        # A morning that was not answered for is unknown: an answer that is no worse only settles it.
        least = value if value is not None else (one.pain_before or 0) + 1 if field == "morning" else 0
        worse = replace(one, **{field: data.draw(st.integers(min(least, 10), 10))})
    changed = [*bouts[:which], worse, *bouts[which + 1 :]]
    held_on = [b.day for b in bouts] if held else ()
    assert asks_no_more(step(own, changed, held_on=held_on), step(own, bouts, held_on=held_on))


@pytest.mark.parametrize("held", [False, True])
@pytest.mark.parametrize("field", ["set", "pain_after", "morning"])
@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("own", [HOLD, REPS], ids=["hold", "reps"])
def test_from_no_pain_to_the_worst_no_step_is_harder_than_the_one_before(
    own: Dosage, which: int, field: str, held: bool
) -> None:
    """One by one, in two sessions that would lead on."""
    for noted in (None, 0, 2):
        for others in ({}, {"before": 2}, {"morning": 1}, {"after": 3}, {"after": 6}):
            last: Step | None = None
            for pain in range(11):
                values = dict(others)
                pains = (noted, pain if field == "set" else noted)
                if field != "set":
                    values[field.removeprefix("pain_")] = pain
                bouts = [done(own, ago=4, extra=2, pains=(noted,)), done(own, extra=2, pains=(noted,))]
                bouts[which] = replace(
                    done(own, ago=4 - 2 * which, extra=2, pains=pains, **values), key=bouts[which].key
                )
                found = step(own, bouts, held_on=[one.day for one in bouts] if held else ())
                # The first note on a set takes the place of the pain after the session: see above.
                if last is not None and not (field == "set" and noted is None and pain < 6):
                    assert asks_no_more(found, last), (noted, others, pain)
                last = found


@given(histories())
def test_pain_above_five_last_time_is_always_less_whatever_else(history: tuple[Dosage, list[Bout]]) -> None:
    own, bouts = history
    day = TODAY + timedelta(days=1)
    last = Bout(
        key="last",
        day=day,
        started_at=datetime.combine(day, time(23, 59), tzinfo=UTC),
        sets=(BoutSet(key="1", position=1, side=Side.BOTH, seconds=1, reps=1, pain=6),),
    )
    found = step(own, [*bouts, last], held_on=[day])
    assert (found.kind, found.reason, found.exercise) == (Kind.REGRESS, Reason.PAIN_ABOVE, "easier")


outcomes = st.fixed_dictionaries(
    {
        "rest": st.integers(1, 9),
        "extra": st.sampled_from([2] * 6 + [0, -1]),
        "pain": st.sampled_from([None] * 9 + [0, 2, 4, 6]),
        "morning": st.sampled_from([None] * 4 + [0] * 4 + [2]),
        "effort": st.sampled_from([None] * 6 + [3, 8]),
    }
)


def follow(own: Dosage, lived: list[dict[str, Any]]) -> Iterator[tuple[Step, Bout]]:
    """Do what each step asks for, session after session, with what came of it."""
    day = TODAY
    load: dict[tuple[str, int], Decimal] = {}
    past: list[Bout] = []
    for number, one in enumerate(lived):
        day += timedelta(days=one["rest"])
        found = next_step(own, past, today=day, ladder=LADDER)
        load |= {(rise.side, rise.nth): rise.new_kg for rise in found.loads}
        sets = []
        for position, asked in enumerate(prescribed_sets(found.dosage)):
            nth = position // (2 if own.each else 1)
            kg = load.setdefault((asked.side, nth), Decimal(20)) if own.sets.low > 1 else None
            sets.append(
                BoutSet(
                    key=str(position),
                    position=position,
                    side=asked.side,
                    reps=asked.reps and max(0, asked.reps + one["extra"]),
                    seconds=asked.seconds and max(0, asked.seconds + min(0, one["extra"])),
                    load_kg=kg,
                    pain=one["pain"],
                    prescribed=Amount(asked.reps, asked.seconds),
                )
            )
        bout = Bout(
            key=str(number),
            day=day,
            started_at=datetime.combine(day, time(12), tzinfo=UTC),
            sets=tuple(sets),
            effort=one["effort"],
            morning=one["morning"],
        )
        yield found, bout
        past.append(bout)


@given(doses, st.lists(outcomes, min_size=12, max_size=24))
def test_whoever_follows_the_steps_never_rises_twice_in_a_row(
    own: Dosage, lived: list[dict[str, Any]]
) -> None:
    """Each dose is done twice before it rises, each rise is one small step, and a cut is over in time."""
    before: Step | None = None
    below = 0
    for found, bout in follow(own, lived):
        rises = found.kind is Kind.PROGRESS and found.reason not in {Reason.HARDER, Reason.OWN_DOSE}
        if before and rises:
            assert before.kind is not Kind.PROGRESS or before.reason is Reason.HARDER
            wanted = [(b - a) for a, b in zip(work_of(before), work_of(found), strict=True)]
            assert sum(one > 0 for one in wanted) <= 1 or found.reason is Reason.SETTLED
        before = found
        # Two sessions without a bad sign, or a settled morning, are enough to have the own dose again.
        below = 0 if bout.sign in BAD else below + 1
        if below > QUIET_SESSIONS:
            assert found.dosage.sets.low >= own.sets.low


holds = st.integers(5, 60).flatmap(
    lambda low: st.builds(
        Dosage, sets=ranges(1, 3), hold_s=st.integers(low, low + 10).map(lambda high: Range(low, high))
    )
)


@given(holds)
def test_a_good_time_climbs_to_the_top_and_no_further(own: Dosage) -> None:
    good = {"rest": 2, "extra": 0, "pain": None, "morning": 0, "effort": 4}
    steps = [found for found, _bout in follow(own, [good] * 30)]
    works = [work_of(one) for one in steps]
    assert works == sorted(works)
    assert own.hold_s
    assert (steps[-1].reason, works[-1]) == (Reason.HARDER, (own.sets.high, 0, own.hold_s.high))


signs = st.lists(st.sampled_from(list(Sign)), max_size=8)


@given(signs)
def test_something_bad_is_settled_by_one_known_morning_or_two_quiet_sessions(found: list[Sign]) -> None:
    bad = [place for place, sign in enumerate(found) if sign in {Sign.TOO_MUCH, Sign.WORSE_MORNING}]
    since = found[bad[-1] + 1 :] if bad else []
    is_over = Sign.SETTLED in since or since.count(Sign.QUIET) >= QUIET_SESSIONS
    assert is_settling(found) == (bool(bad) and not is_over)


@given(st.lists(st.tuples(pains, pains), max_size=6))
def test_worse_mornings_are_counted_from_the_last_answer_back(mornings: list[tuple[Any, Any]]) -> None:
    answered = [morning > (before or 0) for morning, before in mornings if morning is not None]
    wanted = 0
    for is_worse in reversed(answered):
        if not is_worse:
            break
        wanted += 1
    assert worse_mornings_in_a_row(mornings) == wanted
