"""Remove what people left waiting, once its time is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from tracker.models import ReportLink
from tracker.models.imported import Upload
from tracker.models.sharing import ENDED_DAYS


def clear_uploads(*, now: datetime) -> int:
    """Remove files that waited too long for their import, and return how many."""
    count, _rows = Upload.objects.expired(now).delete()
    return count


def clear_links(*, now: datetime, at_most: int) -> int:
    """Remove links to reports that ended long ago, with their openings, and return how many."""
    ended = ReportLink.objects.ended_by(now - timedelta(days=ENDED_DAYS))
    keys = list(ended.order_by("pk").values_list("pk", flat=True)[:at_most])
    ReportLink.objects.filter(pk__in=keys).delete()
    return len(keys)
