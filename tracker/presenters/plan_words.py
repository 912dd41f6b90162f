"""Why a routine is due, or why nothing is, as one plain sentence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exercises.presenters.plans import every_words
from tracker.domain.schedule import Reason, ReasonKind
from tracker.domain.weeks import DAYS


def when_words(day: date, today: date) -> str:
    """Return a day as it is said from today: "yesterday", "on Wednesday", "on 3 December"."""
    away = (day - today).days
    near = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
    if away in near:
        return near[away]
    return _("on %(day)s") % {"day": date_format(day, "l" if abs(away) < DAYS else "j F")}


def due_words(reason: Reason, today: date, names: Mapping[str, str]) -> str:
    """Say why a routine is due; `names` holds the names of routines by slug."""
    match reason.kind:
        case ReasonKind.MISSED | ReasonKind.MOVED if reason.since:
            return _moved(reason, reason.since, today)
        case ReasonKind.DAILY:
            return _("Every day, as you chose.")
        case ReasonKind.INTERVAL:
            return _interval(reason, today)
        case ReasonKind.TURN:
            return _turn(reason, names)
        case ReasonKind.WEEKLY if reason.wanted is not None:
            return _weekly(reason, today)
    return ""


def rest_words(reason: Reason, today: date) -> str:
    """Say why nothing is due."""
    match reason.kind:
        case ReasonKind.PAUSED if reason.until:
            return _("Your plan is paused to %(day)s.") % {"day": date_format(reason.until, "l j F")}
        case ReasonKind.PAUSED:
            return _("Your plan is paused until you go on with it.")
        case ReasonKind.DONE:
            return _("Done for today.")
        case ReasonKind.PUT_OFF:
            return _("You put it off for today.")
        case ReasonKind.NOT_STARTED:
            return _("Your programme has not begun yet.")
        case ReasonKind.ENOUGH:
            return _("%(count)s That is enough for now.") % {"count": _counted(reason)}
    if reason.last_done is None:
        return _("A rest day.")
    when = {"when": when_words(reason.last_done, today)}
    return _("A rest day: you trained %(when)s.") % when


def next_words(day: date, today: date, names: list[str]) -> str:
    """Say what comes next, and when: "Next tomorrow: Leg exercises."."""
    values = {"when": when_words(day, today), "routines": ", ".join(names)}
    return _("Next %(when)s: %(routines)s.") % values


def _moved(reason: Reason, since: date, today: date) -> str:
    when = {"when": when_words(since, today)}
    if reason.kind is ReasonKind.MOVED:
        return _("You put it off %(when)s, so it moved to today.") % when
    return _("It was due %(when)s and moved to today.") % when


def _interval(reason: Reason, today: date) -> str:
    every = {"every": every_words(reason.every_days or 1)}
    if reason.last_done is None:
        return _("%(every)s.") % every
    every["when"] = when_words(reason.last_done, today)
    return _("%(every)s: last done %(when)s.") % every


def _turn(reason: Reason, names: Mapping[str, str]) -> str:
    count = _counted(reason)
    if reason.after not in names:
        return count
    return _("Its turn, after “%(other)s”. %(count)s") % {"other": names[reason.after], "count": count}


def _weekly(reason: Reason, today: date) -> str:
    if reason.last_done is None or not reason.done:
        return _counted(reason)
    when = {"count": _counted(reason), "when": when_words(reason.last_done, today)}
    return _("%(count)s The last time was %(when)s.") % when


def _counted(reason: Reason) -> str:
    done, wanted = reason.done or 0, reason.wanted or 0
    if not done:
        text = ngettext(
            "Once a week, and not yet in these 7 days.",
            "%(wanted)s times a week, and not yet in these 7 days.",
            wanted,
        )
    else:
        text = ngettext(
            "Done %(done)s of %(wanted)s time in the last 7 days.",
            "Done %(done)s of %(wanted)s times in the last 7 days.",
            wanted,
        )
    return text % {"done": done, "wanted": wanted}
