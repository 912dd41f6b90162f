"""Doses, the sets that they come to and the time that these take: a table of cases, and any dose at all."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.domain.dosage import (
    MAX_REPS,
    MAX_SECONDS,
    MAX_SETS,
    SECONDS_A_REP,
    SECONDS_TO_CHANGE,
    SECONDS_TO_SET_UP,
    Dosage,
    Frequency,
    PrescribedSet,
    Range,
    prescribed_sets,
    total_seconds,
    work_seconds,
)
from exercises.domain.vocabulary import Each, Recorded, RepUnit, Side

L, R, BOTH = Side.LEFT, Side.RIGHT, Side.BOTH


def one(low: int) -> Range:
    return Range(low, low)


def ranges(most: int) -> st.SearchStrategy[Range]:
    bound = st.integers(1, most)
    return st.tuples(bound, bound).map(lambda pair: Range(min(pair), max(pair)))


def doses() -> st.SearchStrategy[Dosage]:
    """Any dose that may stand in the catalogue."""
    bound = st.none() | st.integers(1, 14)
    frequencies = st.builds(Frequency, bound, bound).filter(lambda frequency: frequency.problem() is None)
    return st.builds(
        Dosage,
        sets=ranges(MAX_SETS),
        reps=st.none() | ranges(MAX_REPS),
        rep_unit=st.sampled_from(RepUnit),
        hold_s=st.none() | ranges(MAX_SECONDS),
        rest_s=st.none() | st.integers(0, MAX_SECONDS),
        each=st.none() | st.sampled_from(Each),
        records=st.lists(st.sampled_from(Recorded), unique=True).map(tuple),
        days_a_week=frequencies,
        note=st.just(""),
    ).filter(lambda dosage: dosage.problem() is None)


@pytest.mark.parametrize(
    ("dosage", "sets"),
    [
        (Dosage(reps=one(8)), [(BOTH, 8, None)]),
        (Dosage(sets=one(2), hold_s=one(30)), [(BOTH, None, 30)] * 2),
        (Dosage(hold_s=one(30), each=Each.SIDE), [(L, None, 30), (R, None, 30)]),
        (Dosage(sets=one(2), hold_s=one(30), each=Each.SIDE), [(L, None, 30), (R, None, 30)] * 2),
        (Dosage(reps=one(10), hold_s=one(2), each=Each.SIDE), [(L, 10, 2), (R, 10, 2)]),
        (Dosage(sets=one(2), reps=one(10), each=Each.WAY), [(L, 10, None), (R, 10, None)] * 2),
        (Dosage(sets=Range(1, 2), reps=Range(10, 15)), [(BOTH, 10, None)]),
        (Dosage(hold_s=Range(300, 600)), [(BOTH, None, 300)]),
    ],
)
def test_sets_of_a_dose(dosage: Dosage, sets: list[tuple[Side, int | None, int | None]]) -> None:
    assert prescribed_sets(dosage) == tuple(PrescribedSet(*each) for each in sets)


@pytest.mark.parametrize(
    ("reps", "seconds", "work"),
    [(10, None, 10 * SECONDS_A_REP), (10, 2, 20), (None, 30, 30), (None, None, 0), (0, None, 0)],
)
def test_time_of_a_set(reps: int | None, seconds: int | None, work: int) -> None:
    assert work_seconds(reps, seconds) == work


@pytest.mark.parametrize(
    ("dosage", "seconds"),
    [
        (Dosage(sets=one(2), hold_s=one(30), rest_s=15, each=Each.SIDE), SECONDS_TO_SET_UP + 4 * (30 + 15)),
        (Dosage(reps=one(10)), SECONDS_TO_SET_UP + 10 * SECONDS_A_REP + SECONDS_TO_CHANGE),
        (Dosage(reps=one(10), rest_s=0), SECONDS_TO_SET_UP + 10 * SECONDS_A_REP),
        (
            Dosage(sets=Range(1, 2), reps=Range(8, 10), hold_s=Range(5, 6), rest_s=20),
            SECONDS_TO_SET_UP + 2 * (10 * 6 + 20),
        ),
    ],
)
def test_time_of_a_dose(dosage: Dosage, seconds: int) -> None:
    assert total_seconds(dosage) == seconds


@pytest.mark.parametrize(
    ("dosage", "problem"),
    [
        (Dosage(), "needs reps, hold_s or both"),
        (Dosage(reps=Range(3, 2)), "reps: "),
        (Dosage(reps=one(0)), "reps: "),
        (Dosage(reps=one(MAX_REPS + 1)), "reps: "),
        (Dosage(sets=one(0), reps=one(1)), "sets: "),
        (Dosage(sets=one(MAX_SETS + 1), reps=one(1)), "sets: "),
        (Dosage(hold_s=one(MAX_SECONDS + 1)), "hold_s: "),
        (Dosage(reps=one(1), rest_s=-1), "rest_s: "),
        (Dosage(reps=one(1), rest_s=MAX_SECONDS + 1), "rest_s: "),
        (Dosage(reps=one(1), days_a_week=Frequency(min=0)), "days_a_week.min: "),
        (Dosage(reps=one(1), days_a_week=Frequency(max=15)), "days_a_week.max: "),
        (Dosage(reps=one(1), days_a_week=Frequency(min=4, max=2)), "days_a_week.min: is above max"),
    ],
)
def test_an_impossible_dose_says_what_is_wrong(dosage: Dosage, problem: str) -> None:
    assert (dosage.problem() or "").startswith(problem)


@pytest.mark.parametrize(
    "dosage",
    [
        Dosage(reps=one(1)),
        Dosage(sets=one(MAX_SETS), reps=one(MAX_REPS), hold_s=one(MAX_SECONDS), rest_s=0),
        Dosage(hold_s=one(1), days_a_week=Frequency(2, 2)),
    ],
)
def test_a_possible_dose_has_no_problem(dosage: Dosage) -> None:
    assert dosage.problem() is None


@given(doses())
def test_no_side_is_ever_preferred(dosage: Dosage) -> None:
    sides = Counter(each.side for each in prescribed_sets(dosage))
    if dosage.each:
        assert sides == {L: dosage.sets.low, R: dosage.sets.low}
    else:
        assert sides == {BOTH: dosage.sets.low}


@given(doses())
def test_sides_take_turns(dosage: Dosage) -> None:
    sides = [each.side for each in prescribed_sets(dosage)]
    assert sides == [side for _ in range(dosage.sets.low) for side in ((L, R) if dosage.each else (BOTH,))]


@given(doses())
def test_every_set_says_how_much_and_never_more_than_the_dose(dosage: Dosage) -> None:
    for each in prescribed_sets(dosage):
        assert each.reps is not None or each.seconds is not None
        for value, bounds in ((each.reps, dosage.reps), (each.seconds, dosage.hold_s)):
            assert value == (bounds.low if bounds else None)


@given(doses())
def test_a_dose_takes_at_least_its_work(dosage: Dosage) -> None:
    work = sum(work_seconds(each.reps, each.seconds) for each in prescribed_sets(dosage))
    assert total_seconds(dosage) >= work > 0
