"""Why a routine is due, or why nothing is, in words: in full for today, in short for the days that follow."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exercises.domain.dosage import Frequency
from exercises.presenters.dosage import times_words
from exercises.presenters.plans import every_words
from tracker.domain.schedule import Reason, ReasonKind
from tracker.domain.weeks import DAYS

Names = Mapping[str, str]
"""The names of routines by their slugs."""


def day_words(day: date, today: date) -> str:
    """Return when a day was or will be, within a sentence: "yesterday", "on Wednesday", "on 4 November"."""
    near = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
    distance = (day - today).days
    if distance in near:
        return near[distance]
    if abs(distance) < DAYS:
        return _("on %(day)s") % {"day": date_format(day, "l")}
    return _("on %(day)s") % {"day": date_format(day, "j F" if day.year == today.year else "j F Y")}


def due_words(reason: Reason, *, names: Names, today: date) -> str:
    """Say why a routine is due today, in one sentence."""
    if reason.since is not None and reason.kind is ReasonKind.MISSED:
        return _("It was due %(day)s and moved to today.") % {"day": day_words(reason.since, today)}
    if reason.since is not None and reason.kind is ReasonKind.MOVED:
        return _("You put it off %(day)s, and it moved to today.") % {"day": day_words(reason.since, today)}
    if reason.kind is ReasonKind.TURN and reason.after:
        return _("It is its turn: the last one was “%(routine)s”.") % {"routine": _name(reason.after, names)}
    if reason.kind is ReasonKind.WEEKLY and reason.done:
        return _("Done on %(done)s of %(wanted)s days in the last 7.") % {
            "done": reason.done,
            "wanted": reason.wanted,
        }
    note = later_words(reason, names=names)
    if reason.last_done is not None and reason.kind is ReasonKind.INTERVAL:
        return _("%(pattern)s; last done %(day)s.") % {
            "pattern": note,
            "day": day_words(reason.last_done, today),
        }
    return _("%(pattern)s.") % {"pattern": note}


def later_words(reason: Reason, *, names: Names) -> str:
    """Say in short, without a full stop, why a routine will be due on a later day."""
    if reason.kind is ReasonKind.DAILY or (reason.kind is ReasonKind.INTERVAL and reason.every_days):
        return every_words(reason.every_days or 1)
    if reason.kind is ReasonKind.TURN:
        if reason.after:
            return _("Its turn after “%(routine)s”") % {"routine": _name(reason.after, names)}
        return _("The first in turn")
    if reason.wanted:
        return capfirst(times_words(Frequency(reason.wanted, reason.wanted)))
    return _("As the programme has it")


def rest_words(reason: Reason, *, today: date) -> str:
    """Say why nothing is due today, in one sentence; when it goes on is `next_words`."""
    if reason.kind is ReasonKind.PAUSED:
        return paused_words(reason.until, today)
    if reason.kind is ReasonKind.ENOUGH:
        text = ngettext(
            "A rest day: the %(wanted)s session wanted in 7 days is done.",
            "A rest day: all %(wanted)s sessions wanted in 7 days are done.",
            reason.wanted or 0,
        )
        return text % {"wanted": reason.wanted}
    if reason.kind is ReasonKind.REST and reason.last_done is not None:
        return _("A rest day: the last training was %(day)s.") % {"day": day_words(reason.last_done, today)}
    plain = {
        ReasonKind.DONE: _("Done for today."),
        ReasonKind.PUT_OFF: _("Not today, as you chose."),
        ReasonKind.NOT_STARTED: _("Your programme has not begun yet."),
    }
    return plain.get(reason.kind) or _("A rest day.")


def later_rest_words(reason: Reason, *, today: date) -> str:
    """Say in short why nothing will be due on a later day."""
    if reason.kind is ReasonKind.PAUSED:
        return paused_words(reason.until, today)
    return _("Not begun yet") if reason.kind is ReasonKind.NOT_STARTED else _("Rest")


def paused_words(until: date | None, today: date) -> str:
    if until is None:
        return _("Paused until you go on.")
    return _("Paused up to and including %(day)s.") % {"day": date_text(until, today)}


def next_words(day: date | None, today: date) -> str:
    """Say when something is due next, or "" where no day is in sight."""
    if day is None:
        return ""
    if day - today == timedelta(days=1):
        return _("Next: tomorrow.")
    return _("Next: %(day)s.") % {"day": date_format(day, "l j F")}


def date_text(day: date, today: date) -> str:
    """Return a date, with its year where that is another: "4 November", "4 January 2027"."""
    return date_format(day, "j F" if day.year == today.year else "j F Y")


def span_words(first: date, last: date | None, today: date) -> str:
    """Return the days of a pause: "20 December to 4 January 2027", "from 20 December on"."""
    if last is None:
        return _("from %(first)s on") % {"first": date_text(first, today)}
    if first == last:
        return date_text(first, today)
    return _("%(first)s to %(last)s") % {"first": date_text(first, today), "last": date_text(last, today)}


def _name(slug: str, names: Names) -> str:
    return names.get(slug, slug)
