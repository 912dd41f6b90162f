"""What a person's rotation comes to, in sentences with the numbers in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exercises.domain.vocabulary import Side
from tracker.domain.rom import Change, Verdict
from tracker.domain.rom_noise import Noise, NoiseSource
from tracker.domain.rom_signs import FLAGGED_GAP, LITTLE_ROTATION, SideGap
from tracker.presenters.chart import day_text
from tracker.presenters.rom_series import Method, Rom, RomSeries, RomSide
from tracker.presenters.words import badge_of, unbroken

MINUS = "\N{MINUS SIGN}"


def degrees_words(degrees: float) -> str:
    """Return "31.2°"."""
    sign = MINUS if round(degrees, 1) < 0 else ""
    return f"{sign}{number_format(round(abs(degrees), 1), decimal_pos=1, use_l10n=True)}°"


def change_words(degrees: float) -> str:
    """Return a change with its sign: "+6.2°", "−0.4°", "0.0°"."""
    return f"{'+' if round(degrees, 1) > 0 else ''}{degrees_words(degrees)}"


def method_words(method: Method) -> str:
    """Return "Internal rotation, seated, phone on the shin"."""
    return capfirst(", ".join(_(one.label) for one in method))


def verdict_words(change: Change) -> str:
    """Return how sure a change is, in a few words."""
    return {
        Verdict.LIKELY_REAL: _("probably real"),
        Verdict.POSSIBLE: _("a change is possible, not certain"),
        Verdict.WITHIN_ERROR: _("within measurement error"),
        Verdict.NOT_ENOUGH: _("not enough data yet"),
    }[change.verdict]


def side_words(side: RomSide) -> str:
    """Return "left +6.2° since 3 Mar 2026, your measurement error is ±5.4°: probably real"."""
    change = side.change
    values = {"side": badge_of(side.side).name, "verdict": verdict_words(change)}
    if change.degrees is None or change.error is None or change.since is None:
        values["last"] = degrees_words(side.last.degrees)
        if side.has_older:
            return _("%(side)s %(last)s, not enough data in this time; a longer one may say more") % values
        # A fact and no advice: for some who read it measuring is held.
        more = ngettext(
            "%(side)s %(last)s, not enough data yet: it takes %(count)s more day of measuring",
            "%(side)s %(last)s, not enough data yet: it takes %(count)s more days of measuring",
            change.missing,
        )
        return more % {**values, "count": change.missing}
    values["change"] = change_words(change.degrees)
    values["since"] = day_text(change.since)
    values["error"] = unbroken(f"±{degrees_words(change.error)}")
    if change.noise.source is NoiseSource.OWN:
        text = _("%(side)s %(change)s since %(since)s, your measurement error is %(error)s: %(verdict)s")
    else:
        text = _("%(side)s %(change)s since %(since)s, the measurement error is %(error)s: %(verdict)s")
    return text % values


def series_words(series: RomSeries) -> str:
    """Return one sentence about both sides of a series."""
    return capfirst(_("%(sides)s.") % {"sides": "; ".join(side_words(side) for side in series.sides)})


def range_words(rom: Rom) -> str:
    """Answer whether the range is changing, by the series that is used the most."""
    if not rom.series:
        return _("Not measured in this time.") if rom.last_day else _("Not measured yet.")
    series = rom.series[0]
    values = {"method": method_words(series.method), "sides": "; ".join(map(side_words, series.sides))}
    return _("%(method)s: %(sides)s.") % values


def error_words(series: RomSeries) -> str:
    """Say where the error of each side comes from, and how sure it is."""
    noises = [side.noise for side in series.sides]
    if len(set(noises)) == 1:
        return _error_words(noises[0])
    if all(noise.source is NoiseSource.OWN for noise in noises):
        return _both_own(*noises)
    return " ".join(
        _("%(side)s: %(text)s")
        % {"side": capfirst(badge_of(side.side).name), "text": _error_words(side.noise)}
        for side in series.sides
    )


def _both_own(left: Noise, right: Noise) -> str:
    return _(
        "The bands are your own measurement error around your first days: it comes from %(days)s days of "
        "measuring, weighed with our default, and the left one may be anything from %(left_low)s to "
        "%(left_high)s, the right one from %(right_low)s to %(right_high)s."
    ) % {
        "days": left.days,
        "left_low": degrees_words(left.low),
        "left_high": degrees_words(left.high),
        "right_low": degrees_words(right.low),
        "right_high": degrees_words(right.high),
    }


def _error_words(noise: Noise) -> str:
    values = {"low": degrees_words(noise.low), "high": degrees_words(noise.high)}
    if noise.source is NoiseSource.OWN:
        return _(
            "The band is your own measurement error around your first days: it comes from %(days)s days of "
            "measuring, weighed with our default, and may be anything from %(low)s to %(high)s."
        ) % {**values, "days": noise.days}
    if noise.source is NoiseSource.PUBLISHED:
        return (
            _(
                "The band is the measurement error around the first days: our default, until you have "
                "measured on three days. Published for methods like it are %(low)s to %(high)s."
            )
            % values
        )
    return (
        _(
            "The band is the measurement error around the first days: our default, until you have measured "
            "on three days. Nothing is published for it; for other methods it is %(low)s to %(high)s."
        )
        % values
    )


def notes_on(series: RomSeries) -> Iterable[str]:
    """Yield what else is to be said: to see a clinician, a gap between the sides, an unusual start."""
    if series.is_for_clinician:
        yield _clinician_words(series.for_clinician) % {"degrees": LITTLE_ROTATION}
    if series.gap is not None and series.gap.is_beyond_error:
        yield _gap_words(series.gap)
        if series.gap.is_flagged:
            yield _("It was %(degrees)s° or more the time before, too.") % {"degrees": FLAGGED_GAP}
    if any(side.regression for side in series.sides):
        yield _(
            "The first value was unusual. An unusual value is followed by a more usual one, also where "
            "nothing has changed: part of a change may be that."
        )


def _clinician_words(sides: Sequence[Side]) -> str:
    if len(sides) > 1:
        return _(
            "Less than %(degrees)s° of internal rotation on both sides, and pain with it: have a clinician "
            "look at your hips."
        )
    if sides[0] is Side.LEFT:
        return _(
            "Less than %(degrees)s° of internal rotation on the left, and pain with it: have a clinician "
            "look at this hip."
        )
    return _(
        "Less than %(degrees)s° of internal rotation on the right, and pain with it: have a clinician "
        "look at this hip."
    )


def _gap_words(gap: SideGap) -> str:
    values = {
        "degrees": degrees_words(abs(gap.degrees)),
        "error": unbroken(f"±{degrees_words(gap.error)}"),
        "day": day_text(gap.day),
    }
    if gap.degrees > 0:
        return (
            _(
                "On %(day)s the left side turned %(degrees)s further than the right; the error of that is "
                "%(error)s. Many people differ from side to side."
            )
            % values
        )
    return (
        _(
            "On %(day)s the right side turned %(degrees)s further than the left; the error of that is "
            "%(error)s. Many people differ from side to side."
        )
        % values
    )
