"""Which exercise of the catalogue a name of another app may stand for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from exercises.domain.search import normalise

LIKE_ENOUGH = 0.75
"""A product default: from here on a suggestion is chosen beforehand."""


@dataclass(frozen=True, slots=True)
class Known:
    """An exercise by its slug, with the names that it goes by."""

    slug: str
    names: tuple[str, ...]


class Likeness:
    """Compares names with those of the catalogue, by the pairs of letters that they share."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._known = [(one.slug, [_pairs(name) for name in one.names]) for one in known]

    def nearest(self, name: str, most: int) -> tuple[str, ...]:
        """Return the slugs most like a name, the most alike first."""
        return tuple(slug for _likeness, slug in self._scored(name)[:most])

    def choice(self, name: str) -> str:
        """Return the slug to choose beforehand, or "" for none."""
        found = self._scored(name)[:1]
        return found[0][1] if found and -found[0][0] >= LIKE_ENOUGH else ""

    def _scored(self, name: str) -> list[tuple[float, str]]:
        """Return the slugs, each with its likeness from 0 to 1 below zero, so that they sort."""
        wanted = _pairs(name)
        return sorted(
            (-max((_shared(wanted, pairs) for pairs in names), default=0.0), slug)
            for slug, names in self._known
        )


def _pairs(name: str) -> frozenset[str]:
    """Return the pairs of letters of each word, and its first letter; the order of words plays no part."""
    words: Sequence[str] = normalise(name).split()
    return frozenset(f" {word}"[n : n + 2] for word in words for n in range(len(word)))


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    """Dice's coefficient: twice what both have, of all that each has."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
