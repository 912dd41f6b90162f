"""Where a page of a history ends, as one opaque word for the address of the next page."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

MOST_CHARACTERS = 120


class Cursor(NamedTuple):
    """The moment and the key of the last row of a page; the key tells rows of the same moment apart."""

    moment: datetime
    pk: UUID


def encode_cursor(cursor: Cursor) -> str:
    """Return the cursor as URL-safe text."""
    plain = f"{cursor.moment.astimezone(UTC).isoformat()}/{cursor.pk.hex}"
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def decode_cursor(text: str) -> Cursor:
    """Return the cursor; ValueError for anything that `encode_cursor` did not write."""
    if len(text) > MOST_CHARACTERS:
        raise ValueError("too long for a cursor")
    padded = text + "=" * (-len(text) % 4)
    plain = base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True).decode("ascii")
    moment_text, _, key = plain.partition("/")
    cursor = Cursor(datetime.fromisoformat(moment_text), UUID(hex=key))
    # Written in UTC only: another offset at the ends of the calendar overflows on its way to the database.
    if cursor.moment.tzinfo is None or cursor.moment.utcoffset() or encode_cursor(cursor) != text:
        raise ValueError("not a cursor of ours")
    return cursor
