"""Writing a document's plain values as YAML: always the same text, pleasant to read, and read back the same.

Keys stand in the document's order. Long text is folded, text of several lines is kept line by line, and what
YAML could take for something else is quoted. Short words stand in one line: `sources: [one, another]`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

WIDTH = 110
FOLD = 108
SHORT = 40
"""How long a text may be that stands in a line with others."""

# What every reader takes as it is: no control characters, no marks that nobody sees.
_VISIBLE = r"\x20-\x7e\xa0-\xac\xae-\u200a\u2010-\u2027\u202f-\u205f\u2070-\ud7ff\ue000-\ufefe\uff00-\ufffd"
_VISIBLE += r"\U00010000-\U0001fffd\U00020000-\U0010fffd"
_ONE_LINE = re.compile(rf"[{_VISIBLE}]+")
_LINES = re.compile(rf"[{_VISIBLE}\t\n]+")
_PLAIN_START = re.compile(r"[^\W\d_]|\d+\.\d+/")
_NOT_PLAIN = re.compile(r": |:$| #")
_FLOW_WORDS = re.compile(r"[\w ()./'–-]+")
_BREAK = re.compile(r"(?<=[^ \t]) (?=[^ \t])")
_OTHER_MEANINGS = frozenset({"true", "false", "yes", "no", "on", "off", "y", "n", "null"})
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


def to_yaml(document: Mapping[str, Any]) -> str:
    """Return the YAML text of a document's plain mapping, with a newline at its end."""
    return "".join(f"{line}\n" for line in _mapping(document, 0))


def _mapping(values: Mapping[str, Any], indent: int) -> Iterator[str]:
    for key, value in values.items():
        yield from _entry(f"{' ' * indent}{key}:", value, indent + 2)


def _entry(head: str, value: Any, indent: int) -> Iterator[str]:
    """Yield the lines of one value behind its key, or behind its dash."""
    flow = _flow(value)
    if flow is not None and len(head) + 1 + len(flow) <= WIDTH:
        yield f"{head} {flow}"
    elif isinstance(value, Mapping):
        yield from _nested(head, list(_mapping(value, indent)), indent)
    elif isinstance(value, list):
        yield head
        yield from _items(value, indent)
    else:
        yield from _text(head, value, indent)


def _items(values: Sequence[Any], indent: int) -> Iterator[str]:
    for value in values:
        yield from _entry(f"{' ' * indent}-", value, indent + 2)


def _nested(head: str, lines: list[str], indent: int) -> Iterator[str]:
    """Yield a mapping below its key; behind a dash it begins on the dash's own line."""
    if head.endswith("-"):
        yield f"{head} {lines[0][indent:]}"
        yield from lines[1:]
    else:
        yield head
        yield from lines


def _text(head: str, text: str, indent: int) -> Iterator[str]:
    room = WIDTH - len(head) - 1
    margin = " " * indent
    if "\n" in text and _LINES.fullmatch(text) and not text[0].isspace() and not text.endswith("\n"):
        yield f"{head} |-"
        yield from (f"{margin}{line}" if line else "" for line in text.split("\n"))
    elif _ONE_LINE.fullmatch(text) and len(text) > room and _BREAK.search(text) and text == text.strip():
        yield f"{head} >-"
        yield from (f"{margin}{line}" for line in _folded(text, FOLD - indent))
    else:
        yield f"{head} {_scalar(text)}"


def _folded(text: str, width: int) -> Iterator[str]:
    """Yield the lines of a text that is broken at single spaces alone, which reading puts back."""
    line = ""
    for piece in _BREAK.split(text):
        if line and len(line) + 1 + len(piece) > width:
            yield line
            line = piece
        else:
            line = f"{line} {piece}" if line else piece
    yield line


def _scalar(text: str) -> str:
    """Return a text as it stands in one line: as it is, or in quotes."""
    is_plain = (
        _ONE_LINE.fullmatch(text)
        and _PLAIN_START.match(text)
        and not _NOT_PLAIN.search(text)
        and text == text.strip()
        and text.lower() not in _OTHER_MEANINGS
    )
    return text if is_plain else f'"{"".join(map(_escaped, text))}"'


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if _ONE_LINE.fullmatch(character):
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _flow(value: Any) -> str | None:
    """Return a value in one line, or None where it has to stand in lines of its own."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return None
    if isinstance(value, Mapping):
        parts = [(key, _inner(one)) for key, one in value.items()]
        texts = [None if part is None else f"{key}: {part}" for key, part in parts]
        marks = "{}"
    else:
        texts = [_inner(one) for one in value]
        marks = "[]"
    if any(text is None for text in texts):
        return None
    return marks[0] + ", ".join(text for text in texts if text is not None) + marks[1]


def _inner(value: Any) -> str | None:
    """Return a value as it stands in a line with others, or None where it may not."""
    if not isinstance(value, str):
        return _flow(value)
    if len(value) > SHORT or not _ONE_LINE.fullmatch(value) or value[-1] in ".?!":
        return None
    scalar = _scalar(value)
    return scalar if scalar != value or _FLOW_WORDS.fullmatch(value) else None
