"""Text in a table that a spreadsheet opens."""

from __future__ import annotations

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A spreadsheet takes text that begins like this for a formula, the wide ones in East Asia."""


def safe(text: str) -> str:
    """Return text that no spreadsheet takes for a formula; numbers need none of this."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
