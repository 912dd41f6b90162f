"""How single values stand in an archive: each kind reads what JSON gave and writes what JSON takes.

What is written and read again is the same value, and what is read and written again is the same text.
"""

from __future__ import annotations

import dataclasses
import re
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple, TypeVar, cast, get_type_hints

from exercises.domain.text import gettext_noop
from tracker.domain.archive.problems import ArchiveError, Reason

T = TypeVar("T")

FIRST_YEAR, LAST_YEAR = 1900, 2200
MOST_WHOLE = 2**31 - 1
SLUG_LENGTH = 80

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)")
_AMOUNT = re.compile(r"-?\d{1,9}(\.\d{1,4})?")
_SLUG = re.compile(rf"[-a-zA-Z0-9_]{{1,{SLUG_LENGTH}}}")
_NO_TEXT = re.compile("[\0\ud800-\udfff]")

NOT_TEXT = Reason(gettext_noop("This must be text."))
NOT_WHOLE = Reason(gettext_noop("This must be a whole number."))
NOT_FLAG = Reason(gettext_noop("This must be true or false."))
NOT_ID = Reason(gettext_noop("This is no id."))
NOT_DAY = Reason(gettext_noop("This is no day, like 2026-11-23."))
NOT_MOMENT = Reason(gettext_noop("This is no moment, like 2026-11-23T18:30:00Z."))
NOT_AMOUNT = Reason(gettext_noop("This must be a decimal number, written as text, like “12.50”."))
NOT_SLUG = Reason(gettext_noop("This is no short name, like “couch-stretch-wall”."))
NOT_LIST = Reason(gettext_noop("This must be a list."))
NOT_RECORD = Reason(gettext_noop("This must be a set of names and values."))
NO_CHARACTER = Reason(gettext_noop("This holds a character that no text may hold."))
UNKNOWN = Reason(gettext_noop("Nothing of this name belongs here."))
MISSING = Reason(gettext_noop("This is missing."))


class WrongError(Exception):
    """A value is not of its kind; whoever knows the place makes an ArchiveError of it."""

    def __init__(self, reason: Reason, path: str = "") -> None:
        self.reason = reason
        self.path = path


class Kind(NamedTuple):
    """How values of one kind are read and written. `read` raises WrongError."""

    read: Callable[[Any], Any]
    write: Callable[[Any], Any]


def text(most: int) -> Kind:
    def read(value: Any) -> str:
        if type(value) is not str:
            raise WrongError(NOT_TEXT)
        if len(value) > most:
            raise WrongError(Reason(gettext_noop("This is longer than %(most)d characters."), {"most": most}))
        if _NO_TEXT.search(value):
            raise WrongError(NO_CHARACTER)
        return value

    return Kind(read, str)


def whole(least: int, most: int = MOST_WHOLE) -> Kind:
    reason = _between(least, most)

    def read(value: Any) -> int:
        if type(value) is not int:
            raise WrongError(NOT_WHOLE)
        if not least <= value <= most:
            raise WrongError(reason)
        return value

    return Kind(read, int)


def amount(least: Decimal | int, most: Decimal | int, *, places: int) -> Kind:
    reason = _between(least, most)
    too_fine = Reason(gettext_noop("This has more than %(places)d decimal places."), {"places": places})

    def read(value: Any) -> Decimal:
        number = Decimal(_matched(_AMOUNT, value, NOT_AMOUNT))
        if not least <= number <= most:
            raise WrongError(reason)
        if -cast("int", number.as_tuple().exponent) > places:
            raise WrongError(too_fine)
        return number

    return Kind(read, lambda value: format(value, "f"))


def choice(vocabulary: type[StrEnum]) -> Kind:
    members = {one.value: one for one in vocabulary}
    reason = Reason(
        gettext_noop("This must be one of: %(values)s."),
        {"values": ", ".join(f"“{one}”" for one in members)},
    )

    def read(value: Any) -> StrEnum:
        if type(value) is not str or value not in members:
            raise WrongError(reason)
        return members[value]

    return Kind(read, lambda value: vocabulary(value).value)


