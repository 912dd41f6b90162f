"""Published norms by position and group, and regression to the mean."""

from __future__ import annotations

import pytest

from tracker.domain.measuring import Motion, NormGroup, Position
from tracker.domain.rom_norms import expected_retest, norm_of, regression_of

IR, ER = Motion.INTERNAL, Motion.EXTERNAL
SEATED, PRONE, SUPINE = Position
MEN, WOMEN = NormGroup


@pytest.mark.parametrize(
    ("motion", "position", "group", "mean", "band", "study"),
    [
        (IR, SEATED, MEN, 26.9, (17.1, 36.7), "czuppon-2017"),
        (IR, SEATED, WOMEN, 34.7, (24.0, 45.4), "czuppon-2017"),
        (IR, SEATED, None, None, (17.1, 45.4), "czuppon-2017"),
        (IR, PRONE, MEN, 28.6, (20.2, 37.0), "hogg-2018"),
        (IR, PRONE, WOMEN, 38.1, (29.9, 46.3), "hogg-2018"),
        (IR, PRONE, None, None, (20.2, 46.3), "hogg-2018"),
        (IR, SUPINE, MEN, 29.0, (19.2, 38.8), "czuppon-2017"),
        (IR, SUPINE, WOMEN, 38.9, (28.8, 49.0), "czuppon-2017"),
        (IR, SUPINE, None, None, (19.2, 49.0), "czuppon-2017"),
        (ER, SEATED, MEN, 44.7, (None, None), "czuppon-2017"),
        (ER, SEATED, WOMEN, 49.7, (None, None), "czuppon-2017"),
        (ER, SEATED, None, 40.6, (None, None), "kouyoumdjian-2012"),
        (ER, PRONE, MEN, 35.8, (None, None), "hogg-2018"),
        (ER, PRONE, WOMEN, 34.0, (None, None), "hogg-2018"),
        (ER, PRONE, None, 41.8, (None, None), "kouyoumdjian-2012"),
        (ER, SUPINE, MEN, 39.8, (None, None), "czuppon-2017"),
        (ER, SUPINE, WOMEN, 37.6, (None, None), "czuppon-2017"),
        (ER, SUPINE, None, 38.5, (None, None), "kouyoumdjian-2012"),
    ],
)
def test_norms_are_the_published_ones(
    motion: Motion,
    position: Position,
    group: NormGroup | None,
    mean: float | None,
    band: tuple[float | None, float | None],
    study: str,
) -> None:
    norm = norm_of(motion, position, group)
    assert (norm.mean, (norm.low, norm.high), norm.study) == (mean, band, study)
    assert norm.has_band is (motion is IR)
    assert norm.people


def test_the_expected_retest_is_that_of_the_worked_example() -> None:
    assert expected_retest(18, mean=30, r=0.8) == pytest.approx(20.4)


@pytest.mark.parametrize(
    ("first", "group", "expected"),
    [
        (17, MEN, 26.9 - 0.8 * 9.9),
        (37, MEN, 26.9 + 0.8 * 10.1),
        (23.9, WOMEN, 34.7 - 0.8 * 10.8),
        (17, None, None),
    ],
)
def test_an_unusual_first_value_is_expected_to_become_more_usual(
    first: float, group: NormGroup | None, expected: float | None
) -> None:
    note = regression_of(first, norm_of(IR, SEATED, group))
    assert note is not None
    assert note.first == first
    assert note.expected == pytest.approx(expected)


@pytest.mark.parametrize(
    ("motion", "first", "group"),
    [(IR, 17.1, MEN), (IR, 26.9, MEN), (IR, 36.7, MEN), (IR, 37, None), (IR, 23, None), (ER, 5, MEN)],
)
def test_a_usual_first_value_needs_no_note(motion: Motion, first: float, group: NormGroup | None) -> None:
    assert regression_of(first, norm_of(motion, SEATED, group)) is None
