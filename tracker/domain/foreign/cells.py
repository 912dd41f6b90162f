"""Numbers, times and texts as other apps write them. A function raises CellError where it cannot read one."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from exercises.domain.text import gettext_noop
from tracker.domain.foreign.problem import CellError

NUMBER = re.compile(r"-?\d{1,9}(?:\.\d{1,12})?")
CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2})(?:\.\d+)?")
SPOKEN = re.compile(r"(?:(\d{1,3})\s*h\w*)?\s*(?:(\d{1,4})\s*m\w*)?\s*(?:(\d{1,5})\s*s\w*)?")
TIME = r"(\d{1,2})[:.h](\d{2})(?::(\d{2}))?\s*([ap])?\.?\s?(?:m\.?)?"
BETWEEN = r"[,\s]+(?:[^\W\d]{1,4}\s+)?"
DAY_FIRST = re.compile(
    rf"(\d{{1,2}})\.?\s+(?:de\s+)?([^\W\d_]+)\.?,?\s+(?:de\s+)?(\d{{4}})(?:{BETWEEN}{TIME})?"
)
MONTH_FIRST = re.compile(rf"([^\W\d_]+)\.?\s+(\d{{1,2}}),?\s+(\d{{4}})(?:{BETWEEN}{TIME})?")
DOTTED = re.compile(rf"(\d{{1,2}})\.(\d{{1,2}})\.(\d{{4}})(?:{BETWEEN}{TIME})?")
YEAR_FIRST = re.compile(rf"(\d{{4}})-(\d{{1,2}})-(\d{{1,2}})(?:[,\s]+{TIME})?")

MONTHS = {
    **dict.fromkeys(("jan", "ene", "gen"), 1),
    **dict.fromkeys(("feb", "fev"), 2),
    **dict.fromkeys(("mar", "mrz", "maa", "mrt"), 3),
    **dict.fromkeys(("apr", "avr", "abr"), 4),
    **dict.fromkeys(("may", "mai", "mag", "mei", "maj"), 5),
    **dict.fromkeys(("jun", "juin", "giu"), 6),
    **dict.fromkeys(("jul", "juil", "lug"), 7),
    **dict.fromkeys(("aug", "aou", "ago"), 8),
    **dict.fromkeys(("sep", "set"), 9),
    **dict.fromkeys(("oct", "okt", "out", "ott"), 10),
    **dict.fromkeys(("nov",), 11),
    **dict.fromkeys(("dec", "dez", "dic", "des"), 12),
}
"""How months begin in eight languages of Europe, without accents."""

LONGEST_CELL = 100
"""Of what is no text: no number or date is longer."""

MAX_NOTE = 2_000
NOON = 12
CENT = Decimal("0.01")

NOT_A_NUMBER = gettext_noop("This is no number.")
NOT_WHOLE = gettext_noop("This is no whole number.")
TOO_LITTLE = gettext_noop("This is below 0.")
TOO_MUCH = gettext_noop("This is more than %(most)s.")
NOT_A_TIME = gettext_noop("This is no length of time.")
NOT_A_DATE = gettext_noop("This is no date that can be read, like 2025-12-22 08:00 or 22 Dec 2025, 08:00.")
TOO_LONG = gettext_noop("This is longer than %(most)s characters.")
UNSHOWN = gettext_noop("This holds a character that cannot be shown.")


def number_in(text: str) -> Decimal | None:
    """Return a number with a decimal point or comma, None for an empty cell.

    Where both stand in it, the last one is the decimal one: "1,234.5" and "1.234,5" are the same.
    """
    plain = text.strip().replace("\u00a0", "")
    if not plain:
        return None
    if "," in plain:
        plain = (
            plain.replace(",", "")
            if plain.rfind(".") > plain.rfind(",")
            else plain.replace(".", "").replace(",", ".")
        )
    if not NUMBER.fullmatch(plain):
        raise CellError(NOT_A_NUMBER)
    return Decimal(plain)


def amount_in(text: str, *, most: int, factor: Decimal = Decimal(1)) -> Decimal | None:
    """Return a number × factor, to two decimals, within 0 and `most`; 0 counts as none."""
    number = number_in(text)
    if number is None:
        return None
    value = (number * factor).quantize(CENT, ROUND_HALF_UP)
    return _within(value, most) or None


def whole_in(text: str, *, most: int) -> int | None:
    """Return a whole number ("8" and "8.0" alike) within 0 and `most`."""
    number = number_in(text)
    if number is None:
        return None
    if number != number.to_integral_value():
        raise CellError(NOT_WHOLE)
    return int(_within(number, most))


def seconds_in(text: str, *, most: int) -> int | None:
    """Return a length of time in whole seconds: "90", "1:30", "0:01:30", "1h 5m"; 0 counts as none."""
    plain = text.strip().casefold()
    if not plain:
        return None
    if len(plain) > LONGEST_CELL:
        raise CellError(NOT_A_TIME)
    parts = CLOCK.fullmatch(plain) or (any(map(str.isalpha, plain)) and SPOKEN.fullmatch(plain))
    if parts:
        hours, minutes, seconds = (int(one or 0) for one in parts.groups())
        return int(_within(Decimal(hours * 3600 + minutes * 60 + seconds), most)) or None
    try:
        number = number_in(plain)
    except CellError:
        raise CellError(NOT_A_TIME) from None
    if number is None:
        return None
    return int(_within(number.quantize(Decimal(1), ROUND_HALF_UP), most)) or None


def _within(value: Decimal, most: int) -> Decimal:
    if value < 0:
        raise CellError(TOO_LITTLE)
    if value > most:
        raise CellError(TOO_MUCH, most=most)
    return value


def moment_in(text: str) -> datetime:
    """Return a date with its time, naive unless it names an offset; without a time it is at noon."""
    plain = text.strip()
    if len(plain) <= LONGEST_CELL:
        try:
            return _iso(plain) or _named(plain.casefold())
        except (ValueError, OverflowError):
            pass
    raise CellError(NOT_A_DATE)


def _iso(text: str) -> datetime | None:
    if not re.match(r"\d{4}-\d", text):
        return None
    if found := YEAR_FIRST.fullmatch(text.casefold()):
        year, month, day, *time = found.groups()
        return _moment(int(year), int(month), int(day), time)
    moment = datetime.fromisoformat(text)
    return moment.replace(hour=NOON) if len(text) <= 10 else moment


def _named(text: str) -> datetime:
    if found := DAY_FIRST.fullmatch(text):
        day, month, year, *time = found.groups()
        return _moment(int(year), _month(month), int(day), time)
    if found := MONTH_FIRST.fullmatch(text):
        month, day, year, *time = found.groups()
        return _moment(int(year), _month(month), int(day), time)
    if found := DOTTED.fullmatch(text):
        day, month, year, *time = found.groups()
        return _moment(int(year), int(month), int(day), time)
    raise ValueError(text)


def _month(name: str) -> int:
    folded = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(one for one in folded if not unicodedata.combining(one))
    found = MONTHS.get(plain[:4]) or MONTHS.get(plain[:3])
    if found is None:
        raise ValueError(name)
    return found


def _moment(year: int, month: int, day: int, time: list[str | None]) -> datetime:
    hour, minute, second, half = time
    if hour is None:
        return datetime(year, month, day, NOON)  # noqa: DTZ001
    hours = int(hour)
    if half:
        if not 1 <= hours <= 12:
            raise ValueError(hour)
        hours = hours % 12 + (12 if half == "p" else 0)
    return datetime(year, month, day) + timedelta(  # noqa: DTZ001
        hours=_below(hours, 24), minutes=_below(int(minute or 0), 60), seconds=_below(int(second or 0), 60)
    )


def _below(value: int, end: int) -> int:
    if value >= end:
        raise ValueError(value)
    return value


def note_in(text: str, *, most: int = MAX_NOTE) -> str:
    """Return a text of one or several lines, its ends cut off."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(plain) > most:
        raise CellError(TOO_LONG, most=most)
    if any(unicodedata.category(one) in {"Cc", "Cs"} and one not in "\n\t" for one in plain):
        raise CellError(UNSHOWN)
    return plain
