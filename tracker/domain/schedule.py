"""What of a plan is due today, why, and the next 14 days.

Pure: a person's course, what they did, and an explicit `today`. The rules are product defaults over the
patterns of the founding article (so many times a week, one after the other, every other day):

- **weekly**: each routine so many times in any seven days, spread as evenly as whole days allow. Where two
  would meet on a day, the later in the programme waits a day as long as it still keeps its number.
- **alternating**: training days spread like that, by the person's own aim; each takes the routine after the
  one last done.
- **interval**: all routines on one day, and again so many days after the last day on which any was done.
  What is left of such a day is dropped.
- A missed day moves the plan on and never piles up: a routine is due once a day at most. A second session on
  a day is possible as one's own wish and never asked for.
- Who does more than is due is asked for no more than that in any seven days: the days after it lie further
  apart, and some seven days may hold one less than the least. Nothing is asked for beside "3 of 3 done".
- What was done before the programme began counts for the distance between days, not for whose turn it is.
- A day up to AHEAD days after `today` is a traveller's, and counts as done today.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain, islice

from exercises.domain.vocabulary import PatternKind
from tracker.domain.course import ONE_DAY, Course, Done, Pattern, Span, Track
from tracker.domain.placing import (
    LOOK_BACK,
    Log,
    daily_on,
    programme_on,
    times_of,
    training_days_of,
)
from tracker.domain.planned import Due, Plan, PlannedDay, Reason, ReasonKind
from tracker.domain.weeks import DAYS

__all__ = [
    "DAYS_SHOWN",
    "LOOK_BACK",
    "Course",
    "Done",
    "Due",
    "Pattern",
    "Plan",
    "PlannedDay",
    "Reason",
    "ReasonKind",
    "Span",
    "Track",
    "plan_for",
]

DAYS_SHOWN = 14

LONGEST_GAP = 14
"""The longest interval of a programme: later than this after a day of work, something is due again."""


def plan_for(course: Course, history: Iterable[Done], today: date) -> Plan:
    """Return the plan of a course; `history` in any order, at least the last LOOK_BACK days."""
    log = Log(history, today)
    if not course.routines:
        return Plan(PlannedDay(today, (), tuple(sorted(log.logged(today))), None), (), None)
    shown = (today + timedelta(days=number) for number in range(DAYS_SHOWN))
    later = islice(course.days_at_work(today + timedelta(days=DAYS_SHOWN)), LONGEST_GAP)
    due_by_day: dict[date, tuple[Due, ...]] = {}
    for day in chain(shown, later):
        due = _due(course, log, day, today)
        due_by_day[day] = due
        log.follow(day, (one.routine for one in due))
        if due and len(due_by_day) > DAYS_SHOWN:
            break
    days: list[PlannedDay] = []
    next_day: date | None = None
    following: date | None = None
    for day, due in reversed(due_by_day.items()):
        next_day = following
        rest = None if due else _rest(course, log, day, next_day)
        days.append(PlannedDay(day, due, tuple(sorted(log.logged(day))), rest))
        following = day if due else following
    days.reverse()
    return Plan(days[0], tuple(days[:DAYS_SHOWN]), next_day)


def _due(course: Course, log: Log, day: date, today: date) -> tuple[Due, ...]:
    due = {one: Reason(ReasonKind.DAILY) for one in daily_on(course, log, day)}
    if course.pattern is not None:
        programme = programme_on(course, log, day)
        due = {one: _due_reason(course, course.pattern, log, one, day, today) for one in programme} | {
            one: reason for one, reason in due.items() if one not in programme
        }
    return tuple(Due(routine, reason) for routine, reason in due.items())


def _due_reason(course: Course, pattern: Pattern, log: Log, routine: str, day: date, today: date) -> Reason:
    group = [routine] if pattern.kind is PatternKind.WEEKLY else pattern.routines
    days = log.days(group, day)
    reason = _reason_of_pattern(course, pattern, log, routine, days, day)
    if day != today:
        return reason  # only today has days behind it; those to come are told by their pattern
    # What was done since, or a pause, makes a missed day history.
    first = max([course.run_began(day), *(one + ONE_DAY for one in days[:1])])
    since = _first_due(replace(course, put_off=frozenset()), log, routine, first, day)
    if since is None:
        return reason
    kind = ReasonKind.MOVED if (since, routine) in course.put_off else ReasonKind.MISSED
    return replace(reason, kind=kind, since=since)


def _reason_of_pattern(
    course: Course, pattern: Pattern, log: Log, routine: str, days: Sequence[date], day: date
) -> Reason:
    last_done = days[0] if days else None
    if pattern.kind is PatternKind.INTERVAL:
        return Reason(ReasonKind.INTERVAL, every_days=pattern.interval, last_done=last_done)
    done = _in_seven(days, day)
    if pattern.kind is PatternKind.WEEKLY:
        wanted = max(times_of(one, course) for one in pattern.tracks if one.routine == routine)
        return Reason(ReasonKind.WEEKLY, done=done, wanted=wanted, last_done=last_done)
    has_turn = any(one >= course.started_on for one in days)
    place = log.turn(pattern, since=course.started_on, before=day)
    return Reason(
        ReasonKind.TURN,
        done=done,
        wanted=training_days_of(course),
        last_done=last_done,
        after=pattern.routines[place - 1] if has_turn else "",
    )


def _first_due(course: Course, log: Log, routine: str, first: date, day: date) -> date | None:
    """Return the first day from `first` on, before `day`, on which the routine was due, if in 7 days."""
    back = min(DAYS, (day - first).days)
    for number in range(back, 0, -1):
        one = day - timedelta(days=number)
        if routine in programme_on(course, log, one):
            # Due a week ago already: it was missed even before, and no weekday names that.
            return one if number < DAYS else None
    return None


def _rest(course: Course, log: Log, day: date, next_day: date | None) -> Reason:
    """Say why nothing is due on `day`."""
    if pause := course.pause_on(day):
        return Reason(ReasonKind.PAUSED, until=pause.last, next_day=next_day)
    if not log.settled(day).isdisjoint(course.routines):
        return Reason(ReasonKind.DONE, next_day=next_day)
    without = replace(course, put_off=frozenset())
    if programme_on(without, log, day) or daily_on(without, log, day):
        return Reason(ReasonKind.PUT_OFF, next_day=next_day)
    pattern = course.pattern
    if pattern is None or not course.has_started(day):
        return Reason(ReasonKind.NOT_STARTED, next_day=next_day)
    days = log.days(pattern.routines, day)
    rest = Reason(ReasonKind.REST, last_done=days[0] if days else None, next_day=next_day)
    if pattern.kind is PatternKind.INTERVAL:
        return replace(rest, every_days=pattern.interval)
    counted = _counted(course, pattern, log, day)
    done, wanted = [_in_seven(days, day) for days, _times in counted], [times for _days, times in counted]
    is_enough = all(one >= other for one, other in zip(done, wanted, strict=True))
    # The day after is the nearer reason, where it alone asks for rest.
    is_day_after = any(days[:1] == [day - ONE_DAY] and times <= DAYS // 2 for days, times in counted)
    kind = ReasonKind.ENOUGH if is_enough and not is_day_after else ReasonKind.REST
    return replace(rest, kind=kind, done=sum(done), wanted=sum(wanted))


def _counted(course: Course, pattern: Pattern, log: Log, day: date) -> list[tuple[list[date], int]]:
    """Return what the pattern counts in a week: the days before `day`, and how many are wanted."""
    if pattern.kind is PatternKind.ALTERNATING:
        return [(log.days(pattern.routines, day), training_days_of(course))]
    return [(log.days([one.routine], day), times_of(one, course)) for one in pattern.tracks]


def _in_seven(days: Iterable[date], day: date) -> int:
    """Count the days of the seven that end on `day`."""
    return sum((day - one).days < DAYS for one in days)
