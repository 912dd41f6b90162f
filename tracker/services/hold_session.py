"""One change of a session at a time."""

from __future__ import annotations

import uuid

from exercises.models.prepared import PreparedRead
from tracker.models import Session

_locked = PreparedRead(lambda: Session.objects.with_routine().select_for_update(of=("self",)))


def hold_session(key: uuid.UUID) -> Session | None:
    """Return the session with its routine, whoever's it is, deleted or not; None where there is none.

    Other changes of it wait until this transaction ends.
    """
    return _locked.get(key)
