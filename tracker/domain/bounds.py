"""The most that a person can do in one set, and how much they can write: what the database holds at most."""

from __future__ import annotations

MAX_NOTES = 10_000
"""Of a session."""
MAX_LOAD_KG = 500
MAX_DISTANCE_M = 100_000
