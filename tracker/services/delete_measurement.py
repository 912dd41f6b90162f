"""Delete a measurement or another test so that it can be brought back, and bring it back."""

from __future__ import annotations

from datetime import datetime

from tracker.services.measurement_entry import Taken


def delete_measurement(*, row: Taken, now: datetime) -> bool:
    """Take the row out of lists and charts; say whether it was there still."""
    return bool(type(row).objects.kept().filter(pk=row.pk).update(deleted_at=now))


def restore_measurement(*, row: Taken) -> bool:
    """Put a deleted row back as it was; say whether it was deleted."""
    return bool(type(row).objects.deleted().filter(pk=row.pk).update(deleted_at=None))
