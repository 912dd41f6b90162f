"""How the questions of the screening are named where they are answered."""

from __future__ import annotations

REST_OF_RED_FLAGS = "rest-red-flags"
REST_OF_CONDITIONS = "rest-conditions"
"""The boxes that answer with no what was left open above them."""


def day_field(slug: str) -> str:
    """Return the name of the field for the day of clearance; the answer itself is named by the slug."""
    return f"{slug}-cleared_on"
