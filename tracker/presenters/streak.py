"""How many weeks in a row were enough; a week of pause neither breaks the row nor lengthens it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker.domain.adherence import wanted_in_week, weeks_kept
from tracker.domain.schedule import Span
from tracker.domain.weeks import sum_by_week, weeks_ending_with, weeks_since
from tracker.presenters.words import weeks_words

STREAK_WEEKS = 53
"""The running week, and a year before it."""


def streak_words(
    by_day: Mapping[date, int], *, first: date | None, wanted: int, pauses: Sequence[Span], today: date
) -> str:
    """Say how many weeks in a row were enough.

    `by_day` counts the sessions of the last STREAK_WEEKS, `first` is the day of the very first one. What is
    wanted in a week that is paused in part is less, so the sentence names the number of a whole week.
    """
    goal = ngettext("%(count)s session or more", "%(count)s sessions or more", wanted) % {"count": wanted}
    year = weeks_ending_with(today, STREAK_WEEKS)
    weeks = weeks_since(first, year)
    if not weeks:
        return _("A week counts with %(goal)s. It starts with the first session.") % {"goal": goal}
    row = weeks_kept(by_day, wanted, pauses, today)
    if not row:
        return _none_yet(goal, weeks, wanted, pauses)
    whole = sum(wanted_in_week(week, wanted, pauses) is not None for week in year[:-1])
    has_more = first is not None and first < year[0] and row >= whole
    text = (
        _("%(weeks)s or more in a row with %(goal)s.") if has_more else _("%(weeks)s in a row with %(goal)s.")
    )
    [running] = sum_by_week(by_day, year[-1:])
    enough = wanted_in_week(year[-1], wanted, pauses)
    return f"{text} {_of_running_week(running, enough)}".strip() % {"weeks": weeks_words(row), "goal": goal}


def _none_yet(goal: str, weeks: Sequence[date], wanted: int, pauses: Sequence[Span]) -> str:
    if len(weeks) == 1:
        text = _("A week counts with %(goal)s. The first week is still open.")
    elif wanted_in_week(weeks[-2], wanted, pauses) is None:
        text = _("A week counts with %(goal)s. The last week without a pause had fewer.")
    else:
        text = _("A week counts with %(goal)s. The week before this one had fewer; this one is still open.")
    return text % {"goal": goal}


def _of_running_week(count: int, enough: int | None) -> str:
    """Say why the running week is not in the row, or "" where it is."""
    if enough is None:
        return _("This week is paused and does not break the run.")
    return "" if count >= enough else _("This week is still open and does not break the run.")
