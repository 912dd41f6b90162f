"""The sheet's rules: rows from a dose, values of last time, and arranging."""

from __future__ import annotations

from collections import Counter
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.domain.dosage import Dosage, Range
from exercises.domain.vocabulary import Each
from tracker.domain import sheet
from tracker.domain.sheet import MAX_ROWS, Row, Rows

STRETCH = Dosage(sets=Range(2, 2), hold_s=Range(30, 60), each=Each.SIDE)


def numbered() -> sheet.NewId:
    numbers = count(1)
    return lambda: f"id-{next(numbers)}"


def row(exercise: str = "a", side: str = "both", **values: object) -> Row:
    return Row(id=str(values.pop("id", "x")), exercise=exercise, side=side, **values)


def test_a_dose_becomes_its_sets_left_and_right_in_turn() -> None:
    rows = sheet.rows_for("a", STRETCH, last=(), new_id=numbered())
    assert [(one.id, one.side, one.seconds, one.reps, one.done) for one in rows] == [
        ("id-1", "left", "30", "", True),
        ("id-2", "right", "30", "", True),
        ("id-3", "left", "30", "", True),
        ("id-4", "right", "30", "", True),
    ]


def test_last_time_fills_by_side_and_order_without_its_pain() -> None:
    last = (
        row(side="right", seconds="50", pain="3"),
        row(side="left", seconds="40", load_kg="2.5"),
        row(side="left", seconds="45", done=False),
    )
    rows = sheet.rows_for("a", STRETCH, last=last, new_id=numbered())
    assert [(one.side, one.seconds, one.load_kg, one.pain) for one in rows] == [
        ("left", "40", "2.5", ""),
        ("right", "50", "", ""),
        ("left", "30", "", ""),  # skipped then: as prescribed
        ("right", "30", "", ""),  # not there then: as prescribed
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (0, "0"), (10, "10"), (30, "30"), ("12.50", "12.5"), ("10.00", "10"), ("0.05", "0.05")],
)
def test_stored_values_show_without_idle_zeros(value: object, text: str) -> None:
    assert sheet.text_of(value) == text


AB: Rows = (row("a", "left"), row("a", "right"), row("b", id="b1"), row("b", id="b2"))


def names(rows: Rows) -> str:
    return " ".join(f"{one.exercise}{one.side[0]}" for one in rows)


@pytest.mark.parametrize(
    ("arranged", "expected"),
    [
        (sheet.add_set(AB, 0, new_id=numbered()), "al ar al ar bb bb"),
        (sheet.add_set(AB, 1, new_id=numbered()), "al ar bb bb bb"),
        (sheet.add_set(AB, 2, new_id=numbered()), "al ar bb bb"),
        (sheet.remove_set(AB, 0), "al ar bb bb"),  # the first set stays
        (sheet.remove_set(AB, 1), "al ar bb"),
        (sheet.remove_set(AB, 9), "al ar bb bb"),
        (sheet.move_block(AB, 0, 1), "bb bb al ar"),
        (sheet.move_block(AB, 1, -1), "bb bb al ar"),
        (sheet.move_block(AB, 0, -1), "al ar bb bb"),
        (sheet.move_block(AB, 1, 1), "al ar bb bb"),
        (sheet.remove_block(AB, 0), "bb bb"),
        (sheet.remove_block(AB, 7), "al ar bb bb"),
        (sheet.remove_set((), 0), ""),
    ],
)
def test_arranging(arranged: Rows, expected: str) -> None:
    assert names(arranged) == expected


def test_an_added_set_copies_the_last_one_but_not_its_pain_or_id() -> None:
    rows = (row(id="one", seconds="20"), row(id="two", seconds="40", pain="2", done=False))
    added = sheet.add_set(rows, 0, new_id=numbered())[-1]
    assert (added.id, added.seconds, added.pain, added.done) == ("id-1", "40", "", True)


def test_removing_takes_the_row_itself_and_not_one_that_looks_alike() -> None:
    rows = (row(id="one", seconds="30"), row(id="two", seconds="30"))
    assert [one.id for one in sheet.remove_set(rows, 0)] == ["one"]


def test_a_full_sheet_takes_nothing_more() -> None:
    full = tuple(row(id=str(n)) for n in range(MAX_ROWS))
    assert sheet.add_set(full, 0, new_id=numbered()) == full
    assert sheet.add_rows(full, (row("b"),)) == full


some_rows = st.lists(
    st.builds(
        Row,
        id=st.uuids().map(str),
        exercise=st.sampled_from("abc"),
        side=st.sampled_from(["left", "right", "both", "elsewhere"]),
        seconds=st.text(max_size=3),
    ),
    max_size=12,
    unique_by=lambda one: one.id,
).map(tuple)


@given(rows=some_rows, block=st.integers(-2, 6), by=st.sampled_from([-1, 1]))
def test_moving_loses_and_doubles_nothing(rows: Rows, block: int, by: int) -> None:
    assert Counter(sheet.move_block(rows, block, by)) == Counter(rows)


@given(rows=some_rows, block=st.integers(-2, 6))
def test_adding_and_removing_leave_other_blocks_alone(rows: Rows, block: int) -> None:
    others = [one for n, part in enumerate(sheet.blocks_of(rows)) if n != block for one in part]
    added = sheet.add_set(rows, block, new_id=numbered())
    assert set(rows) <= set(added)
    assert set(others) <= set(sheet.remove_set(rows, block)) <= set(rows)
    assert sheet.remove_block(rows, block) == tuple(others)
