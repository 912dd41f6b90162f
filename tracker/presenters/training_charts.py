"""The charts of a person's training: sessions, load, and the calendar."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from tracker.domain.columns import Unit
from tracker.domain.series import Number
from tracker.domain.weeks import DAYS, sum_by_week, weeks_ending_with
from tracker.presenters.chart import (
    Action,
    Bars,
    Caption,
    Remark,
    last_year_alone,
    mean_of_weeks,
    number_text,
)
from tracker.presenters.chart_parts import BarChart
from tracker.presenters.drawing_bars import bar_chart
from tracker.presenters.heatmap import Heatmap, heatmap
from tracker.presenters.rom_chart import study_link
from tracker.presenters.training import CALENDAR_WEEKS, Training


def log_action() -> Action:
    return Action(_("Log a session"), reverse("tracker:session-create"))


def sessions_chart(training: Training, *, csv: str) -> BarChart:
    """Return the sessions a week; of months and longer columns, the mean of their weeks."""
    columns = training.columns
    caption = Caption(
        name="sessions-a-week",
        title=_("Sessions a week"),
        reading=training.sessions_reading(),
        empty="" if training.total else _("No session in this time. Log one, and its week stands here."),
        action=log_action(),
        remarks=mean_of_weeks(columns.unit),
        unit=_("sessions"),
        csv=csv,
    )
    sums = columns.sums({day: one.sessions for day, one in training.figures.items()})
    target = _("wanted: %(count)s a week") % {"count": training.wanted}
    bars = [Bars(_("Sessions"), _a_week(training, sums))]
    return bar_chart(caption, columns, bars, target=(training.wanted, target))


def _a_week(training: Training, sums: tuple[int, ...]) -> tuple[Number, ...]:
    if training.columns.unit is Unit.WEEK:
        return sums
    found = []
    for (start, end), total in zip(training.columns.spans, sums, strict=True):
        first = max(start, training.first or start)
        days = max((min(end, training.today + timedelta(days=1)) - first).days, DAYS)
        found.append((Decimal(total) * DAYS / days).quantize(Decimal("0.1")))
    return tuple(found)


def load_chart(training: Training, *, csv: str) -> BarChart:
    """Return effort × minutes a week."""
    period = training.period
    values: tuple[Number, ...] = sum_by_week(training.loads, period.weeks)
    shown = [training.weeks[day] for day in period.weeks if day in training.weeks]
    rated, sessions = sum(one.rated for one in shown), sum(one.sessions for one in shown)
    caption = Caption(
        name="load-a-week",
        title=_("Load a week"),
        reading=_(
            "This week so far %(now)s; the week before %(before)s. The effort was noted in %(rated)s of "
            "%(all)s sessions."
        )
        % {
            "now": number_text(values[-1]),
            "before": number_text(values[-2]),
            "rated": rated,
            "all": sessions,
        },
        empty="" if any(values) else _("No effort noted in this time. Note it from 0 to 10 when you log."),
        action=log_action(),
        remarks=(
            Remark(
                _(
                    "The effort of a session from 0 to 10, times its minutes: those from start to end where "
                    "the player timed it, else the time of its sets. It compares your own weeks; there is "
                    "no right number."
                ),
                study_link("session-rpe", _("Session RPE")),
            ),
            *mean_of_weeks(period.recent.unit),
            *last_year_alone(is_all=period.is_all),
        ),
        unit=_("effort × minutes"),
        csv=csv,
    )
    columns = period.recent
    if columns.unit is not Unit.WEEK:
        values = columns.weekly_means(training.loads, training.own_weeks, training.today)
    return bar_chart(caption, columns, [Bars(_("Load"), values)])


def calendar_chart(training: Training) -> Heatmap:
    """Return the days of the last weeks; the whole year stands in the history."""
    weeks = weeks_ending_with(training.today, min(CALENDAR_WEEKS, len(training.period.weeks)))
    counts = Counter(one.day for one in training.sessions if one.day >= weeks[0])
    caption = Caption(
        name="calendar",
        title=_("Days of training"),
        reading=_("%(days)s of the last %(all)s days had a session.")
        % {"days": len(counts), "all": (training.today - weeks[0]).days + 1},
        empty=""
        if counts
        else _("No session in these weeks. Each day with a session becomes a square here."),
        action=log_action(),
    )
    return heatmap(caption, counts, today=training.today, weeks=weeks)
