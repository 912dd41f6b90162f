"""The report's part on pain: how it went, with the difference that counts."""

from __future__ import annotations

import datetime as dt

import pytest

from tracker.domain.pain_trend import IMPORTANT, PainTime, pain_trend
from tracker.presenters.report_pain import build_pain

FIRST = dt.date(2026, 10, 5)
WEEK = dt.timedelta(weeks=1)


@pytest.mark.parametrize(
    ("totals", "said"),
    [
        ((12, 3), "Mean after training 4, from 12 Oct 2026 on 1: lower."),
        ((3, 12), "Mean after training 1, from 12 Oct 2026 on 4: higher."),
        (
            (6, 9),
            "Mean after training 2, from 12 Oct 2026 on 3: about the same; a difference below 1.5 points may "
            "not matter.",
        ),
    ],
    ids=["lower", "higher", "the same"],
)
def test_how_pain_after_training_went(totals: tuple[int, int], said: str) -> None:
    assert IMPORTANT == 1.5
    weeks = [PainTime(FIRST + nth * WEEK, total, count=3) for nth, total in enumerate(totals)]
    assert build_pain([], pain_trend(weeks)).course == (said,)
