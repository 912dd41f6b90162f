"""The chart of a series of rotation: left and right, the error around the first days, what is published."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from exercises.domain.vocabulary import Side
from tracker.domain.rom_days import DayValue, rolling_median
from tracker.domain.rom_norms import Norm as PublishedNorm
from tracker.domain.series import Point
from tracker.domain.thinning import thinned
from tracker.presenters.chart import Action, Caption, Line, Norm, Remark, Style
from tracker.presenters.chart_parts import LineChart
from tracker.presenters.drawing_lines import Span, line_chart
from tracker.presenters.period import Period
from tracker.presenters.rom_series import RomSeries, RomSide
from tracker.presenters.rom_words import degrees_words, error_words, method_words, notes_on, series_words
from tracker.presenters.words import badge_of, unbroken

MOST_DAYS = 30
"""So many days are drawn: those of four weeks each, those of longer times evenly chosen."""

STYLES = {Side.LEFT: Style.LEFT, Side.RIGHT: Style.RIGHT}


def rom_chart(series: RomSeries, period: Period, *, csv: str, every_point: bool = False) -> LineChart:
    """Return the chart of a series; a bounded number of days is drawn, unless every one is asked for."""
    days = sorted({value.day for side in series.sides for value in side.days})
    shown = days if every_point else thinned(days, MOST_DAYS)
    span = Span(
        first=days[0] if period.is_all else period.first,
        last=days[-1] if period.is_all else period.last,
        is_close=True,
    )
    caption = Caption(
        name=series.method.slug,
        title=method_words(series.method),
        reading=series_words(series),
        unit=_("degrees"),
        csv=csv,
        remarks=(*_remarks(series), *_thinning(series, shown, days)),
    )
    lines = [_line(side, frozenset(shown)) for side in series.sides]
    return line_chart(caption, lines, span, norm=_norm(series.norm))


def _line(side: RomSide, shown: Collection[date]) -> Line:
    badge = badge_of(side.side)
    change = side.change
    error = change.error or change.noise.mdc
    middle = change.baseline_degrees
    return Line(
        style=STYLES[side.side],
        name=capfirst(badge.name),
        letter=badge.letter,
        points=_points(side.days, shown),
        trend=_points(rolling_median(side.days), shown),
        band=None if middle is None else (middle - error, middle + error),
        band_text=_("%(side)s: first days %(error)s")
        % {"side": badge.name, "error": unbroken(f"±{degrees_words(error)}")},
    )


def _points(days: Collection[DayValue], shown: Collection[date]) -> list[Point]:
    return [Point(one.day, Decimal(f"{one.degrees:.1f}")) for one in days if one.day in shown]


def _norm(norm: PublishedNorm) -> Norm | None:
    if norm.low is None or norm.high is None:
        return None
    values = {
        "low": degrees_words(norm.low),
        "high": degrees_words(norm.high),
        "people": _(norm.people),
        "study": study_name(norm.study),
    }
    text = (
        _("published, mean ± SD of men and of women together: %(low)s to %(high)s, %(people)s (%(study)s)")
        if norm.mean is None
        else _("published, mean ± SD: %(low)s to %(high)s, %(people)s (%(study)s)")
    )
    return Norm(norm.low, norm.high, text % values)


def _remarks(series: RomSeries) -> list[Remark]:
    remarks = [Remark(text) for text in notes_on(series)]
    remarks.append(
        Remark(
            _(
                "%(error)s The line is the middle of three days in a row. Nobody has verified from how many "
                "degrees on a change matters."
            )
            % {"error": error_words(series)},
            Action(_("How far to trust it"), reverse("exercises:guide-detail", args=["measuring-it"])),
        )
    )
    if series.norm.has_band:
        remarks.append(
            Remark(
                _("What is published for others is no aim: compare yourself with yourself first."),
                study_link(series.norm.study),
            )
        )
    return remarks


def _thinning(series: RomSeries, shown: list[date], days: list[date]) -> list[Remark]:
    """Say what of the measurements is not drawn."""
    remarks = []
    if series.is_thinned:
        text = _("Of the time before the last year, the last measurement of each quarter stands for it.")
        remarks.append(Remark(text))
    if len(shown) < len(days):
        text = _("%(shown)s of %(all)s days are drawn, evenly chosen.")
        remarks.append(Remark(text % {"shown": len(shown), "all": len(days)}))
    if remarks:
        remarks.append(Remark(_("The file below holds every measurement.")))
    return remarks


def study_name(slug: str) -> str:
    """Return a reference as it is named in a sentence: "Czuppon 2017"."""
    author, _dash, year = slug.rpartition("-")
    return _("%(author)s %(year)s") % {"author": capfirst(author), "year": year}


def study_link(slug: str, name: str = "") -> Action:
    """Return the way to a reference, named as `study_name` does or otherwise."""
    return Action(name or study_name(slug), f"{reverse('exercises:reference-list')}#{slug}")
