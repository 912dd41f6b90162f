"""What list pages read from their addresses."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest

from tracker.domain.cursor import Cursor, decode_cursor


def cursor_of(request: HttpRequest) -> Cursor | None:
    """Return where the page begins (`?before=`), None for the first; nothing begins at a damaged cursor."""
    text = request.GET.get("before")
    if text is None:
        return None
    try:
        return decode_cursor(text)
    except ValueError:
        raise Http404("No page begins there.") from None


def row_of(request: HttpRequest, name: str) -> uuid.UUID | None:
    """Return the row that the address names; a damaged address names none, and the page stays."""
    try:
        return uuid.UUID(request.GET.get(name, ""))
    except ValueError:
        return None
