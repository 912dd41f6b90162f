"""What a page has anew each time that it is opened: ids of forms, and the moment that a form starts with.

A page that is remembered is told what of its text was made so, and puts something new in its place.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_made: ContextVar[list[str] | None] = ContextVar("made", default=None)


def fresh_uuid() -> uuid.UUID:
    """Return an id that nothing has yet."""
    made = uuid.uuid4()
    noted = _made.get()
    if noted is not None:
        noted.append(str(made))
    return made


def fresh_id() -> str:
    """Return the same as text."""
    return str(fresh_uuid())


@contextmanager
def noting_fresh_ids() -> Iterator[list[str]]:
    """Note the ids that are made within."""
    noted: list[str] = []
    token = _made.set(noted)
    try:
        yield noted
    finally:
        _made.reset(token)
