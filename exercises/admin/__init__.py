"""The catalogue for staff."""

from __future__ import annotations

from exercises.admin import exercise, guide, plan, safety

__all__ = ["exercise", "guide", "plan", "safety"]
