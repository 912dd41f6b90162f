"""Delete a session so that it can be brought back, and bring it back."""

from __future__ import annotations

from datetime import datetime

from tracker.models import Session


def delete_session(*, session: Session, now: datetime) -> Session:
    """Take the session out of history and progress; its row and its sets stay."""
    session.deleted_at = now
    session.save(update_fields=["deleted_at", "updated_at"])
    return session


def restore_session(*, session: Session) -> Session:
    """Put a deleted session back as it was."""
    session.deleted_at = None
    session.save(update_fields=["deleted_at", "updated_at"])
    return session
