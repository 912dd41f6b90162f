"""The charts of one exercise: what was done left and right, what was asked for, and where that changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, cast

from django.utils.translation import gettext as _

from exercises.domain.vocabulary import Side
from tracker.domain.columns import Unit, start_of
from tracker.domain.dose_steps import DoseStep, dose_steps
from tracker.domain.series import Number, Point, facts_of
from tracker.models.set_figures import Dose
from tracker.presenters.chart import Caption, Event, Line, Remark, Style, day_text
from tracker.presenters.chart_parts import LineChart
from tracker.presenters.drawing import column_text
from tracker.presenters.drawing_lines import Span, line_chart, points_of
from tracker.presenters.exercise_amounts import Amount
from tracker.presenters.words import badge_of

STYLES = {Side.LEFT: Style.LEFT, Side.RIGHT: Style.RIGHT, Side.BOTH: Style.BOTH}
MOST_EVENTS = 6
"""So many of the latest changes are marked; more would cover the drawing."""

Values = Mapping[date, Number]


def exercise_chart(
    amount: Amount, doses: Sequence[Dose], span: Span, *, csv: str, remarks: tuple[Remark, ...] = ()
) -> LineChart:
    """Return the chart of an amount: a line for each side, and one for what was asked for."""
    of_side = {side: points_of(_values(amount.key, doses, span.unit, side)) for side in Side}
    asked = _values(amount.asked_key, doses, span.unit) if of_side else {}
    steps = dose_steps((day, cast("int", value)) for day, value in asked.items())
    lines = [
        Line(
            STYLES[side],
            badge_of(side).name.capitalize(),
            [Point(day, value * amount.factor) for day, value in points],
            badge_of(side).letter,
        )
        for side, points in of_side.items()
    ]
    is_empty = not any(of_side.values())
    caption = Caption(
        name=f"exercise-{amount.column}",
        title=amount.title,
        reading=_reading(amount, of_side, steps, span.unit),
        empty=_("Nothing in this time. Choose a longer one above, or log it again.") if is_empty else "",
        remarks=remarks,
        unit=amount.unit,
        csv=csv,
    )
    lines.append(Line(Style.ASKED, _("Asked for"), points_of(asked)))
    return line_chart(caption, lines, span, events=[_event(amount, one) for one in steps[-MOST_EVENTS:]])


def _values(key: str, doses: Iterable[Dose], unit: Unit | None, side: Side | None = None) -> Values:
    """Return the highest value of each column."""
    found: dict[date, Number] = {}
    for dose in doses:
        value = cast("Mapping[str, Any]", dose).get(key)
        if value is None or (side is not None and dose["side"] != side):
            continue
        start = start_of(dose["start"], unit) if unit else dose["start"]
        found[start] = max(value, found.get(start, value))
    return found


def _event(amount: Amount, step: DoseStep) -> Event:
    values = {"old": amount.words(step.old), "new": amount.words(step.new)}
    text = (
        _("more asked for, %(old)s to %(new)s") if step.is_more else _("less asked for, %(old)s to %(new)s")
    )
    return Event(step.day, text % values, is_up=step.is_more)


def _reading(
    amount: Amount, of_side: Mapping[Side, list[Point]], steps: Sequence[DoseStep], unit: Unit | None
) -> str:
    """Return one sentence: for each side its first, last and highest value of the period, and what was "
    "asked."""
    parts = []
    for side, points in of_side.items():
        facts = facts_of(points)
        if facts is None:
            continue
        values = {
            "side": badge_of(side).name,
            "first": amount.words(facts.first.value),
            "first_day": _when(facts.first.day, unit),
            "last": amount.words(facts.last.value),
            "last_day": _when(facts.last.day, unit),
            "best": amount.words(facts.best.value),
        }
        if len(points) == 1:
            parts.append(_("%(side)s %(last)s %(last_day)s") % values)
        else:
            text = _("%(side)s %(first)s %(first_day)s, %(last)s %(last_day)s, at most %(best)s")
            parts.append(text % values)
    if steps:
        values = {"old": amount.words(steps[0].old), "new": amount.words(steps[-1].new)}
        parts.append(_("asked for %(old)s, now %(new)s") % values)
    sentence = "; ".join(parts)
    return _("%(sentence)s.") % {"sentence": sentence[:1].upper() + sentence[1:]} if parts else ""


def _when(day: date, unit: Unit | None) -> str:
    """Return "on 2 Nov 2026", or the week, month or longer time that begins on the day."""
    if unit is None:
        return _("on %(day)s") % {"day": day_text(day)}
    text = _("in the week from %(time)s") if unit is Unit.WEEK else _("in %(time)s")
    return text % {"time": column_text(day, unit)}
