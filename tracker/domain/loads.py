"""The next load: 2.5 to 10 % more, and one that a person can set.

"2-for-2" raises the load by 2.5–10 % (reference `two-for-two`). What can be set is a product default:
multiples of 2.5, 1, 0.5 or 0.25 kg, the coarsest of them that lies within these bounds.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal

LEAST_MORE = Decimal("1.025")
MOST_MORE = Decimal("1.10")
SETTABLE_KG = (Decimal("2.5"), Decimal(1), Decimal("0.5"), Decimal("0.25"))
MOST_KG = Decimal(500)
"""The most that can be logged."""


def next_load(load_kg: Decimal) -> Decimal | None:
    """Return the next load, or None where nothing that can be set lies within the bounds."""
    if load_kg <= 0:
        return None
    least, most = load_kg * LEAST_MORE, min(load_kg * MOST_MORE, MOST_KG)
    for step in SETTABLE_KG:
        found = (least / step).to_integral_value(ROUND_CEILING) * step
        if found <= most:
            return found
    return None


def percent_more(old: Decimal, new: Decimal) -> int:
    """Return how much more that is, in whole per cent."""
    return round((new / old - 1) * 100)
