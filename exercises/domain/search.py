"""Searching the catalogue: typo-tolerant, over names, synonyms, muscles and aims, without a database.

Every word of a query must match some word of an entry. A word matches literally when an entry's word equals
it, begins with it or holds it; only when no entry matches all words literally are words taken as misspelled.
So what is spelled right is never watered down by near misses ("internal" is two letters from "external").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

MAX_QUERY_WORDS = 10
"""Words of a query beyond these are left unread; the longest name has seven."""

MAX_WORD_LETTERS = 40

FAIR_SHARE = 0.3
"""Of a query's letter groups, for a suggestion: enough for a cut-off or mangled name, too much for chance."""

WORD = re.compile(r"[^\W_]+")


class Quality(NamedTuple):
    """How well one query word matches; the lower, the better. A literal match beats any other."""

    typos: int
    field: int
    kind: int


@dataclass(frozen=True, slots=True)
class Entry:
    """What is searched of one exercise; `muscles` and `aim` are the words that a reader sees."""

    key: str
    name: str
    synonyms: tuple[str, ...] = ()
    muscles: tuple[str, ...] = ()
    aim: str = ""
    level: int = 1


@dataclass(frozen=True, slots=True)
class _Field:
    words: frozenset[str]
    joined: tuple[str, ...]


def normalise(text: str) -> str:
    """Return `text` without case and accents, one space between words: "Bird-Dog " is "bird dog"."""
    return " ".join(_words(text))


def rank(query: str, entries: Iterable[Entry]) -> tuple[str, ...]:
    """Return the keys of the entries that match `query`, best first.

    An exact name comes first; then names before synonyms before muscles before aims; among equals the lower
    level. A query without a letter or a digit asks for nothing and finds everything, by name. The order of
    `entries` plays no part.
    """
    indexed = [(entry, _fields(entry)) for entry in entries]
    wanted = normalise(query)
    words = tuple(dict.fromkeys(_words(query)[:MAX_QUERY_WORDS]))
    for with_typos in (False, True):
        matches = [(entry, _match_all(words, fields, with_typos)) for entry, fields in indexed]
        found = [
            (_order(entry, wanted, match), entry.key)
            for entry, match in matches
            if match is not None or normalise(entry.name) == wanted
        ]
        if found:
            return tuple(key for _, key in sorted(found))
    return ()


def closest(query: str, entries: Iterable[Entry], limit: int = 3) -> tuple[str, ...]:
    """Return the keys of the entries most like a query that found nothing, by shared groups of letters.

    An entry counts only when its name or a synonym holds a fair share of the query's letter groups.
    """
    wanted = _trigrams(normalise(query)[: MAX_QUERY_WORDS * MAX_WORD_LETTERS])
    scored = []
    for entry in entries:
        likeness = max(_likeness(wanted, text) for text in (entry.name, *entry.synonyms))
        if likeness > 0:
            scored.append((-likeness, normalise(entry.name), entry.key))
    return tuple(key for *_, key in sorted(scored)[:limit])


def typos_allowed(word: str) -> int:
    """Return how many letters of a word may be wrong, missing, extra or swapped."""
    for most_letters, typos in ((3, 0), (5, 1), (8, 2)):
        if len(word) <= most_letters:
            return typos
    return 3


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in folded if not unicodedata.combining(char))
    return [word[:MAX_WORD_LETTERS] for word in WORD.findall(plain.casefold())]


def _fields(entry: Entry) -> tuple[_Field, ...]:
    texts: Sequence[tuple[str, ...]] = ((entry.name,), entry.synonyms, entry.muscles, (entry.aim,))
    return tuple(
        _Field(
            words=frozenset(word for text in field for word in _words(text)),
            joined=tuple("".join(_words(text)) for text in field),
        )
        for field in texts
    )


def _order(entry: Entry, wanted: str, match: list[Quality] | None) -> tuple[bool, list[Quality], int, str]:
    """Return the sort key: an exact name, the word that matches worst, the next, the level, the name."""
    name = normalise(entry.name)
    level = entry.level if wanted else 0
    return name != wanted, sorted(match or (), reverse=True), level, name


def _match_all(words: tuple[str, ...], fields: tuple[_Field, ...], with_typos: bool) -> list[Quality] | None:
    """Return how each word matches best, or None when one of them does not."""
    matches = []
    for word in words:
        ranked = (_match(word, field, with_typos) for field in fields)
        qualities = [Quality(one[0], place, one[1]) for place, one in enumerate(ranked) if one is not None]
        if not qualities:
            return None
        matches.append(min(qualities))
    return matches


def _match(word: str, field: _Field, with_typos: bool) -> tuple[int, int] | None:
    """Return the typos and the kind of the best match of one word in one field, or None."""
    if word in field.words:
        return 0, 0
    if any(other.startswith(word) for other in field.words):
        return 0, 1
    # Shorter bits stand in too many words ("ir" in "chair").
    if len(word) >= 3 and any(word in other for other in field.words):
        return 0, 2
    # A word may run over a gap: "dropin".
    if len(word) >= 4 and any(word in text for text in field.joined):
        return 0, 3
    if not with_typos:
        return None
    allowed = typos_allowed(word)
    typos = min((_typos(word, other, allowed) for other in field.words), default=allowed + 1)
    return (typos, 4) if typos <= allowed else None


def _trigrams(text: str) -> frozenset[str]:
    padded = f"  {text} "
    return frozenset(padded[n : n + 3] for n in range(len(padded) - 2))


def _likeness(wanted: frozenset[str], text: str) -> float:
    """Return what two sets of letter groups share of all, or 0 when too few of the wanted ones are there."""
    groups = _trigrams(normalise(text))
    shared = len(wanted & groups)
    return shared / len(wanted | groups) if shared >= FAIR_SHARE * len(wanted) else 0.0


def _typos(word: str, other: str, allowed: int) -> int:
    """Return the edit distance, a swap of neighbours counting once, or more than `allowed`."""
    if abs(len(word) - len(other)) > allowed:
        return allowed + 1
    before_last: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(word, start=1):
        row = [i]
        for j, target in enumerate(other, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != target))
            if i > 1 and j > 1 and letter == other[j - 2] and word[i - 2] == target:
                cost = min(cost, before_last[j - 2] + 1)
            row.append(cost)
        before_last, last = last, row
    return last[-1]
