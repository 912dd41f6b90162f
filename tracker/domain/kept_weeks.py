"""In how many weeks somebody trained as often as they wanted to; weeks of pause count for nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from tracker.domain.adherence import wanted_in_week
from tracker.domain.course import Span
from tracker.domain.weeks import WeeksMet


def kept_weeks(
    counts: Mapping[date, int], weeks: Sequence[date], wanted: int, pauses: Iterable[Span]
) -> WeeksMet:
    """Return how many of the weeks (Mondays, the last one running) had enough sessions, of how many.

    The running week counts only once it has enough. A week that is paused in part asks for its share.
    """
    spans = tuple(pauses)
    met = counted = 0
    for monday in weeks:
        enough = wanted_in_week(monday, wanted, spans)
        if enough is None:
            continue
        is_met = counts.get(monday, 0) >= enough
        met += is_met
        counted += is_met or monday != weeks[-1]
    return WeeksMet(met=met, all=counted)
