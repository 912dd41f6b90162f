"""The report's pain: before, after and on the morning after training, and how it went."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exercises.domain.screening import STOP_ABOVE_PAIN
from tracker.domain.pain import MOST_PAIN
from tracker.domain.pain_summary import summary_of
from tracker.domain.pain_trend import IMPORTANT, Direction, PainTrend
from tracker.models.progress_reading import Figures
from tracker.presenters.chart import day_text, tenth_text


@dataclass(frozen=True, slots=True)
class PainRow:
    """The pain at one time of training; where it was never noted, `count` is 0 and the rest empty."""

    name: str
    count: int
    median: str
    highest: str
    too_much: int


@dataclass(frozen=True, slots=True)
class Pain:
    """The whole part; `course` is what became of it, `said_in_short` the line at the top."""

    rows: tuple[PainRow, ...]
    course: tuple[str, ...]
    said_in_short: str


def build_pain(sessions: Iterable[Figures], trend: PainTrend) -> Pain:
    """Return what single sessions of a time say, with the trend that the progress page shows for it."""
    sessions = tuple(sessions)
    after = [one.after for one in sessions]
    return Pain(
        rows=(
            _row(_("Before training"), [one.before for one in sessions]),
            _row(_("After training"), after),
            _row(_("Next morning"), [one.morning for one in sessions]),
        ),
        course=tuple(text for text in (_trend(trend), _mornings(trend)) if text),
        said_in_short=_in_short(after),
    )


def _row(name: str, pains: Iterable[int | None]) -> PainRow:
    found = summary_of(pains)
    if found is None:
        return PainRow(name, 0, "", "", 0)
    return PainRow(name, found.count, tenth_text(found.median), tenth_text(found.highest), found.too_much)


def _trend(trend: PainTrend) -> str:
    if trend.earlier is None or trend.later is None or trend.later_from is None:
        return _("Too few numbers after training to say how it went.") if trend.count else ""
    text = {
        Direction.LOWER: _("Mean after training %(earlier)s, from %(day)s on %(later)s: lower."),
        Direction.HIGHER: _("Mean after training %(earlier)s, from %(day)s on %(later)s: higher."),
    }.get(
        trend.direction,
        _(
            "Mean after training %(earlier)s, from %(day)s on %(later)s: about the same; a difference below "
            "%(important)s points may not matter."
        ),
    )
    return text % {
        "important": tenth_text(IMPORTANT),
        "earlier": tenth_text(trend.earlier),
        "later": tenth_text(trend.later),
        "day": day_text(trend.later_from),
    }


def _mornings(trend: PainTrend) -> str:
    if not trend.mornings:
        return ""
    text = ngettext(
        "On %(worse)s of %(count)s morning there was more pain than before the session.",
        "On %(worse)s of %(count)s mornings there was more pain than before the session.",
        trend.mornings,
    )
    return text % {"worse": trend.worse, "count": trend.mornings}


def _in_short(after: Iterable[int | None]) -> str:
    found = summary_of(after)
    if found is None:
        return _("No number noted after training.")
    text = ngettext(
        "After training, median %(median)s of %(most)s and highest %(highest)s in %(count)s session; above "
        "%(stop)s in %(too_much)s.",
        "After training, median %(median)s of %(most)s and highest %(highest)s in %(count)s sessions; above "
        "%(stop)s in %(too_much)s.",
        found.count,
    )
    return text % {
        "median": tenth_text(found.median),
        "most": MOST_PAIN,
        "highest": found.highest,
        "count": found.count,
        "stop": STOP_ABOVE_PAIN,
        "too_much": found.too_much,
    }
