"""Many people at once: a mixture of reading and logging on as many connections, and what each answer took."""

from __future__ import annotations

import http.client
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from statistics import median, quantiles

from tests.visitor import (
    EXERCISE,
    ROUTINE,
    Logged,
    Reply,
    Visitor,
    a_played_session,
    a_played_set,
    a_sheet,
    edited,
)

READING = {
    "Today": "/today/",
    "Log form": f"/sessions/new/?routine={ROUTINE}",
    "History": "/sessions/",
    "Progress": "/progress/",
    "Progress of an exercise": f"/progress/exercises/{EXERCISE}/",
    "Measurements": "/measurements/",
    "Catalogue": "/exercises/",
    "Exercise": f"/exercises/{EXERCISE}/",
}


@dataclass
class Times:
    """How long the answers of each kind of request took, in ms, and what went wrong how often."""

    ms: dict[str, list[float]] = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)

    def note(self, kind: str, ms: float) -> None:
        self.ms.setdefault(kind, []).append(ms)

    @property
    def all_ms(self) -> list[float]:
        return [one for times in self.ms.values() for one in times]


Step = tuple[str, int, Callable[[], Reply]]
"""A kind of request, the status that it must be answered with, and the request."""


def load(visitors: Sequence[Visitor], *, seconds: float) -> Times:
    """Have all of them use the site at once, each without a pause, until the time is over.

    Each opens every page once before: what a process reads once, when it starts, is no cost of a request.
    """
    times = Times()
    for one in visitors:
        for path in READING.values():
            one.get(path)
        one.connection.close()  # the server would soon enough, and the next request make a new one
    until = time.monotonic() + seconds
    threads = [
        threading.Thread(target=_use, args=(one, times, until, random.Random(number)))
        for number, one in enumerate(visitors)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return times


def _use(visitor: Visitor, times: Times, until: float, chance: random.Random) -> None:
    for kind, expected, send in _day(visitor, chance):
        begun = time.monotonic()
        if begun > until:
            return
        try:
            status = str(send().status)
        except (OSError, http.client.HTTPException) as error:
            status = type(error).__name__
        times.note(kind, (time.monotonic() - begun) * 1000)
        if status != str(expected):
            times.errors[f"{kind}: {status} in place of {expected}"] += 1


def _day(visitor: Visitor, chance: random.Random) -> Iterator[Step]:
    """Days on end: look at pages, play a session or write one down, look at it, change or delete it."""
    pages = list(READING.items())
    chance.shuffle(pages)
    reading = cycle(pages)
    while True:
        yield from (_read(visitor, *next(reading)) for _ in range(3))
        if chance.random() < 0.5:
            yield from _played(visitor)
            continue
        session = a_sheet(days_ago=chance.randrange(300))
        yield from _written_down(visitor, session)
        if chance.random() < 0.5:
            changed = edited(session, version=1, notes="Changed.")
            yield "Change a session", 302, lambda changed=changed: visitor.edit(changed)  # type: ignore[misc]
        if chance.random() < 0.5:
            yield "Delete a session", 302, lambda session=session: visitor.delete(session)  # type: ignore[misc]


def _read(visitor: Visitor, kind: str, path: str) -> Step:
    return kind, 200, lambda: visitor.get(path)


def _written_down(visitor: Visitor, session: Logged) -> Iterator[Step]:
    yield "Save a session", 302, lambda: visitor.log(session)
    yield "Session", 200, lambda: visitor.get(session.path)


def _played(visitor: Visitor) -> Iterator[Step]:
    session = a_played_session()
    for place in range(1, 5):
        sets = [a_played_set(place)]
        yield "Sync a set", 200, lambda sets=sets: visitor.sync(session, sets)  # type: ignore[misc]


def p99(ms: Sequence[float]) -> float:
    return quantiles(ms, n=100, method="inclusive")[98] if len(ms) > 1 else ms[0]


def report(times: Times, seconds: float) -> Iterator[str]:
    """Say what it took, as a table."""
    yield "| Request | Number | Median ms | p99 ms | p99 / median | Longest ms |"
    yield "|---|---:|---:|---:|---:|---:|"
    for kind, ms in [*sorted(times.ms.items()), ("All", times.all_ms)]:
        middle, high = median(ms), p99(ms)
        yield f"| {kind} | {len(ms):,} | {middle:.0f} | {high:.0f} | {high / middle:.1f} | {max(ms):.0f} |"
    yield ""
    yield f"{len(times.all_ms) / seconds:.0f} requests a second, {times.errors.total()} errors."
