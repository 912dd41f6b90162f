"""Sides, amounts and times as history and progress pages put them into words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from exercises.domain.dosage import Dosage, Range
from exercises.domain.vocabulary import RepUnit, Side
from exercises.presenters.dosage import dose_words
from tracker.presenters.chart import number_text

CM_IN_A_METRE = 100
NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Badge:
    """A side as its coloured letter: the value, the class that colours it, the letter, the word."""

    side: str
    colour: str
    letter: str
    name: str


def badge_of(side: str) -> Badge:
    """Return the badge of a side."""
    if side == Side.LEFT:
        return Badge(side, "l", pgettext("side", "L"), _("left"))
    if side == Side.RIGHT:
        return Badge(side, "r", pgettext("side", "R"), _("right"))
    return Badge(side, "b", pgettext("side", "B"), _("both"))


def grouped(number: int) -> str:
    """Return a count that may be large: "1,204"."""
    return number_format(number, use_l10n=True, force_grouping=True)


def unbroken(text: str) -> str:
    """Return an amount that does not break between its number and its unit at the end of a line."""
    return text.replace(" ", NO_BREAK)


def amount_words(reps: int | None, seconds: int | None, unit: RepUnit) -> str:
    """Return what a set comes to: "30 s", "12 reps", "10 × 2 s", or "" where there is neither."""
    if reps is None and seconds is None:
        return ""
    return unbroken(dose_words(Dosage(reps=_range(reps), hold_s=_range(seconds), rep_unit=unit)))


def prescribed_words(prescribed: Mapping[str, int | None] | None, unit: RepUnit) -> str:
    """Return what was prescribed for a set, or "" for a set that was added by hand."""
    snapshot = prescribed or {}
    return amount_words(snapshot.get("reps"), snapshot.get("seconds"), unit)


def load_words(load_kg: Decimal | None) -> str:
    return "" if load_kg is None else unbroken(_("%(load)s kg") % {"load": number_text(load_kg)})


def distance_words(distance_m: Decimal | None) -> str:
    return "" if distance_m is None else unbroken(_("%(distance)s m") % {"distance": number_text(distance_m)})


def reach_words(distance_m: Decimal | None) -> str:
    """Return how far a leg reached: in centimetres, as it is measured, though stored in metres."""
    if distance_m is None:
        return ""
    return unbroken(_("%(reach)s cm") % {"reach": number_text(distance_m * CM_IN_A_METRE)})


def minutes_words(seconds: float) -> str:
    """Return a time in whole minutes."""
    minutes = round(seconds / 60)
    return unbroken(_("%(minutes)s min") % {"minutes": minutes} if minutes else _("under 1 min"))


def weeks_words(count: int) -> str:
    return unbroken(ngettext("%(count)s week", "%(count)s weeks", count) % {"count": count})


def _range(value: int | None) -> Range | None:
    return None if value is None else Range(value, value)
