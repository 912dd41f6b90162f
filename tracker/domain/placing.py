"""Which routines of a programme fall on a day, after what was done before it: the three patterns' rules.

The rules are told in `schedule`, which is what others ask.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from exercises.domain.vocabulary import PatternKind
from tracker.domain.course import Course, Done, Pattern, Track
from tracker.domain.spread import is_far_enough, may_wait
from tracker.domain.weeks import AHEAD, DAYS

LOOK_BACK = 35
"""How many days before today a caller has to read.

Two weeks are enough for every distance. The rest keeps the order of alternating routines: who was away for
longer begins with the first again.
"""


class Log:
    """Which routines were done on which day, and which are taken as done on the days to come."""

    def __init__(self, history: Iterable[Done], today: date) -> None:
        self._today = today
        self._real: dict[date, set[str]] = {}
        for day, routine in history:
            if (today - day).days <= LOOK_BACK:
                self._real.setdefault(day, set()).add(routine)
        self._all = {day: set(done) for day, done in self._real.items()}

    def follow(self, day: date, routines: Iterable[str]) -> None:
        """Take the routines as done on `day`."""
        self._all.setdefault(day, set()).update(routines)

    def logged(self, day: date) -> frozenset[str]:
        """Return what was really done on `day`."""
        return frozenset(self._real.get(day, ()))

    def settled(self, day: date) -> frozenset[str]:
        """Return what was done on `day`, or by a traveller on a day just ahead: it is not asked for again."""
        ahead: Iterable[set[str]] = ()
        if day >= self._today:
            ahead = (
                done
                for other, done in self._real.items()
                if day < other and 0 < (other - self._today).days <= AHEAD
            )
        return self.logged(day).union(*ahead)

    def days(self, routines: Iterable[str], before: date) -> list[date]:
        """Return the days before `before` on which any of the routines was done, the newest first."""
        wanted = frozenset(routines)
        return sorted(
            (day for day, done in self._all.items() if day < before and not wanted.isdisjoint(done)),
            reverse=True,
        )

    def turn(self, pattern: Pattern, since: date, before: date) -> int:
        """Return the place of the track whose turn it is: the one after the last done in [since, before).

        Of several done on one day the one that was expected first counts as the earlier.
        """
        order, place = pattern.routines, 0
        for day in sorted(day for day in self._all if since <= day < before):
            done = self._all[day].intersection(order)
            while done:
                ahead = order[place:] + order[:place]
                steps = next(number for number, routine in enumerate(ahead) if routine in done)
                done.discard(ahead[steps])
                place = (place + steps + 1) % len(order)
        return place


def times_of(track: Track, course: Course) -> int:
    """Return on how many days a week a weekly track is asked for: its least number, 7 at most."""
    wanted = track.times_min or track.times_max or course.sessions_a_week
    return max(1, min(wanted, track.times_max or DAYS, DAYS))


def training_days_of(course: Course) -> int:
    """Return how many training days a week an alternating programme has: the person's own aim."""
    return max(1, min(course.sessions_a_week, DAYS))


def programme_on(course: Course, log: Log, day: date) -> tuple[str, ...]:
    """Return the routines of the programme that are due on `day` and not done on it yet."""
    pattern = course.pattern
    if pattern is None or not pattern.tracks or not course.has_started(day) or course.pause_on(day):
        return ()
    if pattern.kind is PatternKind.WEEKLY:
        return _weekly(course, pattern, log, day)
    if pattern.kind is PatternKind.ALTERNATING:
        return _alternating(course, pattern, log, day)
    return _interval(course, pattern, log, day)


def daily_on(course: Course, log: Log, day: date) -> tuple[str, ...]:
    """Return the routines of daily blocks that are due on `day`."""
    return () if course.pause_on(day) else _open(course, log, day, course.daily)


def _weekly(course: Course, pattern: Pattern, log: Log, day: date) -> tuple[str, ...]:
    settled = log.settled(day)
    due: list[str] = []
    is_taken = False
    for track in pattern.tracks:
        is_taken = is_taken or track.routine in settled
        times, before = times_of(track, course), log.days({track.routine}, day)
        if not is_far_enough(day, before, times) or not _open(course, log, day, [track.routine]):
            continue
        if is_taken and may_wait(day, before, times, course.run_began(day)):
            continue
        due.append(track.routine)
        is_taken = True
    return tuple(dict.fromkeys(due))


def _alternating(course: Course, pattern: Pattern, log: Log, day: date) -> tuple[str, ...]:
    before = log.days(pattern.routines, day)
    if not is_far_enough(day, before, training_days_of(course)):
        return ()
    if not log.settled(day).isdisjoint(pattern.routines):
        return ()
    place = log.turn(pattern, since=course.started_on, before=day)
    return _open(course, log, day, [pattern.tracks[place].routine])


def _interval(course: Course, pattern: Pattern, log: Log, day: date) -> tuple[str, ...]:
    before = log.days(pattern.routines, day)
    if before and (day - before[0]).days < pattern.interval:
        return ()
    return _open(course, log, day, pattern.routines)


def _open(course: Course, log: Log, day: date, routines: Iterable[str]) -> tuple[str, ...]:
    """Return those of the routines that are neither done on `day` nor put off, each once."""
    settled = log.settled(day)
    return tuple(
        one for one in dict.fromkeys(routines) if one not in settled and (day, one) not in course.put_off
    )
