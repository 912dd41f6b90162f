"""The rows of the sheet under the player: as prescribed, and of a session under way what is done already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from exercises.models import Exercise
from tracker.domain.sheet import Row, Rows
from tracker.presenters.sheet_rows import row_of_trained, rows_of_places
from tracker.services.play_session import Play


def rows_of_play(play: Play, exercises: Mapping[str, Exercise]) -> Rows:
    """Return the rows; of a session under way, what is not done yet is not ticked.

    `exercises` holds what is offered, by slug.
    """
    fresh = rows_of_places(play.places, {})
    if play.started_at is None:
        return fresh
    stored = _by_place([row_of_trained(one, exercises.get(one.slug)) for one in play.done])
    open_rows = {place: replace(row, done=False) for place, row in _by_place(fresh).items()}
    return tuple((open_rows | stored).values())


def _by_place(rows: Rows | list[Row]) -> dict[tuple[str, str, int], Row]:
    """Return rows by exercise, side and order on that side."""
    counted: Counter[tuple[str, str]] = Counter()
    placed = {}
    for row in rows:
        place = (row.exercise, row.side)
        placed[*place, counted[place]] = row
        counted[place] += 1
    return placed
