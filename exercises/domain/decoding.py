"""Reading a document from a plain mapping and writing it back, driven by the dataclass's own annotations.

Reading refuses unknown keys, missing keys and wrong types, and names each field: `dosage.reps`, `steps[2]`.
Writing leaves out what equals its default, so that what is written and read again is the same, to the byte.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple, TypeVar

from exercises.domain.dosage import Range
from exercises.domain.text import tidy

T = TypeVar("T")

_SCALARS = frozenset({str, int, bool, type(None)})


class FieldProblem(NamedTuple):
    """What is wrong with one field; `field` is its dotted path, or "" for the whole document."""

    field: str
    reason: str

    def __str__(self) -> str:
        return f"{self.field}: {self.reason}" if self.field else self.reason


class DocumentError(ValueError):
    """A document that cannot be read, with everything that is wrong with it."""

    def __init__(self, *problems: FieldProblem) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = problems


def decode(cls: type[T], data: object) -> T:
    """Return the document of type `cls` that the plain value `data` holds, or raise DocumentError."""
    return typing.cast("T", _decode(cls, data, ""))


def encode(document: object) -> Any:
    """Return the plain mappings, lists and scalars that `decode` reads `document` from."""
    if type(document) in _SCALARS:
        return document
    if dataclasses.is_dataclass(document) and not isinstance(document, type):
        values = ((name, getattr(document, name), default) for name, default in _defaults(type(document)))
        return {name: encode(value) for name, value, default in values if value != default}
    if isinstance(document, Range):
        return document.low if document.low == document.high else [document.low, document.high]
    if isinstance(document, StrEnum):
        return document.value
    if isinstance(document, tuple):
        return [encode(item) for item in document]
    return document


def _decode(annotation: Any, data: object, path: str) -> Any:
    origin = typing.get_origin(annotation)
    if origin in (types.UnionType, typing.Union):
        if data is None:
            return None
        (inner,) = (one for one in typing.get_args(annotation) if one is not type(None))
        return _decode(inner, data, path)
    if origin is tuple:
        return _decode_list(typing.get_args(annotation)[0], data, path)
    if annotation is Range:
        return _decode_range(data, path)
    if dataclasses.is_dataclass(annotation):
        return _decode_dataclass(annotation, data, path)
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return _decode_choice(annotation, data, path)
    return _decode_scalar(annotation, data, path)


def _decode_dataclass(cls: Any, data: object, path: str) -> Any:
    if not isinstance(data, dict):
        raise _error(path, "must be a mapping of names to values")
    hints = _hints(cls)
    problems = [
        FieldProblem(_join(path, str(key)), "is not a field here") for key in data if key not in hints
    ]
    values = {}
    for one in dataclasses.fields(cls):
        where = _join(path, one.name)
        if one.name not in data:
            if _default(one) is dataclasses.MISSING:
                problems.append(FieldProblem(where, "is missing"))
            continue
        try:
            values[one.name] = _decode(hints[one.name], data[one.name], where)
        except DocumentError as error:
            problems.extend(error.problems)
    if problems:
        raise DocumentError(*problems)
    document = cls(**values)
    problem = document.problem() if hasattr(document, "problem") else None
    if problem:
        raise _error_of_whole(problem, hints, path)
    return document


def _error_of_whole(problem: str, hints: dict[str, Any], path: str) -> DocumentError:
    """Return the error for what `problem()` says; a field that it names first is the error's own."""
    name, colon, reason = problem.partition(": ")
    if colon and name.split(".")[0] in hints:
        return _error(_join(path, name), reason)
    return _error(path, problem)


def _decode_list(inner: Any, data: object, path: str) -> tuple[Any, ...]:
    if not isinstance(data, list):
        raise _error(path, "must be a list")
    items: list[Any] = []
    problems: list[FieldProblem] = []
    for n, item in enumerate(data):
        try:
            items.append(_decode(inner, item, f"{path}[{n}]"))
        except DocumentError as error:
            problems.extend(error.problems)
    if problems:
        raise DocumentError(*problems)
    is_text = isinstance(inner, type) and issubclass(inner, str)
    if is_text and len(set(items)) != len(items):
        raise _error(path, "names something twice")
    return tuple(items)


def _decode_range(data: object, path: str) -> Range:
    bounds = data if isinstance(data, list) else [data, data]
    if len(bounds) != 2 or not all(type(bound) is int for bound in bounds):
        raise _error(path, "must be a whole number or a list of a lowest and a highest one")
    return Range(*bounds)


def _decode_choice(choices: type[StrEnum], data: Any, path: str) -> StrEnum:
    try:
        return choices(data)
    except ValueError:
        known = ", ".join(one.value for one in choices)
        raise _error(path, f"{data!r} is not one of {known}") from None


def _decode_scalar(wanted: type, data: object, path: str) -> object:
    if type(data) is not wanted:
        names = {str: "text", int: "a whole number", bool: "true or false"}
        raise _error(path, f"must be {names[wanted]}")
    if isinstance(data, str):
        if "\0" in data:
            raise _error(path, "holds a character that no text may hold")
        if not data.strip():
            raise _error(path, "is empty")
        return tidy(data)
    return data


def _error(path: str, reason: str) -> DocumentError:
    return DocumentError(FieldProblem(path, reason))


@cache
def _hints(cls: type) -> dict[str, Any]:
    fields = {one.name for one in dataclasses.fields(cls)}
    return {name: hint for name, hint in typing.get_type_hints(cls).items() if name in fields}


def _default(one: dataclasses.Field[Any]) -> object:
    if one.default_factory is not dataclasses.MISSING:
        return one.default_factory()
    return one.default


@cache
def _defaults(cls: type) -> tuple[tuple[str, object], ...]:
    """Return each field's name with its default, once for each kind: an import encodes thousands."""
    return tuple((one.name, _default(one)) for one in dataclasses.fields(cls))


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
