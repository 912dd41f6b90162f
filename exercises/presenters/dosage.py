"""A dose in words: "2 × 30 s each side, at least 3 days a week. Rest 15 s between sets.".

No line breaks between a number and what it counts.
"""

from __future__ import annotations

from functools import lru_cache

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from exercises.domain.dosage import Dosage, Frequency, Range
from exercises.domain.vocabulary import Each, RepUnit
from exercises.presenters.text import unbroken

MINUTES_FROM = 120
"""Whole minutes are named as such from here on: "90 s" and "60 s", but "2 min"."""


def dose_words(dosage: Dosage) -> str:
    """Return the dose in short: "2 × 30 s each side", "10–15 reps", "10 × 2 s each side"."""
    return _dose_words(dosage, get_language())


@lru_cache(maxsize=1000)
def _dose_words(dosage: Dosage, _language: str | None) -> str:
    """Kept: there are few doses, and a page that lists the catalogue puts fifty of them into words."""
    amount = _with_sets(dosage, _amount(dosage))
    if dosage.each is Each.SIDE:
        return _("%(dose)s each side") % {"dose": amount}
    if dosage.each is Each.WAY:
        return _("%(dose)s each way") % {"dose": amount}
    return amount


def dose_sentence(dosage: Dosage) -> str:
    """Return the dose, how often, and the rest, as sentences."""
    parts = {"dose": dose_words(dosage), "often": frequency_words(dosage.days_a_week)}
    first = (_("%(dose)s, %(often)s.") if parts["often"] else _("%(dose)s.")) % parts
    rest = rest_words(dosage)
    return f"{first} {rest}" if rest else first


def rest_words(dosage: Dosage) -> str:
    """Return the sentence about the rest, or "" where there is nothing to rest between."""
    if not dosage.rest_s:
        return ""
    rest = {"rest": time_words(Range(dosage.rest_s, dosage.rest_s))}
    if dosage.sets.high > 1:
        return _("Rest %(rest)s between sets.") % rest
    if dosage.each is Each.SIDE:
        return _("Rest %(rest)s between sides.") % rest
    if dosage.each is Each.WAY:
        return _("Rest %(rest)s before the other way.") % rest
    return ""


def frequency_words(frequency: Frequency) -> str:
    """Return how often for an exercise or a routine: at least a week, at most in any seven days, or both."""
    low, high = frequency.min, frequency.max
    if low is None and high is None:
        return ""
    if high is None:
        return ngettext("at least %(days)s day a week", "at least %(days)s days a week", low or 0) % {
            "days": low
        }
    if low is None:
        return ngettext("at most once in any 7 days", "at most %(times)s times in any 7 days", high) % {
            "times": high
        }
    if low == high:
        return ngettext("once in any 7 days", "%(times)s times in any 7 days", high) % {"times": high}
    return _("%(low)s to %(high)s times in any 7 days") % {"low": low, "high": high}


def times_words(times: Frequency) -> str:
    """Return how often a week a programme places a routine: "3 times a week"."""
    low, high = times.min, times.max
    if low is None and high is None:
        return ""
    if high is None:
        return ngettext("at least once a week", "at least %(times)s times a week", low or 0) % {"times": low}
    if low is None:
        return ngettext("at most once a week", "at most %(times)s times a week", high) % {"times": high}
    if low == high:
        return ngettext("once a week", "%(times)s times a week", high) % {"times": high}
    return _("%(low)s to %(high)s times a week") % {"low": low, "high": high}


def time_words(seconds: Range) -> str:
    """Return a time with its unit: "30–60 s", "5–10 min"."""
    if seconds.low >= MINUTES_FROM and seconds.low % 60 == 0 == seconds.high % 60:
        minutes = range_words(Range(seconds.low // 60, seconds.high // 60))
        return unbroken(_("%(minutes)s min") % {"minutes": minutes})
    return unbroken(_("%(seconds)s s") % {"seconds": range_words(seconds)})


def range_words(span: Range) -> str:
    """Return "30" or "30–60"."""
    return str(span.low) if span.low == span.high else f"{span.low}–{span.high}"


def _amount(dosage: Dosage) -> str:
    reps, hold = dosage.reps, dosage.hold_s
    if reps is None:
        return time_words(hold) if hold else ""
    if hold is None:
        return _reps_words(reps, dosage.rep_unit)
    if dosage.rep_unit is RepUnit.STEPS:
        return _("%(reps)s of %(time)s") % {
            "reps": _reps_words(reps, dosage.rep_unit),
            "time": time_words(hold),
        }
    return unbroken(_("%(reps)s × %(time)s") % {"reps": range_words(reps), "time": time_words(hold)})


def _with_sets(dosage: Dosage, amount: str) -> str:
    if dosage.sets == (1, 1):
        return amount
    values = {"sets": range_words(dosage.sets), "amount": amount}
    if dosage.reps and dosage.hold_s:
        return (
            ngettext("%(sets)s set of %(amount)s", "%(sets)s sets of %(amount)s", dosage.sets.high) % values
        )
    return unbroken(_("%(sets)s × %(amount)s") % values)


def _reps_words(reps: Range, unit: RepUnit) -> str:
    values = {"count": range_words(reps)}
    if unit is RepUnit.STEPS:
        return unbroken(ngettext("%(count)s step", "%(count)s steps", reps.high) % values)
    return unbroken(ngettext("%(count)s rep", "%(count)s reps", reps.high) % values)
