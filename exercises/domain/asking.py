"""How the questions of the screening are named where they are answered, and which stands under which."""

from __future__ import annotations

from collections.abc import Mapping

REST_OF_RED_FLAGS = "rest-red-flags"
REST_OF_CONDITIONS = "rest-conditions"
"""The boxes that answer with no what was left open above them."""


def day_field(slug: str) -> str:
    """Return the name of the field for the day of clearance; the answer itself is named by the slug."""
    return f"{slug}-cleared_on"


def asked_under(follows: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return the slugs of questions under the one after which they are asked, "" for those asked of all.

    `follows` names for each question, in the order of the page, the one that it follows, or "". What follows
    an unknown question, or itself in a circle, is asked of everybody: no question goes unasked.
    """
    under: dict[str, list[str]] = {}
    for slug, leading in follows.items():
        under.setdefault(leading if _is_reached(slug, follows) else "", []).append(slug)
    return {slug: tuple(asked) for slug, asked in under.items()}


def _is_reached(slug: str, follows: Mapping[str, str]) -> bool:
    """Say whether the question's line leads back to one that is asked of everybody."""
    passed: set[str] = set()
    while slug in follows and slug not in passed:
        passed.add(slug)
        slug = follows[slug]
    return slug == ""
