"""Delete a session so that it can be brought back, and bring it back."""

from __future__ import annotations

from datetime import datetime

from tracker.models import Session


def delete_session(*, session: Session, now: datetime) -> bool:
    """Take the session out of history and progress, its rows kept; say whether it was there still."""
    return bool(Session.objects.kept().filter(pk=session.pk).update(deleted_at=now))


def restore_session(*, session: Session) -> bool:
    """Put a deleted session back as it was; say whether it was deleted."""
    return bool(Session.objects.deleted().filter(pk=session.pk).update(deleted_at=None))
