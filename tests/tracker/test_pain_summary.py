"""What the pain of many sessions comes to."""

from __future__ import annotations

import pytest

from tracker.domain.pain_summary import PainSummary, summary_of


@pytest.mark.parametrize(
    ("pains", "expected"),
    [
        ([], None),
        ([None, None], None),
        ([0], PainSummary(1, 0, 0, 0)),
        ([5, None, 6, 1], PainSummary(3, 5, 6, 1)),
        ([1, 2], PainSummary(2, 1.5, 2, 0)),
        ([10, 6, 6, 0], PainSummary(4, 6, 10, 3)),
    ],
)
def test_summary(pains: list[int | None], expected: PainSummary | None) -> None:
    assert summary_of(pains) == expected
