"""What others' hips measure: a quiet band behind one's own values, and what an unusual first value leads to.

Only what is published for the position and the motion (clinical facts §1), mean ± SD in degrees. No verified
table by decade of age exists, though rotation falls with age, so a band is never an aim: people are compared
with themselves first. External rotation was published without an SD, so it has a mean and no band.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from exercises.domain.text import gettext_noop
from tracker.domain.measuring import Motion, NormGroup, Position

RETEST_RELIABILITY = 0.8
"""The r of the worked example in clinical facts §4."""

ATHLETES_430 = gettext_noop("430 athletes of about 18 years")
ATHLETES_339 = gettext_noop("339 athletes")
ADULTS_120 = gettext_noop("120 people of 20 to 60 years, women and men together")

CZUPPON, HOGG, KOUYOUMDJIAN = "czuppon-2017", "hogg-2018", "kouyoumdjian-2012"


@dataclass(frozen=True, slots=True)
class Norm:
    """A published mean, and the band of mean ± SD where there is an SD.

    Where nobody said which group is theirs, the band spans those of men and women, and there is no one mean.
    `people` is an untranslated text about who was measured, `study` the slug of a reference.
    """

    mean: float | None
    low: float | None
    high: float | None
    people: str
    study: str

    @property
    def has_band(self) -> bool:
        return self.low is not None and self.high is not None


def _band(mean: float, sd: float, people: str, study: str) -> Norm:
    return Norm(mean, round(mean - sd, 1), round(mean + sd, 1), people, study)


def _mean(mean: float, people: str, study: str) -> Norm:
    return Norm(mean, None, None, people, study)


_IR, _ER = Motion.INTERNAL, Motion.EXTERNAL
_MEN, _WOMEN = NormGroup.MEN, NormGroup.WOMEN

NORMS = {
    # Hip bent to 90°, as it is when seated.
    (_IR, Position.SEATED, _MEN): _band(26.9, 9.8, ATHLETES_430, CZUPPON),
    (_IR, Position.SEATED, _WOMEN): _band(34.7, 10.7, ATHLETES_430, CZUPPON),
    (_ER, Position.SEATED, _MEN): _mean(44.7, ATHLETES_430, CZUPPON),
    (_ER, Position.SEATED, _WOMEN): _mean(49.7, ATHLETES_430, CZUPPON),
    (_IR, Position.PRONE, _MEN): _band(28.6, 8.4, ATHLETES_339, HOGG),
    (_IR, Position.PRONE, _WOMEN): _band(38.1, 8.2, ATHLETES_339, HOGG),
    (_ER, Position.PRONE, _MEN): _mean(35.8, ATHLETES_339, HOGG),
    (_ER, Position.PRONE, _WOMEN): _mean(34.0, ATHLETES_339, HOGG),
    # Hip straight, as it is on the back with the knee over the edge: published for that angle.
    (_IR, Position.SUPINE, _MEN): _band(29.0, 9.8, ATHLETES_430, CZUPPON),
    (_IR, Position.SUPINE, _WOMEN): _band(38.9, 10.1, ATHLETES_430, CZUPPON),
    (_ER, Position.SUPINE, _MEN): _mean(39.8, ATHLETES_430, CZUPPON),
    (_ER, Position.SUPINE, _WOMEN): _mean(37.6, ATHLETES_430, CZUPPON),
}

POOLED = {
    (_ER, Position.SEATED): _mean(40.6, ADULTS_120, KOUYOUMDJIAN),
    (_ER, Position.PRONE): _mean(41.8, ADULTS_120, KOUYOUMDJIAN),
    (_ER, Position.SUPINE): _mean(38.5, ADULTS_120, KOUYOUMDJIAN),
}
"""For those who did not say which group is theirs, where two means without a band would make no span."""


def norm_of(motion: Motion, position: Position, group: NormGroup | None = None) -> Norm:
    """Return what is published for a motion in a position; without a group, pooled or the span of both."""
    if group is not None:
        return NORMS[motion, position, group]
    pooled = POOLED.get((motion, position))
    return span_of([NORMS[motion, position, one] for one in NormGroup]) if pooled is None else pooled


def span_of(norms: Sequence[Norm]) -> Norm:
    """Return one norm from the lowest to the highest degree of the bands of several, without a mean."""
    lows = [norm.low for norm in norms if norm.low is not None]
    highs = [norm.high for norm in norms if norm.high is not None]
    return Norm(None, min(lows), max(highs), norms[0].people, norms[0].study)


def expected_retest(first: float, mean: float, r: float = RETEST_RELIABILITY) -> float:
    """Return what a second value is expected to be without any change: M + r(x − M)."""
    return mean + r * (first - mean)


@dataclass(frozen=True, slots=True)
class Regression:
    """An unusual first value, and what is expected next without any change, where there is one mean."""

    first: float
    mean: float | None
    expected: float | None


def regression_of(first: float, norm: Norm, r: float = RETEST_RELIABILITY) -> Regression | None:
    """Return a note on regression to the mean where the first value lies outside the band, else None.

    Outside is beyond one SD; without a known group, beyond both bands. Where there is no band nothing can be
    said.
    """
    if norm.low is None or norm.high is None or norm.low <= first <= norm.high:
        return None
    expected = None if norm.mean is None else expected_retest(first, norm.mean, r)
    return Regression(first, norm.mean, expected)
