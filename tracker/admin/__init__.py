"""Staff's pages on what people logged, one module a subject."""

from __future__ import annotations

from tracker.admin import factors, measurement, merge, person, session

__all__ = ["factors", "measurement", "merge", "person", "session"]
