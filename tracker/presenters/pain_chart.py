"""Pain before, after and on the morning after: by day in a short time, else the highest of each week."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker.domain.columns import Columns, Unit
from tracker.domain.pain import MOST_PAIN, highest
from tracker.domain.pain_trend import Direction, PainTrend
from tracker.models.progress_reading import Figures
from tracker.presenters.chart import Action, Caption, Line, Remark, Style, day_text, tenth_text
from tracker.presenters.chart_parts import LineChart
from tracker.presenters.drawing_lines import Span, line_chart, points_of
from tracker.presenters.training import Training
from tracker.presenters.training_charts import log_action

THOMEE_URL = "https://doi.org/10.1093/ptj/77.12.1690"
WEEKS_BY_DAY = 4


def pain_chart(training: Training, *, csv: str) -> LineChart:
    """Return the three lines of pain."""
    period, columns = training.period, training.columns
    by_day = columns.unit is Unit.WEEK and len(columns.starts) <= WEEKS_BY_DAY
    by_column = training.weeks if columns.unit is Unit.WEEK else training.months
    figures = training.sessions if by_day else by_column.values()
    shown = [one for one in figures if one.day >= columns.starts[0]]
    lines = [
        _line(Style.BEFORE, _("Before"), shown, columns, "before", by_day=by_day),
        _line(Style.AFTER, _("After"), shown, columns, "after", by_day=by_day),
        _line(Style.MORNING, _("Next morning"), shown, columns, "morning", by_day=by_day),
    ]
    is_empty = not any(line.points for line in lines)
    caption = Caption(
        name="pain",
        title=_("Pain before and after, and the next morning"),
        reading=pain_words(training.pain),
        empty=_("No pain number in this time. Note pain before and after when you log; 0 is a number too.")
        if is_empty
        else "",
        action=log_action(),
        remarks=(_remark(columns.unit, by_day=by_day),),
        unit=_("0 to 10"),
        csv=csv,
    )
    span = Span(
        first=columns.starts[0],
        last=period.last if by_day else columns.end,
        highest=MOST_PAIN,
        unit=None if by_day else columns.unit,
    )
    return line_chart(caption, lines, span)


def _line(
    style: Style, name: str, figures: Sequence[Figures], columns: Columns, which: str, *, by_day: bool
) -> Line:
    values = [(one.day, getattr(one, which)) for one in figures]
    if not by_day:
        return Line(style, name, points_of(columns.highest(values)))
    days = {day for day, value in values if value is not None}
    most = {day: highest(value for one, value in values if one == day) or 0 for day in days}
    return Line(style, name, points_of(most))


def _remark(unit: Unit, *, by_day: bool) -> Remark:
    of_time = {
        Unit.WEEK: _("the highest of each week"),
        Unit.MONTH: _("the highest of each month"),
        Unit.QUARTER: _("the highest of each quarter"),
        Unit.YEAR: _("the highest of each year"),
    }[unit]
    text = _(
        "0 is no pain, 10 the worst you can imagine; %(highest)s. In the pain-monitoring model 0 to 2 is "
        "safe, 3 to 5 acceptable if it has settled by the next morning, and above 5 means stop. It was made "
        "for knees and Achilles tendons."
    ) % {"highest": _("the highest of the day") if by_day else of_time}
    return Remark(text, Action(_("Thomeé 1997"), THOMEE_URL))


def pain_words(trend: PainTrend) -> str:
    """Say in a sentence which way the pain after training goes, and what was above the limits."""
    if not trend.count:
        return _("No pain after training was noted in this time.")
    rest = "; ".join(_rest(trend))
    if trend.direction is Direction.NOT_ENOUGH or trend.later_from is None:
        text = _("Pain after training was noted %(times)s, too seldom to compare; %(rest)s.")
        times = ngettext("%(count)s time", "%(count)s times", trend.count) % {"count": trend.count}
        return text % {"times": times, "rest": rest}
    values = {
        "later": _mean(trend.later),
        "earlier": _mean(trend.earlier),
        "since": day_text(trend.later_from),
        "rest": rest,
    }
    text = {
        Direction.LOWER: _(
            "Lower: pain after training was %(later)s on average since %(since)s, %(earlier)s before that; "
            "%(rest)s."
        ),
        Direction.HIGHER: _(
            "Higher: pain after training was %(later)s on average since %(since)s, %(earlier)s before that; "
            "%(rest)s."
        ),
    }.get(
        trend.direction,
        _(
            "About the same: pain after training was %(later)s on average since %(since)s, "
            "%(earlier)s before that; %(rest)s."
        ),
    )
    return text % values


def _rest(trend: PainTrend) -> list[str]:
    above = ngettext(
        "above 5 after %(above)s of %(count)s session",
        "above 5 after %(above)s of %(count)s sessions",
        trend.count,
    )
    parts = [above % {"above": trend.above, "count": trend.count}]
    if trend.mornings:
        worse = ngettext(
            "worse on %(worse)s of %(count)s morning after",
            "worse on %(worse)s of %(count)s mornings after",
            trend.mornings,
        )
        parts.append(worse % {"worse": trend.worse, "count": trend.mornings})
    return parts


def _mean(value: float | None) -> str:
    return tenth_text(value) if value is not None else ""
