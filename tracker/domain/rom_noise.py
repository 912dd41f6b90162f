"""How far two measurements of an unchanged hip lie apart: published for the method, then a person's own.

SEM = SD·√(1−ICC) is the error of one day's value; MDC95 = 1.96·√2·SEM is how far two days have to differ
before error alone is an unlikely reason (Weir 2005, doi:10.1519/15184.1).

Published for rotation of the hip, as MDC95 in degrees:
- seated, active, digital inclinometer: 5.4 (Krause 2014);
- seated or supine with hip and knee at 90°, passive: 6.1–8.6 (Gradoz 2018);
- passive, people with osteoarthritis of the hip: SEM 3.1–4.7, that is 8.6–13.0 (Pua 2008, PubMed 18503813);
- phone, supine, a single trial: 10.9–16.4 (Spork 2021, doi:10.3390/sports9110148);
- phone, prone and sitting: validity only, no MDC (Marshall 2022, doi:10.3390/s22218154; Charlton 2015).

None of these is known to hold for people who measure themselves at home. So what counts before somebody has
an error of their own is a default of the product, the same for each method (clinical facts §4, and told on
the guide's page on measuring): 8° for the mean of three trials, 11° for a single trial. 8° is above what was
published for the protocol that we show first, and near the upper end for healthy people; the published span
of the method goes with it. Product decisions are also that two trials count as one, and how a person's own
error is weighed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import variance

from exercises.domain.text import LabelledEnum, gettext_noop
from tracker.domain.measuring import Instrument, Position
from tracker.domain.rom_days import BASELINE_DAYS, DayValue

Z95 = 1.96
"""Two-sided 95 % of a normal distribution."""

DEFAULT_MDC = 8.0
"""A product default for the mean of three trials (clinical facts §4): two days beyond it are likely real."""

SINGLE_MDC = 11.0
"""A product default for a single trial (clinical facts §4); Spork's 10.9 is the least that was published."""

WEIGHT_OF_DEFAULT = 6
"""A product default: the default error counts for so many degrees of freedom, beside the two of three days.

Three days alone say little: the 95 % interval of their SD runs from half of it to six times it, and a lucky
three would call the next wobble real. With 6, people whose own error is up to twice the default are told
"likely real" in fewer than 5 % of the comparisons all the same (tests/tracker/test_rom_rates.py)."""


class NoiseSource(LabelledEnum):
    """Whose error it is."""

    PUBLISHED = "published", gettext_noop("our default, beside what is published for the method")
    DEFAULT = "default", gettext_noop("our default; nothing is published for the method")
    OWN = "own", gettext_noop("your own, from your first days, weighed with our default")


@dataclass(frozen=True, slots=True)
class Span:
    """A published minimal detectable change in degrees: from, to, and whose."""

    low: float
    high: float
    studies: tuple[str, ...]


KRAUSE, GRADOZ, PUA = "krause-2014", "gradoz-2018", "pua-2008"
"""Slugs of the references."""

_GRADOZ = Span(6.1, 8.6, (GRADOZ,))
PUBLISHED = {
    (Position.SEATED, Instrument.INCLINOMETER): Span(5.4, 8.6, (KRAUSE, GRADOZ)),
    (Position.SEATED, Instrument.GONIOMETER): _GRADOZ,
    (Position.SUPINE, Instrument.INCLINOMETER): _GRADOZ,
    (Position.SUPINE, Instrument.GONIOMETER): _GRADOZ,
}
"""For the mean of several trials."""

ANYWHERE = Span(5.4, 13.0, (KRAUSE, GRADOZ, PUA))
"""From the least to the greatest for any method: how far off a default can be where nothing else is known."""


@dataclass(frozen=True, slots=True)
class Noise:
    """The error of a series, in degrees.

    `sem` is that of a day with three trials, `single_sem` of a day with fewer. `low` and `high` say how far
    the MDC may be off: from the least to the greatest that was published, or the 95 % interval of one's own.
    `days` is on how many days of one's own it rests, `studies` (slugs of references) what else.
    """

    sem: float
    single_sem: float
    source: NoiseSource
    low: float
    high: float
    days: int = 0
    studies: tuple[str, ...] = ()

    @property
    def mdc(self) -> float:
        """Return the MDC95 between two days with three trials each."""
        return mdc_of(self.sem)

    def sem_of(self, value: DayValue) -> float:
        return self.sem if value.is_full else self.single_sem


def mdc_of(sem: float) -> float:
    """Return MDC95 = 1.96·√2·SEM (Weir 2005, doi:10.1519/15184.1)."""
    return Z95 * math.sqrt(2) * sem


def sem_of_mdc(mdc: float) -> float:
    return mdc / (Z95 * math.sqrt(2))


def usual_noise(position: Position, instrument: Instrument) -> Noise:
    """Return the error to count with before somebody has one of their own."""
    span = PUBLISHED.get((position, instrument))
    known = span or ANYWHERE
    return Noise(
        sem=sem_of_mdc(DEFAULT_MDC),
        single_sem=sem_of_mdc(SINGLE_MDC),
        source=NoiseSource.PUBLISHED if span else NoiseSource.DEFAULT,
        low=known.low,
        high=known.high,
        studies=known.studies,
    )


def noise_of(position: Position, instrument: Instrument, baseline: Sequence[DayValue]) -> Noise:
    """Return the error of a series: the usual one until there are three full baseline days, then own.

    `baseline` is what `baseline_of` returns for the whole series: the days on which no change is expected
    yet.
    """
    return own_noise(usual_noise(position, instrument), baseline)


def own_noise(usual: Noise, baseline: Sequence[DayValue]) -> Noise:
    """Return a person's own error, or the usual one while fewer than three full days are known.

    The variance of the days is pooled with the default one, each weighted by its degrees of freedom. The
    interval is that of a standard deviation with the sum of them.
    """
    values = [value.degrees for value in baseline if value.is_full]
    if len(values) < BASELINE_DAYS:
        return usual
    own = len(values) - 1
    freedom = WEIGHT_OF_DEFAULT + own
    sem = math.sqrt((WEIGHT_OF_DEFAULT * usual.sem**2 + own * variance(values)) / freedom)
    return Noise(
        sem=sem,
        single_sem=max(usual.single_sem, sem),
        source=NoiseSource.OWN,
        low=mdc_of(sem * math.sqrt(freedom / chi_square(freedom, Z95))),
        high=mdc_of(sem * math.sqrt(freedom / chi_square(freedom, -Z95))),
        days=len(values),
        studies=usual.studies,
    )


def chi_square(freedom: int, z: float) -> float:
    """Return the chi-square quantile that belongs to a normal quantile `z`.

    Wilson & Hilferty 1931 (doi:10.1073/pnas.17.12.684): ν·(1 − 2/9ν + z·√(2/9ν))³; within 2 % at ν = 8.
    """
    part = 2 / (9 * freedom)
    return float(freedom * (1 - part + z * math.sqrt(part)) ** 3)