def maybe(kind: Kind) -> Kind:
    """Return the kind that may also be null."""
    return Kind(
        lambda value: None if value is None else kind.read(value),
        lambda value: None if value is None else kind.write(value),
    )


def list_of(kind: Kind, most: int) -> Kind:
    def read(value: Any) -> tuple[Any, ...]:
        if type(value) is not list:
            raise WrongError(NOT_LIST)
        if len(value) > most:
            raise WrongError(Reason(gettext_noop("This list holds more than %(most)d."), {"most": most}))
        found = []
        for index, one in enumerate(value):
            try:
                found.append(kind.read(one))
            except WrongError as wrong:
                raise WrongError(wrong.reason, f"[{index}]{wrong.path}") from None
        return tuple(found)

    return Kind(read, lambda values: [kind.write(one) for one in values])


def record(cls: type[Any]) -> Kind:
    return Kind(lambda value: read_record(cls, value), write_record)


def read_record(cls: type[T], value: Any) -> T:
    """Return the record that a JSON object holds, which names each of its fields and nothing else."""
    if type(value) is not dict:
        raise WrongError(NOT_RECORD)
    kinds = _kinds(cast("Any", cls))
    for name in value:
        if name not in kinds:
            raise WrongError(UNKNOWN, f".{name[:SLUG_LENGTH]}")
    values = {}
    for name, kind in kinds.items():
        if name not in value:
            raise WrongError(MISSING, f".{name}")
        try:
            values[name] = kind.read(value[name])
        except WrongError as wrong:
            raise WrongError(wrong.reason, f".{name}{wrong.path}") from None
    found = cls(**values)
    reason = found.problem() if hasattr(found, "problem") else None
    if reason is not None:
        raise WrongError(reason)
    return found


def write_record(found: Any) -> dict[str, Any]:
    """Return a record as JSON takes it."""
    return {name: kind.write(getattr(found, name)) for name, kind in _kinds(cast("Any", type(found))).items()}


def at(place: str, kind: Kind, value: Any) -> Any:
    """Return a value that stands at a place; raises ArchiveError."""
    try:
        return kind.read(value)
    except WrongError as wrong:
        raise ArchiveError(f"{place}{wrong.path}", wrong.reason) from None


def _read_flag(value: Any) -> bool:
    if type(value) is not bool:
        raise WrongError(NOT_FLAG)
    return value


def _read_id(value: Any) -> uuid.UUID:
    return uuid.UUID(_matched(_UUID, value, NOT_ID))


def _read_day(value: Any) -> date:
    try:
        day = date.fromisoformat(_matched(_DAY, value, NOT_DAY))
    except ValueError:
        raise WrongError(NOT_DAY) from None
    _check_year(day.year)
    return day


def _read_moment(value: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(_matched(_MOMENT, value, NOT_MOMENT)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise WrongError(NOT_MOMENT) from None
    _check_year(moment.year)
    return moment


def _write_moment(value: datetime) -> str:
    return f"{value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def _check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise WrongError(_between(FIRST_YEAR, LAST_YEAR))


def _matched(pattern: re.Pattern[str], value: Any, reason: Reason) -> str:
    if type(value) is not str or not pattern.fullmatch(value) or not value.isascii():
        raise WrongError(reason)
    return value


def _between(least: object, most: object) -> Reason:
    return Reason(
        gettext_noop("This must be between %(least)s and %(most)s."), {"least": least, "most": most}
    )


@cache
def _kinds(cls: Any) -> dict[str, Kind]:
    """Return the kind of each field of a record, from its annotation: `reps: Annotated[int, whole(0)]`."""
    hints = get_type_hints(cls, include_extras=True)
    return {one.name: hints[one.name].__metadata__[0] for one in dataclasses.fields(cls)}


ID = Kind(_read_id, str)
FLAG = Kind(_read_flag, bool)
DAY = Kind(_read_day, date.isoformat)
MOMENT = Kind(_read_moment, _write_moment)
SLUG = Kind(lambda value: _matched(_SLUG, value, NOT_SLUG), str)
ZERO_TO_TEN = maybe(whole(0, 10))
