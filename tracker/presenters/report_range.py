"""The report's range of motion: for each series the reference, the latest, the change and its error.

What may be said of a series comes from where the progress page has it (`rom_series`), so the two agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker.domain.rom import Verdict, mean_of
from tracker.domain.rom_days import DayValue
from tracker.domain.rom_noise import Noise, NoiseSource
from tracker.presenters.chart import day_text
from tracker.presenters.rom_series import Rom, RomSeries, RomSide
from tracker.presenters.rom_words import change_words, degrees_words, method_words, notes_on, verdict_words
from tracker.presenters.words import Badge, badge_of

MOST_SERIES = 4
"""So many have room on one page; the most used ones are shown."""

IN_SHORT = 2


@dataclass(frozen=True, slots=True)
class RangeRow:
    """One side of a series: the mean of its first days, of its latest, and what lies between them."""

    badge: Badge
    verdict: Verdict
    reference: str
    reference_days: str
    latest: str
    latest_days: str
    change: str
    error: str
    error_from: str
    said: str


@dataclass(frozen=True, slots=True)
class RangeGroup:
    """A motion in a position, measured with one instrument: its sides, and what else is to be said."""

    name: str
    rows: tuple[RangeRow, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RangeOfMotion:
    """The whole part. `signs` are for the top of the report; `more` counts the series beyond those shown."""

    groups: tuple[RangeGroup, ...]
    more: int
    signs: tuple[str, ...]
    said_in_short: tuple[str, ...]


def build_range(rom: Rom) -> RangeOfMotion:
    """Return a person's rotation in a period, the most used series first."""
    shown = rom.series[:MOST_SERIES]
    groups = tuple(_group(series) for series in shown)
    signs = (
        _("%(method)s: less than 15° on %(day)s, and pain with it.")
        % {"method": method_words(series.method), "day": day_text(series.last_day)}
        for series in rom.series
        if series.is_for_clinician
    )
    return RangeOfMotion(
        groups=groups,
        more=len(rom.series) - len(shown),
        signs=tuple(signs),
        said_in_short=tuple(_in_short(group) for group in groups[:IN_SHORT]),
    )


def _group(series: RomSeries) -> RangeGroup:
    # Who should see a clinician is said on top.
    rest = notes_on(replace(series, for_clinician=()))
    return RangeGroup(method_words(series.method), tuple(map(_row, series.sides)), tuple(rest))


def _row(side: RomSide) -> RangeRow:
    change = side.change
    latest = change.latest or side.days[-1:]
    reference = change.baseline_degrees
    return RangeRow(
        badge=badge_of(side.side),
        verdict=change.verdict,
        reference="" if reference is None else degrees_words(reference),
        reference_days=_days(change.baseline),
        latest=degrees_words(mean_of(latest)),
        latest_days=_days(latest),
        change="" if change.degrees is None else change_words(change.degrees),
        error="" if change.error is None else f"±{degrees_words(change.error)}",
        error_from="" if change.error is None else _error_from(change.noise),
        said=verdict_words(change),
    )


def _days(values: Sequence[DayValue]) -> str:
    """Return on how many days, and when: "3 days, 2 Sep to 14 Sep". A report is about a year at most."""
    if not values:
        return ""
    first, last = (date_format(value.day, "j M") for value in (values[0], values[-1]))
    if len(values) == 1:
        return first
    text = ngettext(
        "%(count)s day, %(first)s to %(last)s", "%(count)s days, %(first)s to %(last)s", len(values)
    )
    return text % {"count": len(values), "first": first, "last": last}


def _error_from(noise: Noise) -> str:
    """Return how sure the error is, and whose: "5.4° to 8.6°, published"."""
    values = {"low": degrees_words(noise.low), "high": degrees_words(noise.high)}
    text = {
        NoiseSource.OWN: _("%(low)s to %(high)s, own"),
        NoiseSource.PUBLISHED: _("%(low)s to %(high)s, published"),
    }
    return text.get(noise.source, _("%(low)s to %(high)s elsewhere")) % values


def _in_short(group: RangeGroup) -> str:
    told = "; ".join(map(_row_in_short, group.rows))
    return _("%(series)s: %(sides)s.") % {"series": group.name, "sides": told}


def _row_in_short(row: RangeRow) -> str:
    values = {
        "side": row.badge.name,
        "latest": row.latest,
        "change": row.change,
        "error": row.error,
        "said": row.said,
    }
    if not row.change:
        return _("%(side)s %(latest)s, %(said)s") % values
    return _("%(side)s %(latest)s, %(change)s (error %(error)s), %(said)s") % values
