"""What a file of another app would bring in: counted before anything is written."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tracker.domain.foreign.apps import ForeignSet, Parsed
from tracker.domain.foreign.problem import RowProblem

SAME_START = timedelta(seconds=60)
"""A session is a duplicate when its start lies within this of one that exists."""

MOST_NAMES = 400
"""A product limit: no list of names that is longer is gone through by anybody."""

MOST_SHOWN = 50
"""So many refused rows are named, the others counted."""


class TooManyNamesError(Exception):
    """The file names more exercises than one can go through."""


@dataclass(slots=True)
class NameFigures:
    """One name of the file, and what its sets hold."""

    name: str
    sets: int = 0
    reps: int = 0
    seconds: int = 0
    loads: int = 0
    distances: int = 0


@dataclass(slots=True)
class Survey:
    """The counts. `names` stand under their `name_key`; `known` counts the sessions that exist."""

    total: int = 0
    sets: int = 0
    undone: int = 0
    efforts: int = 0
    times: int = 0
    refused: int = 0
    known: int = 0
    first: datetime | None = None
    last: datetime | None = None
    problems: list[RowProblem] = field(default_factory=list)
    names: dict[str, NameFigures] = field(default_factory=dict)
    sessions: int = 0

    @property
    def is_refused(self) -> bool:
        """Whether more than half of the rows cannot be taken over, or there are none."""
        return self.refused * 2 > self.sets + self.undone + self.refused or not self.sets


def name_key(name: str) -> str:
    """Return what two spellings of one name have in common."""
    return name.casefold()


def is_known(start: datetime, starts: Sequence[datetime]) -> bool:
    """Say whether a start lies within a minute of one of these, which are in order."""
    place = bisect_left(starts, start - SAME_START)
    return place < len(starts) and starts[place] <= start + SAME_START


def survey(parsed: Iterable[Parsed], starts: Sequence[datetime]) -> Survey:
    """Count what a file holds; `starts` are those of all sessions that exist, in order.

    Raises TooManyNamesError.
    """
    found = Survey()
    keys: set[tuple[datetime, str]] = set()
    for one in parsed:
        found.total = one.number + 1
        if isinstance(one, RowProblem):
            found.refused += 1
            if len(found.problems) < MOST_SHOWN:
                found.problems.append(one)
        elif not one.is_done:
            found.undone += 1
        else:
            _count(found, one)
            if one.key not in keys:
                keys.add(one.key)
                found.known += is_known(one.start, starts)
    found.sessions = len(keys)
    return found


def _count(found: Survey, one: ForeignSet) -> None:
    found.sets += 1
    found.efforts += one.has_effort
    found.times += one.has_more_time
    found.first = min(found.first or one.start, one.start)
    found.last = max(found.last or one.start, one.start)
    figures = found.names.setdefault(name_key(one.exercise), NameFigures(one.exercise))
    if len(found.names) > MOST_NAMES:
        raise TooManyNamesError
    figures.sets += 1
    figures.reps += one.reps is not None
    figures.seconds += one.seconds is not None
    figures.loads += one.load_kg is not None
    figures.distances += one.distance_m is not None
