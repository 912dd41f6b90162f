"""Reading a document from a plain mapping and writing it back, driven by the dataclass's own annotations.

Reading refuses unknown keys, missing keys and wrong types, and names the field: `dosage.reps`, `steps[2]`. Writing
leaves out what equals its default, so that a document written and read again is the same, to the byte.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from exercises.domain.dosage import Range


T = TypeVar("T")


class DocumentError(ValueError):
    """A document that cannot be read; `field` is the dotted path to what is wrong, or "" for the whole."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}" if field else reason)
        self.field = field
        self.reason = reason


def decode(cls: type[T], data: object) -> T:
    """Return the document of type `cls` that the plain value `data` holds, or raise DocumentError."""
    return typing.cast(T, _decode(cls, data, ""))


def encode(document: object) -> Any:
    """Return the plain mappings, lists and scalars that `decode` reads `document` from."""
    if dataclasses.is_dataclass(document) and not isinstance(document, type):
        return {
            one.name: encode(getattr(document, one.name))
            for one in dataclasses.fields(document)
            if getattr(document, one.name) != _default(one)
        }
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
        raise DocumentError(path, "must be a mapping of names to values")
    hints = _hints(cls)
    for key in data:
        if key not in hints:
            raise DocumentError(_join(path, str(key)), "is not a field of this kind of file")
    values = {}
    for one in dataclasses.fields(cls):
        if one.name in data:
            values[one.name] = _decode(hints[one.name], data[one.name], _join(path, one.name))
        elif _default(one) is dataclasses.MISSING:
            raise DocumentError(_join(path, one.name), "is missing")
    document = cls(**values)
    problem = document.problem() if hasattr(document, "problem") else None
    if problem:
        raise DocumentError(path, problem)
    return document


def _decode_list(inner: Any, data: object, path: str) -> tuple[Any, ...]:
    if not isinstance(data, list):
        raise DocumentError(path, "must be a list")
    items = tuple(_decode(inner, item, f"{path}[{n}]") for n, item in enumerate(data))
    is_choice = isinstance(inner, type) and issubclass(inner, str)
    if is_choice and len(set(items)) != len(items):
        raise DocumentError(path, "names something twice")
    return items


def _decode_range(data: object, path: str) -> Range:
    bounds = data if isinstance(data, list) else [data, data]
    if len(bounds) != 2 or not all(type(bound) is int for bound in bounds):
        raise DocumentError(path, "must be a whole number or a list of a lowest and a highest one")
    return Range(*bounds)


def _decode_choice(choices: type[StrEnum], data: object, path: str) -> StrEnum:
    try:
        return choices(data)
    except ValueError:
        known = ", ".join(one.value for one in choices)
        raise DocumentError(path, f"{data!r} is not one of {known}") from None


def _decode_scalar(wanted: type, data: object, path: str) -> object:
    if type(data) is not wanted:
        names = {str: "text", int: "a whole number", bool: "true or false"}
        raise DocumentError(path, f"must be {names[wanted]}")
    if isinstance(data, str):
        if not data.strip():
            raise DocumentError(path, "is empty")
        return data.strip()
    return data


@cache
def _hints(cls: type) -> dict[str, Any]:
    fields = {one.name for one in dataclasses.fields(cls)}
    return {name: hint for name, hint in typing.get_type_hints(cls).items() if name in fields}


def _default(one: dataclasses.Field[Any]) -> object:
    if one.default_factory is not dataclasses.MISSING:
        return one.default_factory()
    return one.default


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
