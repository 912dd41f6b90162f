"""The minutes of stretching a week: those of the left leg and those of the right, never their sum."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from exercises.domain.vocabulary import Side
from tracker.domain.columns import Unit
from tracker.domain.series import Number
from tracker.domain.weeks import sum_by_week, weeks_since
from tracker.models.reading import StretchSeconds
from tracker.models.set_figures import SetFigures
from tracker.presenters.chart import (
    Action,
    Bars,
    Caption,
    Remark,
    Style,
    last_year_alone,
    mean_of_weeks,
    number_text,
)
from tracker.presenters.chart_parts import BarChart
from tracker.presenters.drawing_bars import bar_chart
from tracker.presenters.period import Period
from tracker.presenters.words import badge_of, unbroken

STRETCH_MINUTES = 10
"""Minutes a week at which the gain in range levelled off (Ingram 2025, doi:10.1007/s40279-024-02143-9)."""
INGRAM_URL = "https://doi.org/10.1007/s40279-024-02143-9"

Minutes = tuple[Decimal, ...]


def stretch_seconds(figures: SetFigures) -> StretchSeconds:
    """Return the seconds of stretching by week, of either leg for itself."""
    return StretchSeconds(
        {one.monday: one.left for one in figures.weeks if one.left},
        {one.monday: one.right for one in figures.weeks if one.right},
    )


def stretching_chart(seconds: StretchSeconds, period: Period, first: date | None, *, csv: str) -> BarChart:
    """Return two bars a week, or of the mean week of a month; `first` is the very first day of training."""
    caption = Caption(
        name="stretching-a-week",
        title=_("Minutes of stretching a week, left and right"),
        reading=_("%(sentence)s.") % {"sentence": stretching_words(seconds, period, first)},
        empty="" if any(seconds) else _("No timed stretch in this time. Log a stretch with its seconds."),
        action=Action(_("Find a stretch"), reverse("exercises:exercise-list")),
        remarks=(
            Remark(
                _(
                    "The seconds of every exercise that stretches a muscle, all muscles together, for each "
                    "leg; a set with both legs at once counts for each. The line is no goal: in a review of "
                    "189 studies the gain in range levelled off at about 10 minutes a week."
                ),
                Action(_("Ingram 2025"), INGRAM_URL),
            ),
            *mean_of_weeks(period.recent.unit),
            *last_year_alone(is_all=period.is_all),
        ),
        unit=_("min"),
        csv=csv,
    )
    columns = period.recent
    legs = _legs(seconds, period)
    if columns.unit is not Unit.WEEK:
        weeks = weeks_since(first, period.weeks)
        legs = [_minutes(columns.weekly_means(leg, weeks, period.until)) for leg in seconds]
    bars = [_bars(Side.LEFT, Style.LEFT, legs[0]), _bars(Side.RIGHT, Style.RIGHT, legs[1])]
    target = unbroken(_("%(minutes)s min a week") % {"minutes": STRETCH_MINUTES})
    return bar_chart(caption, columns, bars, target=(STRETCH_MINUTES, target))


def stretching_words(seconds: StretchSeconds, period: Period, first: date | None) -> str:
    """Return the numbers of both legs, of this week and of the one before it."""
    left, right = _legs(seconds, period)
    values = {"left": _min(left[-1]), "right": _min(right[-1])}
    if len(weeks_since(first, period.weeks)) < 2:
        return _("This week so far left %(left)s, right %(right)s") % values
    values |= {"left_before": _min(left[-2]), "right_before": _min(right[-2])}
    return (
        _(
            "This week so far left %(left)s, right %(right)s; the week before left %(left_before)s, right "
            "%(right_before)s"
        )
        % values
    )


def _legs(seconds: StretchSeconds, period: Period) -> list[Minutes]:
    return [_minutes(sum_by_week(by_week, period.weeks)) for by_week in seconds]


def _bars(side: Side, style: Style, minutes: Minutes) -> Bars:
    badge = badge_of(side)
    return Bars(badge.name.capitalize(), minutes, style, badge.letter)


def _minutes(seconds: Iterable[int | Decimal]) -> Minutes:
    return tuple((Decimal(one) / 60).quantize(Decimal("0.1")) for one in seconds)


def _min(minutes: Number) -> str:
    return unbroken(_("%(minutes)s min") % {"minutes": number_text(minutes)})
