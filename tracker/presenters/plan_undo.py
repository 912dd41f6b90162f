"""What was just done to the plan, in a sentence, with the way back: instead of asking beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.urls import reverse
from django.utils.translation import gettext as _

from exercises.models import Routine
from tracker.models import ChangeKind, PlanChange
from tracker.presenters.plan_reasons import span_words
from tracker.services.plan_state import PlanState
from tracker.services.read_today import ProgrammeLine


class DeedKind(StrEnum):
    """What can be done to a plan, as it stands in the page's address."""

    FOLLOWED = "followed"
    LEFT = "left"
    DAILY = "daily"
    NO_DAILY = "no-daily"
    PAUSED = "paused"
    RESUMED = "resumed"
    PAUSE_REMOVED = "pause-removed"


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done, and to what.

    `thing` is the slug of the programme that was left or replaced ("" for none), or of the routine; of a
    pause that was set its key, of one that was ended or removed its days, "2026-11-20_2026-12-04", the last
    "" where it had none.
    """

    kind: DeedKind
    thing: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """The programmes and routines of the catalogue, by slug."""

    programmes: Mapping[str, ProgrammeLine]
    routines: Mapping[str, Routine]

    @property
    def names(self) -> dict[str, str]:
        """The routines' names."""
        return {slug: one.name for slug, one in self.routines.items()}


@dataclass(frozen=True, slots=True)
class Said:
    """The sentence, where the way back is posted to, and with what."""

    text: str
    url: str
    fields: tuple[tuple[str, str], ...] = ()


def deed_of(kind: str, thing: str) -> Deed | None:
    """Return what an address says was done; None for a damaged one, which only loses its Undo."""
    try:
        return Deed(DeedKind(kind), thing)
    except ValueError:
        return None


def days_of(pause: PlanChange) -> str:
    """Return a pause's days as a deed names them."""
    return f"{pause.first_day.isoformat()}_{pause.last_day.isoformat() if pause.last_day else ''}"


def said_of(deed: Deed, state: PlanState, known: Known, today: date) -> Said | None:
    """Return the sentence; None where it is not true, or not any more, as when the page is opened again."""
    match deed.kind:
        case DeedKind.FOLLOWED:
            return _followed(deed.thing, state, known)
        case DeedKind.LEFT:
            return _left(deed.thing, state, known)
        case DeedKind.DAILY | DeedKind.NO_DAILY:
            return _daily(deed, state, known)
        case DeedKind.PAUSED:
            return _paused(deed.thing, state, today)
        case DeedKind.RESUMED | DeedKind.PAUSE_REMOVED:
            return _without_pause(deed, state, today)


def _followed(slug: str, state: PlanState, known: Known) -> Said | None:
    if state.programme is None or slug == state.programme.slug:
        return None
    before = known.programmes.get(slug)
    if before is None:
        text = _("You follow %(name)s now.") % {"name": state.programme.name}
        return Said(text, reverse("tracker:plan-leave"))
    text = _("You follow %(name)s now. It took the place of %(before)s.") % {
        "name": state.programme.name,
        "before": before.name,
    }
    return Said(text, reverse("tracker:plan-enrol"), (("programme", slug),))


def _left(slug: str, state: PlanState, known: Known) -> Said | None:
    programme = known.programmes.get(slug)
    if programme is None or state.programme is not None:
        return None
    text = _("You no longer follow %(name)s.") % {"name": programme.name}
    return Said(text, reverse("tracker:plan-enrol"), (("programme", slug),))


def _daily(deed: Deed, state: PlanState, known: Known) -> Said | None:
    routine = known.routines.get(deed.thing)
    is_daily = deed.thing in state.course.daily
    if routine is None or is_daily != (deed.kind is DeedKind.DAILY):
        return None
    fields = (("routine", routine.slug),)
    if is_daily:
        text = _("“%(name)s” is due every day from now on.") % {"name": routine.name}
        return Said(text, reverse("tracker:plan-daily-stop"), fields)
    text = _("“%(name)s” is no longer due every day.") % {"name": routine.name}
    return Said(text, reverse("tracker:plan-daily"), fields)


def _paused(key: str, state: PlanState, today: date) -> Said | None:
    for one in state.changes:
        if one.kind is ChangeKind.PAUSE and str(one.pk) == key:
            days = span_words(one.first_day, one.last_day, today)
            text = _("The plan is paused: %(days)s.") % {"days": days}
            return Said(text, reverse("tracker:plan-resume"), (("pause", key),))
    return None


def _without_pause(deed: Deed, state: PlanState, today: date) -> Said | None:
    first, _line, last = deed.thing.partition("_")
    try:
        days = span_words(date.fromisoformat(first), date.fromisoformat(last) if last else None, today)
    except ValueError:
        return None
    if any(one.kind is ChangeKind.PAUSE and days_of(one) == deed.thing for one in state.changes):
        return None
    text = _("The plan goes on today.")
    if deed.kind is DeedKind.PAUSE_REMOVED:
        text = _("The pause is taken out: %(days)s.") % {"days": days}
    return Said(text, reverse("tracker:plan-pause"), (("first_day", first), ("last_day", last)))
