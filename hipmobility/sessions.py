"""The browser's session, kept in the database as Django does, and read by a statement made once.

Every request of somebody who is signed in begins with it, and working out its SQL took Django six times as
long as asking.
"""

from __future__ import annotations

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from exercises.models.prepared import PreparedRead

_by_key = PreparedRead(Session.objects.all)


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Session | None:
        key = self.session_key or ""
        # A cookie may hold anything, PostgreSQL no text with a null byte.
        session = _by_key.get(key) if key.isalnum() else None
        if session is not None and session.expire_date > timezone.now():
            return session
        self._session_key = None
        return None
