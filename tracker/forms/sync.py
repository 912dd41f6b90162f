"""A device's JSON as plain values: each set is checked for itself, by the bounds of the log's form."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import RegexValidator, slug_re
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exercises.domain.dosage import MAX_REPS, MAX_SECONDS
from exercises.domain.vocabulary import Side
from tracker.forms.fields import AmountField, LocalMomentField, NotesField, WholeNumberField
from tracker.models.session import MAX_DISTANCE_M, MAX_LOAD_KG, MAX_NOTES
from tracker.services.synced_entry import WHOLE, SyncedSession, SyncedSet

MOST_SETS = 500
MOST_PLACES = 10_000
"""A product limit: far more sets than one session holds."""

AMOUNTS = ("reps", "seconds", "distance_m")
HALF = re.compile("[\ud800-\udfff]")
"""Half of a character, which JSON can carry and no database can."""

Errors = dict[str, list[str]]


class JsonError(Exception):
    """The body is no JSON."""


class ShapeError(Exception):
    """It is JSON, but not of a session with its sets; the text says what is wrong."""


class TooManySetsError(Exception):
    """There are more sets than one call may bring."""


class InstantField(LocalMomentField):
    """A moment as JSON carries it: ISO 8601 with its offset."""

    default_error_messages = {"invalid": gettext_lazy("This needs a date, a time and an offset from UTC.")}

    def to_python(self, value: Any) -> datetime | None:
        if value is None:
            return None
        try:
            moment = datetime.fromisoformat(value)
            if moment.tzinfo is None:
                raise ValueError("A moment has an offset.")
            return moment.astimezone(UTC)
        except (ValueError, OverflowError):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None


class NameField(forms.CharField):
    """A slug."""

    def __init__(self, message: Any, **kwargs: Any) -> None:
        super().__init__(max_length=80, validators=[RegexValidator(slug_re, message)], **kwargs)


class FlagField(forms.Field):
    """True or false, and false where nothing is said."""

    def to_python(self, value: Any) -> bool:
        return bool(value)


ZERO_TO_TEN = WholeNumberField(most=10)
KINDS: Mapping[type[forms.Field], tuple[type, ...]] = {
    WholeNumberField: (int,),
    forms.IntegerField: (int,),
    AmountField: (int, Decimal),
    FlagField: (bool,),
}
"""What JSON may hold for a field; text for all others."""

SESSION_FIELDS: Mapping[str, forms.Field] = {
    "started_at": InstantField(),
    "finished_at": InstantField(required=False),
    "routine": NameField(gettext_lazy("This routine is not in the catalogue."), required=False),
    "effort": ZERO_TO_TEN,
    "pain_before": ZERO_TO_TEN,
    "pain_after": ZERO_TO_TEN,
    "notes": NotesField(required=False, max_length=MAX_NOTES),
    "written": FlagField(required=False),
}
SET_FIELDS: Mapping[str, forms.Field] = {
    "exercise": NameField(gettext_lazy("This exercise is not in the catalogue.")),
    "position": forms.IntegerField(min_value=0, max_value=MOST_PLACES),
    "side": forms.TypedChoiceField(choices=[(side.value, side.value) for side in Side], coerce=Side),
    "reps": WholeNumberField(most=MAX_REPS),
    "seconds": WholeNumberField(most=MAX_SECONDS),
    "distance_m": AmountField(most=MAX_DISTANCE_M),
    "load_kg": AmountField(most=MAX_LOAD_KG),
    "pain": ZERO_TO_TEN,
    "skipped": FlagField(required=False),
    "completed_at": InstantField(),
}


@dataclass(slots=True)
class SyncCall:
    """What a device sent: what can be saved, and the errors of the rest by id.

    Without `session` no set can be saved. `user` is None where the device named nobody. `damaged` holds what
    has no readable id, each with that id as it was sent, or None.
    """

    user: int | None
    note: str
    session: SyncedSession | None = None
    sets: list[SyncedSet] = field(default_factory=list)
    rejected: dict[str, Errors] = field(default_factory=dict)
    damaged: list[tuple[str | None, Errors]] = field(default_factory=list)


def read_sync(body: bytes) -> SyncCall:
    """Return what a body says. Raises JsonError, ShapeError or TooManySetsError."""
    data = _parsed(body)
    session, sets = (data.get("session"), data.get("sets")) if isinstance(data, dict) else (None, None)
    if not isinstance(session, dict) or not isinstance(sets, list):
        raise ShapeError(_("Send a session and a list of its sets."))
    user, note = data.get("user"), session.get("prescription")
    if user is not None and type(user) is not int:
        raise ShapeError(_("The user is damaged."))
    if len(sets) > MOST_SETS:
        raise TooManySetsError
    # Whatever stands there, what was done is logged: a note that cannot be read prescribes nothing.
    call = SyncCall(user, note if isinstance(note, str) else "")
    _read_session(call, session)
    _read_sets(call, sets)
    if call.session is None:
        for one in call.sets:
            call.rejected[str(one.id)] = {WHOLE: [_("The session that it belongs to cannot be saved.")]}
        call.sets = []
    return call


def _read_session(call: SyncCall, data: Mapping[str, Any]) -> None:
    """Read the session. With a start it can be saved, if need be without the values that are wrong."""
    key = _id_in(call, data)
    values, errors = _read(data, SESSION_FIELDS)
    if key is None:
        return
    if errors:
        call.rejected[str(key)] = errors
    if "started_at" not in errors:
        call.session = SyncedSession(id=key, **values)


def _read_sets(call: SyncCall, sets: list[Any]) -> None:
    """Read the sets. The same one may stand there twice, but not with different values."""
    found: dict[uuid.UUID, SyncedSet] = {}
    for data in sets:
        key = _id_in(call, data)
        if key is None:
            continue
        values, errors = _read(data, SET_FIELDS)
        if not errors and not values["skipped"] and all(values[name] is None for name in AMOUNTS):
            errors = {WHOLE: [_("Say how much: reps, seconds or metres.")]}
        if not errors:
            one = SyncedSet(id=key, **values)
            if found.setdefault(key, one) != one or (call.session and call.session.id == key):
                errors = {WHOLE: [_("This set stands here twice.")]}
        if errors:
            call.rejected[str(key)] = errors
    call.sets = [one for key, one in found.items() if str(key) not in call.rejected]


def _id_in(call: SyncCall, data: Any) -> uuid.UUID | None:
    """Return the id, in the one form in which answers name it; where there is none, note the damage."""
    text = data.get("id") if isinstance(data, dict) else None
    try:
        key = uuid.UUID(text) if isinstance(text, str) else None
    except ValueError:
        key = None
    if key is None or str(key) != text:
        call.damaged.append((text if isinstance(text, str) else None, {"id": [_("The id is damaged.")]}))
        return None
    return key


def _read(data: Mapping[str, Any], fields: Mapping[str, forms.Field]) -> tuple[dict[str, Any], Errors]:
    """Return the checked values of all fields, None where one is wrong, and the errors."""
    values: dict[str, Any] = {}
    errors: Errors = {}
    for name, one in fields.items():
        values[name] = None
        try:
            values[name] = one.clean(_typed(data.get(name), KINDS.get(type(one), (str,))))
        except forms.ValidationError as error:
            errors[name] = error.messages
    return values, errors


def _typed(value: Any, kinds: tuple[type, ...]) -> Any:
    """Return a value of these types and no other (True is no number here); text must be proper Unicode."""
    if value is None or (type(value) in kinds and not (isinstance(value, str) and HALF.search(value))):
        return value
    raise forms.ValidationError(_("This value is damaged."), code="type")


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body.decode(), parse_float=_decimal, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise JsonError from None


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except ArithmeticError:
        raise ValueError(text) from None


def _no_number(text: str) -> None:
    raise ValueError(text)
