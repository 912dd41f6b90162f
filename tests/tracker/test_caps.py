"""At most so many days in any seven, whoever asked for them; the slideboard's cap holds for all its forms."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.domain.dosage import Frequency
from tests.tracker.courses import day, fullest_week, shipped_exercises
from tracker.domain.caps import Cap, CapUse, cap_use, shared_caps, under_minimum

SLIDEBOARD = Cap(frozenset({"slideboard"}), 2, 4)
TODAY = 20
near = st.sets(st.integers(TODAY - 15, TODAY + 15).map(day))
caps = st.builds(Cap, slugs=st.just(frozenset({"one"})), min=st.none(), max=st.integers(1, 14))


@pytest.mark.parametrize(
    ("numbers", "used", "is_open", "next_number"),
    [
        ([], 0, True, None),
        ([13], 0, True, None),
        ([14], 1, True, None),
        ([14, 15, 16], 3, True, None),
        ([14, 15, 16, 17], 4, False, 21),
        ([14, 14, 14, 14], 1, True, None),
        ([16, 17, 18, 19], 4, False, 23),
        ([15, 16, 17, 18, 19], 5, False, 23),
        ([20], 1, False, 21),
        ([14, 16, 18, 20], 4, False, 21),
        ([15, 16, 18, 20], 4, False, 22),
        ([18, 19, 20], 3, False, 21),
        # A traveller's days lie ahead: they are used, and those of the next two days are today's.
        ([21], 1, False, 22),
        ([22], 1, False, 23),
        ([23], 1, True, None),
        ([17, 18, 19, 23], 4, False, 24),
        ([27], 0, True, None),
    ],
)
def test_use_of_the_slideboard(numbers: list[int], used: int, is_open: bool, next_number: int | None) -> None:
    next_day = None if next_number is None else day(next_number)
    found = cap_use(map(day, numbers), SLIDEBOARD, day(TODAY))
    assert found == CapUse(used, 4, is_open, next_day)


@given(st.lists(st.tuples(st.integers(0, 3), st.booleans()), max_size=80), near, caps)
def test_what_is_done_only_when_open_never_goes_over(
    steps: list[tuple[int, bool]], before: set[date], cap: Cap
) -> None:
    days, number = set(before), TODAY + 1
    for gap, wants in steps:
        number += gap
        today = day(number)
        if wants and cap_use(days, cap, today).is_open:
            assert today not in days
            days.add(today)
            assert fullest_week(days, about=today) <= cap.max


@given(near, caps)
def test_next_day_is_the_first_that_is_open_if_it_rests_until_then(days: set[date], cap: Cap) -> None:
    use = cap_use(days, cap, day(TODAY))
    assert use.is_open is (use.next_day is None)
    if use.next_day is not None:
        # What is a week or more ahead of today says nothing about today.
        days = {one for one in days if one < day(TODAY + 7)}
        opened = [number for number in range(TODAY, TODAY + 30) if cap_use(days, cap, day(number)).is_open]
        assert use.next_day == day(opened[0])


def test_a_cap_of_nothing_never_opens() -> None:
    assert cap_use([], Cap(frozenset(), None, 0), day(0)) == CapUse(0, 0, False, None)


@pytest.mark.parametrize("far", [date.min, date.max])
def test_days_at_the_ends_of_the_calendar_count_nowhere(far: date) -> None:
    assert cap_use([far], SLIDEBOARD, day(0)).used == 0
    assert under_minimum([far], SLIDEBOARD, day(0)) == 2


def test_neighbours_with_a_cap_share_the_strictest() -> None:
    doses = {
        "a": Frequency(2, 4),
        "b": Frequency(None, 5),
        "c": Frequency(3, 3),
        "apart": Frequency(1, 6),
        "uncapped": Frequency(5, None),
        "free": Frequency(),
    }
    ladder = [("a", "b"), ("b", "a"), ("b", "c"), ("c", "uncapped"), ("uncapped", "apart"), ("a", "who")]
    found = shared_caps(doses, ladder)
    shared = Cap(frozenset("abc"), 3, 3)
    assert found == {
        "a": shared,
        "b": shared,
        "c": shared,
        "apart": Cap(frozenset({"apart"}), 1, 6),
    }


def test_a_shared_min_never_asks_for_more_than_the_cap() -> None:
    found = shared_caps({"a": Frequency(5, 6), "b": Frequency(1, 4)}, [("a", "b")])
    assert (found["a"].min, found["a"].max) == (4, 4)


@given(st.permutations(["ab", "bc", "cd", "ef", "fa"]))
def test_the_order_of_the_ladder_says_nothing(ladder: list[str]) -> None:
    doses = {slug: Frequency(None, number) for number, slug in enumerate("abcdef", 1)}
    found = shared_caps(doses, [(one, other) for one, other in ladder])
    assert set(found.values()) == {Cap(frozenset("abcdef"), None, 1)}


def test_the_shipped_slideboard_exercises_share_two_to_four_days() -> None:
    exercises = shipped_exercises()
    doses = {slug: one.dosage.days_a_week for slug, one in exercises.items()}
    ladder = [(slug, other.exercise) for slug, one in exercises.items() for other in one.easier + one.harder]
    slugs = frozenset(slug for slug in exercises if slug.startswith("slideboard-"))
    assert len(slugs) == 3
    assert shared_caps(doses, ladder) == dict.fromkeys(slugs, Cap(slugs, 2, 4))


@pytest.mark.parametrize(
    ("numbers", "missing"),
    [([], 2), ([13], 2), ([14], 1), ([14, 14], 1), ([14, 20], 0), ([18, 19, 20], 0), ([22], 1), ([23], 2)],
)
def test_days_missing_of_the_minimum(numbers: list[int], missing: int) -> None:
    assert under_minimum(map(day, numbers), SLIDEBOARD, day(TODAY)) == missing
    assert under_minimum(map(day, numbers), Frequency(2), day(TODAY)) == missing
    assert under_minimum(map(day, numbers), Frequency(), day(TODAY)) == 0
