"""First, last and highest of a series; numbers before and after."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.domain.series import Comparison, Point, compare, facts_of

FIRST, MIDDLE, LAST = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)


def test_no_points_have_no_facts() -> None:
    assert facts_of([]) is None


def test_facts_go_by_day_and_not_by_the_order_of_the_points() -> None:
    facts = facts_of([Point(LAST, 30), Point(FIRST, 20), Point(MIDDLE, 45)])
    assert facts is not None
    assert (facts.first.value, facts.last.value, facts.best.value) == (20, 30, 45)


def test_the_earliest_of_equally_high_points_is_the_best() -> None:
    facts = facts_of([Point(LAST, 45), Point(FIRST, 45)])
    assert facts is not None
    assert facts.best.day == FIRST


@pytest.mark.parametrize(
    ("pairs", "found"),
    [
        ([], Comparison(0, 0, 0)),
        ([(3, 1), (2, 2), (0, 4), (5, 0)], Comparison(2, 1, 1)),
        ([(None, 1), (1, None), (None, None)], Comparison(0, 0, 0)),
        ([(0, 0)], Comparison(0, 1, 0)),
    ],
)
def test_comparison_counts_pairs_that_have_both(
    pairs: list[tuple[int | None, int | None]], found: Comparison
) -> None:
    assert compare(pairs) == found
